// Opens a single point of a live figure, by mouse, touch and keyboard, in a panel beneath it: what
// it is, its source and grade, its own page, how to cite it. companion.js loads this with the first
// figure. A point is a mark that carries ids of rows; what is said of them stands in the page's own
// table of the figure's rows.
(() => {
  "use strict";

  const made = (name, properties = {}, ...content) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  };
  const one = (list, n) => (Array.isArray(list) ? list[n] : list);
  const tidy = (text) => text.replaceAll(/\s+/g, " ").trim();
  const ownPage = (id) => `../d/${id}.html`;

  // --- points ------------------------------------------------------------------------------------

  const day = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  const formatted = (value, format) => {
    if (format.startsWith("|")) return new Date(`${String(value).slice(0, 10)}T00:00Z`).toLocaleDateString("en-GB", day);
    const digits = /^:,?\.(\d)f$/.exec(format)?.[1];
    if (!digits) return String(value);
    return Number(value).toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  };

  // The words that a pointer on the mark finds, as plain text in lines.
  const wordsOf = (trace, n) => {
    const template = one(trace.hovertemplate, n) || one(trace.hovertext, n) || one(trace.text, n) || "";
    const html = String(template)
      .replaceAll(/%\{([xy]|text)([:|][^}]*)?\}/g, (_, name, format) => formatted(one(trace[name], n) ?? "", format ?? ""))
      .replaceAll(/<extra>(.*?)<\/extra>/g, "")
      .replaceAll(/<br\s*\/?>/g, "\n");
    return new DOMParser().parseFromString(html, "text/html").body.textContent.split("\n").map(tidy).filter(Boolean).join("\n");
  };

  // Where a mark lies on the stage, in pixels, and where its axes begin and end.
  const spotOf = (stage, trace, mark) => Object.fromEntries(["x", "y"].map((letter) => {
    const axis = stage._fullLayout[trace[`${letter}axis`].replace(letter, `${letter}axis`)];
    return [letter, { at: axis._offset + axis.c2p(mark[letter]), first: axis._offset, last: axis._offset + axis._length }];
  }));

  const EDGE = 12; // pixels by which a mark may stand out of its axes
  const shows = ({ at, first, last }) => at >= first - EDGE && at <= last + EDGE;

  // The middle of what an area or line shows of itself in one direction; none where it shows nothing.
  const middle = (places) => {
    const { first, last } = places[0];
    const at = places.map((place) => place.at).filter(Number.isFinite);
    const [low, high] = [Math.max(Math.min(...at), first), Math.min(Math.max(...at), last)];
    return low <= high ? (low + high) / 2 : NaN;
  };

  // Every point that is drawn now. Marks of one trace that stand for the same rows and say the same
  // are one point, as are the corners of an area; ticks, labels and lines without ids are none.
  // Rows that only a silent mark draws (a name on a map) are reached by that.
  const pointsOf = (stage) => {
    const found = new Map();
    const add = (silent) => {
      const said = new Set([...found.values()].flatMap(({ ids }) => ids));
      for (const marks of stage.calcdata) {
        const { trace } = marks[0];
        const rows = trace.customdata ?? (silent ? null : trace.meta?.ids);
        if (!rows || trace.visible !== true || (trace.hoverinfo === "skip") !== silent) continue;
        const line = trace.mode === "lines";
        marks.forEach((mark, place) => {
          const n = line && rows.length === 1 ? 0 : place; // an area may be told of once for all corners
          const ids = (rows[n] ?? "").split(";").filter(Boolean);
          if (!ids.length || (silent && ids.every((id) => said.has(id)))) return;
          const spot = spotOf(stage, trace, mark);
          if (!line && !(shows(spot.x) && shows(spot.y))) return;
          const words = wordsOf(trace, n);
          const key = `${ids.join(";")}|${words}`;
          const known = found.get(key);
          if (known) known.spots.push(spot);
          else found.set(key, { key, ids, words, curve: trace.index, n, spots: [spot], axes: trace.xaxis + trace.yaxis, area: trace.hoveron === "fills", line });
        });
      }
    };
    add(false);
    add(true);
    for (const point of found.values()) {
      const { spots, line } = point;
      point.marks = (line ? [["x", "y"].map((letter) => middle(spots.map((spot) => spot[letter])))] : spots.map(({ x, y }) => [x.at, y.at]));
      [point.left, point.top] = point.marks[0].map(Math.round);
    }
    return [...found.values()].filter(({ left, top }) => Number.isFinite(left + top));
  };

  const across = (a, b) => a.left - b.left || a.top - b.top;
  const down = (a, b) => a.top - b.top || a.left - b.left;
  const keys = {
    ArrowRight: [across, 1], ArrowLeft: [across, -1], ArrowDown: [down, 1], ArrowUp: [down, -1],
    Home: [across, -Infinity], End: [across, Infinity],
  };

  // --- what the page says of a row ---------------------------------------------------------------

  const idOf = ({ pathname, hash }) => (/\/d\/[^/]+\.html$/.test(pathname) ? pathname.split("/").pop().slice(0, -5) : hash.slice(1));

  // Row id -> its line of the table of the figure's rows, whose first link leads to the row.
  const linesOf = (figure) => new Map([...figure.querySelectorAll(".plot-rows tbody tr")].flatMap((line) => {
    const link = line.querySelector("a[href]");
    return link ? [[idOf(link), line]] : [];
  }));

  const cellsOf = (line) => {
    const heads = line.closest("table").tHead.rows[0].cells;
    return [...line.cells].map((cell, n) => [heads[n].textContent, cell]).filter(([, cell]) => tidy(cell.textContent));
  };

  const copied = (cell) => [...cell.cloneNode(true).childNodes];

  const sourcesOf = (line) => {
    const cell = line?.cells[line.cells.length - 1];
    return {
      works: [...(cell?.querySelectorAll('a[href*="sources.html"]') ?? [])].map((a) => a.textContent).join("; "),
      grade: cell?.querySelector(".grade")?.textContent ?? "",
    };
  };

  // The published address of a page, where the book has one; else nothing to cite.
  const published = (path) => {
    const home = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    return /^https?:/.test(home) ? new URL(path, home).href : "";
  };

  // A short reference from what the page holds; the seven full ones stand on the row's own page.
  const referenceOf = ({ ids, words }, figure, lines) => {
    const chapter = tidy(document.querySelector('#cite [id^="cite-"][id$="-0"]')?.textContent ?? document.title);
    const book = chapter.replace(/, https?:.*$/, "").replace(/\.$/, "");
    const number = tidy(figure.querySelector(".caption-number")?.textContent ?? "").replace("Figure", "fig.");
    const { works, grade } = sourcesOf(lines.get(ids[0]));
    const several = ids.length > 1;
    const there = [book, several && `point ‘${tidy(words)}’`, number, `${several ? "rows" : "row"} ${ids.join(", ")}`, published(ownPage(several ? figure.id : ids[0]))];
    const place = there.filter(Boolean).join(", ");
    if (several || !works) return `${place}.`;
    return grade === "unchecked" ? `${place}, attributed there to ${works}.` : `${works}, quoted in ${place}.`;
  };

  // --- a figure ----------------------------------------------------------------------------------

  const copy = async (text, told) => {
    try {
      await navigator.clipboard.writeText(text);
      told.textContent = "Copied.";
    } catch {
      told.textContent = `Copy it from here: ${text}`; // the browser keeps its clipboard to itself
    }
  };

  const wake = (plot) => {
    const figure = plot.closest("figure");
    const stage = plot.querySelector(".plot-live");
    const lines = linesOf(figure);
    const said = made("p", { className: "point-said", role: "status" });
    const panel = made("section", { className: "point-panel", hidden: true, tabIndex: -1 });
    const number = tidy(figure.querySelector(".caption-number")?.textContent ?? "the figure");
    plot.after(said, panel);
    let now = null;

    const ring = () => {
      plot.querySelectorAll(".point-ring").forEach((old) => old.remove());
      for (const [left, top] of now?.marks ?? []) {
        const mark = made("span", { className: "point-ring" });
        Object.assign(mark.style, { left: `${left + stage.offsetLeft}px`, top: `${top + stage.offsetTop}px` });
        plot.append(mark);
      }
    };

    const address = (ids) => {
      const here = new URL(location.href);
      if (ids) here.searchParams.set("point", ids.join(";"));
      else here.searchParams.delete("point");
      if (ids) here.hash = figure.id;
      return here.href;
    };

    const rowOf = (id) => {
      const line = lines.get(id);
      const ways = made("p", { className: "point-ways" }, made("a", { href: ownPage(id), textContent: "Its page" }), " · ", made("a", { href: `${ownPage(id)}#cite`, textContent: "Cite this row" }), " ", made("code", { textContent: id }));
      const facts = made("dl", {}, ...(line ? cellsOf(line) : []).map(([head, cell]) => made("div", {}, made("dt", { textContent: head }), made("dd", {}, ...copied(cell)))));
      return [facts, ways];
    };

    const inShort = (id) => {
      const line = lines.get(id);
      const words = line ? cellsOf(line).slice(0, -1).map(([, cell]) => tidy(cell.textContent)).join(" · ") : id;
      return made("details", {}, made("summary", { textContent: words }), ...rowOf(id));
    };

    const close = (focus = true) => {
      if (panel.hidden) return;
      const inside = panel.contains(document.activeElement);
      panel.hidden = true;
      panel.replaceChildren();
      history.replaceState(history.state, "", address(null));
      if (focus && inside) plot.focus({ preventScroll: true });
    };

    const fill = () => {
      const { ids, words } = now;
      const told = made("p", { className: "cite-told", role: "status" });
      const button = (textContent, act) => {
        const element = made("button", { type: "button", textContent });
        element.addEventListener("click", act);
        return element;
      };
      panel.replaceChildren(
        made("p", { className: "point-words" }, made("strong", { textContent: words || ids.join(", ") })),
        ...(ids.length > 1 ? [made("p", { textContent: `It rests on ${ids.length} rows:` }), ...ids.map(inShort)] : rowOf(ids[0])),
        made("p", { className: "point-acts" },
          button("Copy a short reference", () => copy(referenceOf(now, figure, lines), told)),
          button("Copy a link to this point", () => copy(address(ids), told)),
          button("Close", () => { close(); leave(); })),
        told,
      );
      panel.setAttribute("aria-label", `A point of ${number}: ${tidy(words)}`);
      panel.hidden = false;
      history.replaceState(history.state, "", address(ids));
    };

    const leave = () => {
      now = null;
      said.textContent = "";
      ring();
      window.Plotly.Fx.unhover(stage);
    };

    // The point is ringed and its label shown; an open panel follows it.
    const turnTo = (point, announced = "") => {
      now = point;
      said.textContent = announced;
      ring();
      if (!point.area) window.Plotly.Fx.hover(stage, [{ curveNumber: point.curve, pointNumber: point.n }], point.axes);
      if (!panel.hidden) fill();
    };

    const step = (key) => {
      const [order, by] = keys[key] ?? keys.Home;
      const points = pointsOf(stage).sort(order);
      if (!points.length) return;
      const at = points.findIndex((point) => point.key === now?.key);
      const next = at < 0 && by === -1 ? points.length - 1 : Math.max(0, Math.min(points.length - 1, at + by));
      const point = points[next];
      const { grade } = sourcesOf(point.ids.length === 1 ? lines.get(point.ids[0]) : null);
      turnTo(point, `Point ${next + 1} of ${points.length}: ${tidy(point.words) || point.ids.join(", ")}${grade ? ` (${grade})` : ""}. Enter opens it.`);
    };

    plot.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target !== plot) return;
      if (event.key === "Escape" && now) {
        close();
        leave();
      } else if (event.key === "Enter") {
        if (!now) step("Home");
        if (!now) return;
        fill();
        said.textContent = "";
        panel.focus({ preventScroll: true });
        panel.scrollIntoView({ block: "nearest" });
      } else if (keys[event.key]) step(event.key);
      else return;
      event.preventDefault();
    });
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      close();
      leave();
    });
    plot.addEventListener("focusout", () => panel.hidden && now && leave());

    stage.on("plotly_click", ({ points: [hit] }) => {
      const points = pointsOf(stage);
      const { index, customdata, meta } = hit.fullData;
      const rows = customdata ?? meta?.ids;
      const n = hit.pointNumber;
      const ids = rows?.[n];
      const point = points.find((p) => p.curve === index && (ids ? p.ids.join(";") === ids && p.words === wordsOf(hit.fullData, n) : p.area));
      if (!point) return;
      turnTo(point);
      fill();
      said.textContent = "Opened below the figure.";
    });

    // After each drawing the point is where it then stands, or no longer there.
    stage.on("plotly_afterplot", () => {
      if (!now) return;
      const still = pointsOf(stage).find(({ key }) => key === now.key);
      if (still) {
        now = still;
        ring();
      } else {
        close();
        leave();
      }
    });

    const asked = new URLSearchParams(location.search).get("point");
    if (asked && location.hash === `#${figure.id}`) {
      const points = pointsOf(stage);
      const point = points.find(({ ids }) => ids.join(";") === asked) ?? points.find(({ ids }) => ids.includes(asked));
      if (point) {
        turnTo(point);
        fill();
      }
    }
    plot.points = () => pointsOf(stage);
  };

  const awake = new WeakSet();
  addEventListener("companion:alive", ({ target: plot }) => {
    if (awake.has(plot)) return;
    awake.add(plot);
    wake(plot);
  });
})();
