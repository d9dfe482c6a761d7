// Lets the reader turn a selection: chooses rows by the form, says what they say, and tells the
// figure and the tables which are in. Every word comes from companion.selection with the data.
(() => {
  "use strict";

  const fill = (phrase, values) => phrase.replaceAll(/\{(\w+)\}/g, (_, name) => values[name]);
  const listed = (items) =>
    items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${items.at(-1)}` : items.join("");

  const holds = (facet, values, choice) => {
    if (facet.kind !== "day") return values.includes(choice);
    const [start, end] = values;
    return (!start || start <= choice) && (!end || choice <= end);
  };

  const matching = (data, choices) =>
    data.rows.filter((row) =>
      choices.every((choice, n) => !choice || holds(data.facets[n], row.values[n], choice)));

  const extremes = ({ phrases }, rows) => {
    const parts = [];
    const sized = rows.filter((row) => row.bounds);
    if (sized.length) {
      const lowest = Math.min(...sized.map((row) => row.bounds[0]));
      const highest = Math.max(...sized.map((row) => row.bounds[1]));
      const named = (end, bound) => {
        const [first, ...others] = sized.filter((row) => row.bounds[end] === bound);
        return others.length ? fill(phrases.tied, { words: first.words, others: others.length }) : first.words;
      };
      const phrase = sized.length === 1 ? "only" : lowest === highest ? "level" : "span";
      parts.push(fill(phrases[phrase], { low: named(0, lowest), high: named(1, highest) }));
    }
    const count = rows.length - sized.length;
    if (count) parts.push(fill(phrases[count === 1 ? "unsized-one" : "unsized-many"], { count }));
    return parts;
  };

  const comparable = ({ facets, phrases, named }, rows) => {
    const [mixed, agreed, unsaid] = [[], [], []];
    facets.forEach((facet, n) => {
      if (!facet.alike) return;
      const found = [...new Set(rows.map((row) => row.values[n].join(" + ")))];
      if (found.length > 1) {
        mixed.push(`${found.length} ${facet.plural}${found.length <= named ? ` (${listed(found)})` : ""}`);
      } else if (facet.vague.includes(found[0])) unsaid.push(facet.label);
      else agreed.push(`${facet.label} (${found[0]})`);
    });
    if (mixed.length) return [fill(phrases.mixed, { things: listed(mixed) })];
    return [["agree", agreed], ["unsaid", unsaid]]
      .filter(([, things]) => things.length)
      .map(([phrase, things]) => fill(phrases[phrase], { things: listed(things) }));
  };

  const say = (data, rows) => {
    const { phrases, one, many } = data;
    const [count, total] = [rows.length, data.rows.length];
    if (!count) return fill(phrases.none, { one });
    const first = count === total ? "whole" : count === 1 ? "single" : "some";
    const parts = [fill(phrases[first], { count, total, many })];
    if (data.sized) parts.push(...extremes(data, rows));
    data.tallies.forEach((words, n) => {
      const held = rows.filter((row) => row.tallies.includes(n)).length;
      const phrase = words[Math.min(held, 2)];
      if (phrase) parts.push(fill(phrase, { count: held }));
    });
    if (count > 1) parts.push(...comparable(data, rows));
    return parts.join(" ");
  };

  const wake = (section) => {
    const data = JSON.parse(section.querySelector(".controls-data").textContent);
    const form = section.querySelector("form");
    const says = section.querySelector(".controls-says");
    const told = section.querySelector(".controls-told");
    const figure = document.getElementById(section.dataset.figure);
    const plot = figure?.querySelector(".plot");
    const listing = document.getElementById(section.dataset.listing);
    const controls = data.facets.map(({ column }) => form.elements[`${data.id}.${column}`]);
    const known = new Set(data.rows.map((row) => row.id));

    // A table's line stands for the rows that its cells lead to.
    const lines = [figure, listing].flatMap((place) => [...(place?.querySelectorAll(".rows tbody tr") ?? [])])
      .map((line) => {
        const ids = [...line.querySelectorAll("a[href]")].map((a) => a.pathname.split("/").pop().replace(/\.html$/, ""));
        return { line, ids: ids.filter((id) => known.has(id)) };
      })
      .filter(({ ids }) => ids.length);
    const note = document.createElement("p");
    note.className = "controls-note";
    listing?.querySelector(".rows").before(note);
    plot?.after(says);
    plot?.setAttribute("aria-describedby", says.id);

    const choices = () => controls.map((control) => control.value);

    const address = () => {
      const here = new URL(location.href);
      controls.forEach(({ name, value }) =>
        value ? here.searchParams.set(name, value) : here.searchParams.delete(name));
      here.hash = section.id;
      return here.href;
    };

    // Beside each option, how many rows it would leave with the other choices as they are.
    const count = () => {
      const chosen = choices();
      controls.forEach((control, n) => {
        for (const option of control.options ?? []) {
          const others = chosen.map((choice, m) => (m === n ? option.value : choice));
          option.textContent = `${option.value || "any"} (${matching(data, others).length})`;
        }
      });
    };

    const show = () => {
      const rows = matching(data, choices());
      const chosen = new Set(rows.map((row) => row.id));
      const gone = new Set([...known].filter((id) => !chosen.has(id)));
      says.textContent = say(data, rows);
      told.textContent = "";
      note.textContent = gone.size
        ? `${rows.length} of ${known.size} lines shown, as the controls above are set.`
        : "";
      for (const { line, ids } of lines) line.hidden = ids.some((id) => gone.has(id));
      count();
      plot?.dispatchEvent(new CustomEvent("companion:gone", { detail: gone }));
    };

    const turn = () => {
      show();
      history.replaceState(history.state, "", address());
    };

    const restore = (query) => {
      const lost = [];
      for (const control of controls) {
        const wanted = query.get(control.name) ?? "";
        control.value = wanted;
        if (control.value !== wanted) {
          control.value = "";
          lost.push(wanted);
        }
      }
      show();
      if (lost.length) told.textContent = `Not among the choices here, so left out: ${lost.join("; ")}.`;
    };

    const copy = async () => {
      const text = address();
      try {
        await navigator.clipboard.writeText(text);
        told.textContent = "Copied.";
      } catch {
        told.textContent = `Copy it from here: ${text}`; // the browser keeps its clipboard to itself
      }
    };

    form.addEventListener("change", turn);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      for (const control of controls) control.value = "";
      turn();
    });
    form.querySelector(".copy-view").addEventListener("click", copy);
    for (const link of document.querySelectorAll(`a.view[href*="#${section.id}"]`)) {
      link.addEventListener("click", (event) => {
        const there = new URL(link.href);
        if (there.pathname !== location.pathname || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        restore(there.searchParams);
        history.pushState(null, "", there);
        section.scrollIntoView();
        controls[0].focus({ preventScroll: true });
      });
    }
    addEventListener("popstate", () => restore(new URLSearchParams(location.search)));

    form.hidden = false;
    restore(new URLSearchParams(location.search));
    section.selection = { data, matching: (...choices) => matching(data, choices), say: (rows) => say(data, rows) };
  };

  document.querySelectorAll(".controls").forEach(wake);
})();
