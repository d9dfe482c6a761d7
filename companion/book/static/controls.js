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

  const dayWords = ({ months }, day) => {
    const [year, month, date] = day.split("-").map(Number);
    return `${date} ${months[month - 1]} ${year}`;
  };
  const eveOf = (day) => new Date(Date.parse(`${day}T00:00Z`) - 864e5).toISOString().slice(0, 10);

  // What is said of a day: rows by how they stand, and the changes; as companion.selection.told.
  const tell = (data, day) => {
    const { phrases } = data;
    const under = data.groups.map(() => []);
    const stood = new Map();
    const eve = eveOf(day);
    for (const { words, address, spells } of data.rows) {
      for (const [group, item, standing, first, last] of spells) {
        const on = (when) => (!first || first <= when) && (!last || when <= last);
        if (on(day)) under[group].push([address, item]);
        for (const when of [eve, day]) {
          if (on(when)) stood.set(words, { ...stood.get(words), [when]: standing, address });
        }
      }
    }
    const groups = data.groups.flatMap((name, n) =>
      under[n].length ? [[fill(phrases.group, { name, count: under[n].length }), under[n]]] : []);
    const changes = [...stood].filter(([, found]) => found[eve] !== found[day]).map(([words, found]) => [
      found.address,
      fill(phrases[found[eve] ? "turned" : "begun"], { words, before: found[eve], now: found[day] ?? phrases.over }),
    ]);
    return { day: dayWords(data, day), groups, changes };
  };

  const made = (name, ...content) => {
    const element = document.createElement(name);
    element.append(...content);
    return element;
  };

  const itemsOf = (rows) => made("ul", ...rows.map(([address, words]) => {
    const link = made("a", words);
    link.href = address;
    return made("li", link);
  }));

  const showTold = (says, { phrases }, { day, groups, changes }) => says.replaceChildren(
    made("p", made("strong", day)),
    ...groups.flatMap(([name, rows]) => [made("p", name), itemsOf(rows)]),
    ...(changes.length ? [made("p", phrases.changed), itemsOf(changes)] : [made("p", phrases.same)]),
  );

  // The row that a link leads to: by its page, or by its place where the book is one file.
  const rowOf = (a) => (a.pathname === location.pathname ? a.hash.slice(1) : a.pathname.split("/").pop().replace(/\.html$/, ""));

  const wake = (section) => {
    const data = JSON.parse(section.querySelector(".controls-data").textContent);
    const form = section.querySelector("form");
    const says = section.querySelector(".controls-says");
    const told = section.querySelector(".controls-told");
    const figure = document.getElementById(section.dataset.figure);
    const plot = figure?.querySelector(".plot");
    const listing = document.getElementById(section.dataset.listing);
    const controls = data.facets.map(({ parameter }) => form.elements[parameter]);
    const slide = form.querySelector("[type=range]");
    const dated = data.facets.findIndex(({ kind }) => kind === "day"); // which control sets a day
    const starts = controls.map((_, n) => (n === dated ? data.start ?? "" : ""));
    const ownPages = new RegExp(`/(${(data.pages ?? []).join("|")})\\.html$`);
    const known = new Set(data.rows.map((row) => row.id));

    // A table's line stands for the rows that its cells lead to.
    const lines = [figure, listing].flatMap((place) => [...(place?.querySelectorAll(".rows tbody tr") ?? [])])
      .map((line) => {
        const ids = [...line.querySelectorAll("a[href]")].map(rowOf);
        return { line, ids: ids.filter((id) => known.has(id)) };
      })
      .filter(({ ids }) => ids.length);
    const note = document.createElement("p");
    note.className = "controls-note";
    listing?.querySelector(".rows").before(note);
    if (data.groups) plot?.before(section); // what sets the day stands with the map of the day
    plot?.after(says);
    plot?.setAttribute("aria-describedby", says.id);

    const choices = () => controls.map((control) => control.value);

    const address = () => {
      const here = new URL(location.href);
      controls.forEach(({ name, value }, n) =>
        value !== starts[n] ? here.searchParams.set(name, value) : here.searchParams.delete(name));
      here.hash = section.id;
      return here.href;
    };

    // Links to the other pages that ask for a day lead to the same day there.
    const carry = ({ name, value }) => {
      if (window.companionLoad) return; // all pages are this one
      for (const link of document.querySelectorAll("a[href]:not(.view)")) {
        if (link.pathname === location.pathname || !ownPages.test(link.pathname)) continue;
        const there = new URL(link.href);
        if (value === data.start) there.searchParams.delete(name);
        else there.searchParams.set(name, value);
        link.href = there.href;
      }
    };

    const showDay = (control) => {
      const step = data.changes.findLastIndex((day) => day <= control.value);
      slide.value = Math.max(step, 0);
      slide.setAttribute("aria-valuetext", dayWords(data, control.value));
      form.querySelector("[data-step='-1']").disabled = !(data.changes[0] < control.value);
      form.querySelector("[data-step='1']").disabled = !(data.changes.at(-1) > control.value);
      showTold(says, data, tell(data, control.value));
      carry(control);
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
      if (data.groups) showDay(controls[dated]);
      else says.textContent = say(data, rows);
      told.textContent = "";
      note.textContent = gone.size
        ? `${rows.length} of ${known.size} lines shown, as the controls above are set.`
        : "";
      for (const { line, ids } of lines) line.hidden = ids.some((id) => gone.has(id));
      count();
      if (plot) plot.dataset.choices = JSON.stringify(Object.fromEntries(data.facets.map(({ parameter }, n) => [parameter.split(".").at(-1), controls[n].value])));
      plot?.dispatchEvent(new CustomEvent("companion:gone", { detail: gone }));
    };

    const turn = () => {
      if (!controls.every((control) => control.checkValidity())) return; // a day half typed
      show();
      history.replaceState(history.state, "", address());
      dispatchEvent(new CustomEvent("companion:turned", { detail: section }));
    };

    const turnTo = (day) => {
      controls[dated].value = day;
      turn();
    };

    const restore = (query) => {
      const lost = [];
      controls.forEach((control, n) => {
        const wanted = query.get(control.name) ?? starts[n];
        control.value = wanted;
        if (control.value !== wanted || !control.checkValidity()) {
          control.value = starts[n];
          lost.push(wanted);
        }
      });
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

    form.addEventListener("change", ({ target }) => target === slide || turn());
    slide?.addEventListener("input", () => turnTo(data.changes[slide.value]));
    form.addEventListener("click", ({ target }) => {
      const way = Number(target.dataset?.step);
      const now = controls[dated]?.value;
      if (way > 0) turnTo(data.changes.find((day) => day > now));
      if (way < 0) turnTo(data.changes.findLast((day) => day < now));
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      controls.forEach((control, n) => { control.value = starts[n]; });
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
        dispatchEvent(new CustomEvent("companion:turned", { detail: section }));
        section.scrollIntoView();
        controls[0].focus({ preventScroll: true });
      });
    }
    const restoreHere = () => restore(new URLSearchParams(location.search));
    addEventListener("popstate", restoreHere);
    addEventListener("companion:turned", ({ detail }) => detail === section || restoreHere());

    form.hidden = "follow" in section.dataset;
    restoreHere();
    section.selection = { data, tell: (day) => tell(data, day), matching: (...choices) => matching(data, choices), say: (rows) => say(data, rows) };
  };

  document.querySelectorAll(".controls").forEach(wake);
})();
