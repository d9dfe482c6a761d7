// Brings figures alive: a static picture becomes a plotly figure when the reader reaches it.
// plotly.js is not loaded before the reader scrolls, points, clicks, tabs or follows a link there.
(() => {
  "use strict";

  const NARROW = 600;
  const root = document.documentElement;
  const script = document.currentScript;
  const library = new URL("figures/plotly.min.js", script.src).href;
  const palette = window.companionPalette || {};
  const plots = [...document.querySelectorAll(".plot")];
  if (!plots.length) return;

  let loading = null;
  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = library;
      element.onload = () => resolve(window.Plotly);
      element.onerror = () => {
        loading = null; // the next act tries again
        reject(new Error("plotly.js could not be loaded"));
      };
      document.head.append(element);
    }));

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

  const draw = async (plot) => {
    const state = plot.dataset.state;
    if (state === "waking") return;
    plot.dataset.state = "waking";
    try {
      const Plotly = await load();
      const spec = JSON.parse(forPaper(plot.querySelector(".plot-spec").textContent));
      const slim = plot.clientWidth < NARROW;
      const layout = slim ? merge(spec.layout, spec.layout.meta.narrow ?? {}) : spec.layout;
      let stage = plot.querySelector(".plot-live");
      if (!stage) {
        stage = document.createElement("div");
        stage.className = "plot-live";
        plot.append(stage);
      }
      await Plotly.react(stage, spec.data, { ...layout, autosize: true }, {
        displaylogo: false,
        displayModeBar: slim ? false : "hover",
        modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d", "toImage", "sendChartToCloud", "sendDataToCloud"],
        plotlyServerURL: "",
      });
      widths.set(plot, plot.clientWidth);
      plot.dataset.form = slim ? "narrow" : "wide";
      plot.dataset.state = "alive";
    } catch (error) {
      plot.dataset.state = "still"; // the static picture stays
      console.warn(`figure ${plot.dataset.figure} stays a picture: ${error.message}`);
    }
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
  for (const plot of plots) {
    plot.tabIndex = 0;
    plot.setAttribute("role", "group");
    plot.setAttribute("aria-label", `${plot.querySelector("img").alt} Its rows follow as a table.`);
    for (const act of ["focusin", "pointerenter", "click"]) {
      plot.addEventListener(act, () => plot.dataset.state === "alive" || draw(plot));
    }
  }

  const redraw = () => plots.filter((plot) => plot.dataset.state === "alive").forEach(draw);
  new MutationObserver(redraw).observe(root, { attributeFilter: ["data-theme"] });

  // The column changes width with the window, but also when a sidebar opens or closes.
  const sized = new ResizeObserver((entries) => {
    for (const { target: plot } of entries) {
      if (plot.dataset.state !== "alive" || plot.clientWidth === widths.get(plot)) continue;
      widths.set(plot, plot.clientWidth);
      const form = plot.clientWidth < NARROW ? "narrow" : "wide";
      if (form !== plot.dataset.form) draw(plot);
      else window.Plotly.Plots.resize(plot.querySelector(".plot-live"));
    }
  });
  plots.forEach((plot) => sized.observe(plot));
})();
