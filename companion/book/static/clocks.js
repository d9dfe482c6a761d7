// Shows the list of events by the clock that the reader chooses: one column of hours, the days of
// that clock's calendar as headings, events of another date marked. Every word comes with the data.
(() => {
  "use strict";

  // The row that a link leads to: by its page, or by its place where the book is one file.
  const rowOf = (a) => (a.pathname === location.pathname ? a.hash.slice(1) : a.pathname.split("/").pop().replace(/\.html$/, ""));

  const wake = (section) => {
    const data = JSON.parse(section.querySelector(".four-clocks-data").textContent);
    const listing = document.getElementById(section.dataset.listing);
    const form = section.querySelector("form");
    const says = section.querySelector(".four-clocks-says");
    const body = listing?.querySelector(".rows tbody");
    if (!body) return;

    const lines = [...body.rows];
    const names = Object.keys(data.clocks);
    const lineOf = new Map(lines.map((line) => [rowOf(line.querySelector("a[href]")), line]));
    const heads = [...listing.querySelector(".rows thead tr").cells];

    const heading = (words) => {
      const line = document.createElement("tr");
      line.className = "four-clocks-day";
      const cell = document.createElement("th");
      cell.colSpan = 3; // what happened, the hour, the source
      cell.scope = "rowgroup";
      cell.textContent = words;
      line.append(cell);
      return line;
    };

    const show = (name, note = "") => {
      const chosen = data.clocks[name];
      const moved = new Set(chosen?.moved);
      for (const [id, line] of lineOf) {
        line.classList.toggle("four-clocks-moved", moved.has(id));
        names.forEach((other, n) => { line.cells[n + 1].hidden = Boolean(chosen) && other !== name; });
      }
      names.forEach((other, n) => { heads[n + 1].hidden = Boolean(chosen) && other !== name; });
      body.replaceChildren(...(chosen
        ? chosen.days.flatMap(([words, ids]) => [heading(words), ...ids.map((id) => lineOf.get(id))])
        : lines));
      listing.classList.toggle("four-clocks-one", Boolean(chosen));
      says.textContent = [note, chosen ? chosen.says : data.says].filter(Boolean).join(" ");
    };

    const restore = () => {
      const wanted = new URLSearchParams(location.search).get(data.parameter) ?? "";
      const known = names.includes(wanted);
      form.elements[data.parameter].value = known ? wanted : "";
      show(known ? wanted : "", known || !wanted ? "" : data.unknown.replace("{wanted}", () => wanted));
    };

    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      const { value } = form.elements[data.parameter];
      show(value);
      const here = new URL(location.href);
      if (value) here.searchParams.set(data.parameter, value);
      else here.searchParams.delete(data.parameter);
      history.replaceState(history.state, "", here);
    });
    addEventListener("popstate", restore);

    form.hidden = false;
    listing.querySelector(".rows").before(section);
    restore();
  };

  document.querySelectorAll(".four-clocks").forEach(wake);
})();
