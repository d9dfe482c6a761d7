// Brings figures alive: a static picture becomes a plotly figure when the reader reaches it.
// plotly.js is not loaded before the reader scrolls, points, clicks, tabs or follows a link there.
(() => {
  "use strict";

  // The same test by which the page chooses the static picture, so that both have one height.
  const narrow = matchMedia("(max-width: 600px)");
  const root = document.documentElement;
  const script = document.currentScript;
  const palette = window.companionPalette || {};
  const plots = [...document.querySelectorAll(".plot")];
  if (!plots.length && !document.querySelector(".cell")) return;

  const loading = new Map(); // file -> the promise that it is loaded
  const load = window.companionLoad ?? ((file) => { // the one file brings its own
    if (!loading.has(file)) {
      loading.set(file, new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = new URL(`figures/${file}`, script.src).href;
        element.onload = resolve;
        element.onerror = () => {
          loading.delete(file); // the next act tries again
          reject(new Error(`${file} could not be loaded`));
        };
        document.head.append(element);
      }));
    }
    return loading.get(file);
  });

  const merge = (base, patch) => {
    const merged = { ...base };
    for (const [key, value] of Object.entries(patch)) {
      const both = [value, merged[key]].every((v) => v && typeof v === "object" && !Array.isArray(v));
      merged[key] = both ? merge(merged[key], value) : value;
    }
    return merged;
  };

  const triplet = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(",");

  // The specification holds the light palette; on dark paper each of its colours is swapped.
  const forPaper = (text) => {
    if (root.dataset.theme !== "dark") return text;
    for (const [light, dark] of Object.values(palette)) {
      text = text.replaceAll(`"${light}"`, `"\u0000${dark.slice(1)}"`);
      text = text.replaceAll(`rgba(${triplet(light)},`, `rgba(\u0000${triplet(dark)},`);
    }
    return text.replaceAll(/"\u0000(?=[0-9a-f]{6}")/g, '"#').replaceAll("\u0000", "");
  };

  const isObject = (value) => value && typeof value === "object";

  // A trace without some of its marks: every list in it that has an item for each mark is thinned.
  const thinned = (value, length, kept) => {
    if (Array.isArray(value)) return value.length === length ? kept.map((n) => value[n]) : value;
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, thinned(v, length, kept)]));
  };

  // The traces without the marks of rows that the reader has put out, and without what else stands
  // for those rows (``meta.ids``); other decoration stays, and an entry of the legend or a heading
  // (``meta.rows``) as long as one of its rows is in.
  const without = (traces, gone) => {
    if (!gone?.size) return traces;
    return traces.flatMap((trace) => {
      const marks = trace.customdata ?? trace.meta?.ids;
      if (!marks) return trace.meta?.rows?.every((id) => gone.has(id)) ? [] : [trace];
      if (trace.meta?.waits) trace = { ...trace, visible: true }; // unseen until its row is chosen
      const kept = marks.flatMap((ids, n) => (ids && ids.split(";").some((id) => gone.has(id)) ? [] : [n]));
      return kept.some((n) => marks[n]) ? [thinned(trace, marks.length, kept)] : [];
    });
  };

  // Where few rows are left, traces of their names are shown, as ``meta.names`` of the figure says.
  const withNames = (traces, most) => {
    const rows = new Set(traces.flatMap((trace) => trace.customdata?.filter(Boolean) ?? []));
    if (rows.size > most) return traces;
    return traces.map((trace) => (trace.mode === "text" ? { ...trace, visible: true } : trace));
  };

  const crossing = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  // A name that would lie over another, or over a mark that is not its own, is not shown; a pointer
  // on the mark finds it. The name's own mark holds one of its ends.
  const untangle = (stage) => {
    const box = (element) => element.getBoundingClientRect();
    const marks = [...stage.querySelectorAll(".points .point")].map(box);
    const names = [];
    for (const name of stage.querySelectorAll(".textpoint text")) {
      const here = box(name);
      const ends = [here.left, here.right].map((x) => ({ left: x - 2, right: x + 2, top: here.top, bottom: here.bottom }));
      const crossed = names.some((other) => crossing(here, other)) ||
        marks.some((mark) => crossing(here, mark) && !ends.some((end) => crossing(end, mark)));
      name.style.visibility = crossed ? "hidden" : "";
      if (!crossed) names.push(here);
    }
  };

  const onAxis = { log: Math.log10, date: Date.parse };

  // The axes that a figure names in ``meta.refit`` close in on the marks that are left, but never
  // on less than ``least`` of the axis: decades, milliseconds or plain units. ``axis`` is what else
  // changes then, such as finer ticks.
  const refitted = (layout, traces) => {
    const fitted = { ...layout };
    for (const { axes, least, axis: more } of layout.meta.refit ?? []) {
      const letter = axes[0][0];
      const names = axes.map((axis) => axis.replace("axis", ""));
      const at = traces
        .filter((trace) => trace.customdata && names.includes(trace[`${letter}axis`] ?? letter))
        .flatMap((trace) => trace[letter])
        .filter((value) => value !== null)
        .map(onAxis[layout[axes[0]].type] ?? Number);
      if (!at.length) continue;
      const [low, high] = [Math.min(...at), Math.max(...at)];
      const margin = Math.max((least - (high - low)) / 2, 0.06 * (high - low));
      for (const axis of axes) fitted[axis] = { ...layout[axis], ...more, range: [low - margin, high + margin] };
    }
    return fitted;
  };

  // The axes that a choice of the reader brings, as ``meta.zoom`` of the figure says.
  const zoomed = (layout, plot) => {
    const choices = JSON.parse(plot.dataset.choices ?? "{}");
    return Object.entries(layout.meta.zoom ?? {})
      .reduce((whole, [column, views]) => merge(whole, views[choices[column]] ?? {}), layout);
  };

  // Lanes whose rows are gone close up: all that stands about the height n moves with lane n.
  const closedUp = (layout, traces) => {
    const { lanes } = layout.meta;
    if (!lanes) return [layout, traces];
    const lane = (y) => Math.ceil(y - 0.5);
    const heights = traces.flatMap(({ y }) => y).filter((y) => y !== null);
    const left = [...new Set(heights.map(lane))].sort((a, b) => a - b);
    const places = new Map(left.map((n, at) => [n, at + 1 - n]));
    const moved = traces.map((trace) => ({ ...trace, y: trace.y.map((y) => (y === null ? y : y + places.get(lane(y)))) }));
    const shut = lanes.count - left.length;
    const [bottom, top] = layout.yaxis.range;
    const yaxis = { ...layout.yaxis, range: [bottom, top - shut] };
    return [{ ...layout, yaxis, height: layout.height - shut * lanes.unit }, moved];
  };

  const own = new WeakMap(); // plot -> the specification that the reader's own code has drawn
  const out = new WeakMap(); // plot -> ids of the rows that the reader has put out
  const busy = new WeakMap(); // plot -> whether it must be drawn again once it is drawn

  const draw = async (plot) => {
    if (busy.has(plot)) {
      busy.set(plot, true);
      return;
    }
    busy.set(plot, false);
    if (plot.dataset.state !== "alive") plot.dataset.state = "waking";
    try {
      const name = plot.dataset.figure;
      const mine = own.get(plot);
      const pointed = load("../point.js").catch(() => {}); // a figure is alive without it too
      await Promise.all([load("plotly.min.js"), mine || load(`${name}.js`), pointed]);
      const { Plotly } = window;
      const found = mine ?? window.companionSpecifications[name];
      const spec = JSON.parse(forPaper(JSON.stringify(found)));
      const slim = narrow.matches;
      const gone = out.get(plot);
      let traces = without(spec.data, gone);
      let layout = slim ? merge(spec.layout, spec.layout.meta?.narrow ?? {}) : spec.layout;
      if (gone?.size) {
        layout = zoomed(refitted(layout, traces), plot);
        [layout, traces] = closedUp(layout, traces);
        traces = withNames(traces, layout.meta.names ?? 0);
      }
      let stage = plot.querySelector(".plot-live");
      let fresh = false;
      if (!stage) {
        stage = document.createElement("div");
        stage.className = "plot-live";
        plot.append(stage);
        fresh = true;
      }
      widths.set(plot, plot.clientWidth);
      await Plotly.react(stage, traces, { ...layout, autosize: true }, {
        displaylogo: false,
        displayModeBar: slim ? false : "hover",
        modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "toImage", "sendChartToCloud", "sendDataToCloud"],
        plotlyServerURL: "",
      });
      if (layout.meta?.names) {
        untangle(stage);
        if (fresh) stage.on("plotly_afterplot", () => untangle(stage));
      }
      plot.dataset.form = slim ? "narrow" : "wide";
      plot.dataset.state = "alive";
      fit(plot); // the column may have changed while the figure was drawn
      plot.dispatchEvent(new CustomEvent("companion:alive", { bubbles: true }));
    } catch (error) {
      plot.dataset.state = "still"; // the static picture stays
      console.warn(`figure ${plot.dataset.figure} stays a picture: ${error.message}`);
    }
    const again = busy.get(plot);
    busy.delete(plot);
    if (again) draw(plot);
  };

  const widths = new WeakMap();
  const reached = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      reached.unobserve(target);
      draw(target);
    }
  }, { rootMargin: "100px 0px" });

  // A figure in the first view waits for a sign of the reader too: the first view stays light.
  const saving = navigator.connection?.saveData;
  const begin = () => plots.forEach((plot) => plot.dataset.state || reached.observe(plot));
  if (!saving) addEventListener("scroll", begin, { once: true, passive: true });
  const asked = new URLSearchParams(location.search).has("point"); // a single point: see point.js
  plots.filter((plot) => asked && location.hash === `#fig-${plot.dataset.figure}`).forEach(draw);
  const adopt = (plot) => {
    plot.tabIndex = 0;
    plot.setAttribute("role", "application"); // a screen reader then leaves the arrow keys to it
    const seen = plot.querySelector("img")?.alt ?? plot.querySelector("svg")?.getAttribute("aria-label");
    const words = plot.dataset.alt ?? `${seen} Its rows follow as a table.`;
    plot.setAttribute("aria-label", `${words} Arrow keys go from point to point, Enter opens one.`);
    for (const act of ["focusin", "pointerenter", "click"]) {
      plot.addEventListener(act, () => plot.dataset.state === "alive" || draw(plot));
    }
    plot.addEventListener("companion:gone", ({ detail }) => {
      if (!detail.size && !out.get(plot)?.size) return; // all rows are in, as in the picture
      out.set(plot, detail);
      if (plot.dataset.state === "alive") draw(plot);
      else reached.observe(plot); // the picture holds all rows: it must not stand for a choice
    });
    sized.observe(plot);
  };

  const redraw = () => plots.filter((plot) => plot.dataset.state === "alive").forEach(draw);
  new MutationObserver(redraw).observe(root, { attributeFilter: ["data-theme"] });

  // The column changes width with the window, but also when a sidebar opens or closes.
  const fit = (plot) => {
    const width = plot.clientWidth; // none while it is hidden
    if (!width || width === widths.get(plot) || plot.dataset.state !== "alive") return;
    widths.set(plot, width);
    const form = narrow.matches ? "narrow" : "wide";
    if (form !== plot.dataset.form) draw(plot);
    else window.Plotly.Plots.resize(plot.querySelector(".plot-live"));
  };
  const sized = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));
  plots.forEach(adopt);

  // What a cell has drawn when the reader ran it; null for the figure as it was built.
  addEventListener("companion:figure", ({ target: plot, detail }) => {
    if (!plots.includes(plot)) {
      plots.push(plot);
      adopt(plot);
    }
    if (detail) own.set(plot, detail);
    else own.delete(plot);
    draw(plot);
  });
})();
