// Runs the cells of a page: starts Python in a worker, makes the cells editable, and puts what they
// give where the built output stood. Loaded by `run.js` when the reader asks for it.

const here = import.meta.url;

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const megabytes = (size) => (size / 1e6).toFixed(1);

// What a cell may put on the page of HTML that it has written: text, tables and links, no more.
const ALLOWED = {
  "": ["class", "title", "lang"],
  a: ["href"], td: ["colspan", "rowspan", "data-label"], th: ["colspan", "rowspan", "scope"],
  table: [], thead: [], tbody: [], tfoot: [], tr: [], caption: [], div: [], p: [], span: [], br: [], ul: [], ol: [],
  li: [], b: [], i: [], em: [], strong: [], code: [], pre: [], sub: [], sup: [], details: [], summary: [], h3: [], h4: [],
};
const DROPPED = new Set(["script", "style", "template", "iframe", "object", "svg", "math", "noscript"]);
const SAFE = /^(https?:\/\/|#|\.\.\/d\/|[\w-]+\.html)/;

const clean = (node) => {
  for (const child of [...node.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) continue;
    const name = child.nodeType === Node.ELEMENT_NODE ? child.localName : "script";
    if (DROPPED.has(name)) {
      child.remove();
      continue;
    }
    clean(child);
    if (!Object.hasOwn(ALLOWED, name) || !name) {
      child.replaceWith(...child.childNodes);
      continue;
    }
    for (const { name: attribute, value } of [...child.attributes]) {
      const kept = ALLOWED[""].includes(attribute) || ALLOWED[name].includes(attribute);
      if (!kept || (attribute === "href" && !SAFE.test(value))) child.removeAttribute(attribute);
    }
  }
  return node;
};

const fromHtml = (html) => {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  return [...clean(body).childNodes].map((node) => document.importNode(node, true));
};

const caption = ({ title, caption: words }) => {
  const made = element("figcaption");
  if (title) made.append(element("span", { className: "caption-text" }, element("strong", { textContent: `${title}.` }), ` ${words}`));
  return made;
};

class Cell {
  constructor(page, { place, source, hidden, seals }, count) {
    Object.assign(this, { page, place, source, hidden, seals, count });
    this.name = `<cell ${hidden ? `hidden ${place}` : count}>`;
    this.box = document.getElementById(`cell-${place}`);
    this.edited = source;
    this.output = this.box?.querySelector(".cell_output") ?? null;
    this.built = this.output ? [...this.output.childNodes] : [];
    this.changed = new Set(); // figures of the built output that now draw something else
    if (!hidden && this.box) this.edit();
  }

  edit() {
    const input = this.box.querySelector(".cell_input");
    if (!input) return;
    const id = `run-cell-${this.place}`;
    this.area = element("textarea", {
      id, value: this.source, spellcheck: false, rows: this.source.split("\n").length, autocomplete: "off", autocapitalize: "off",
    });
    this.button = element("button", { type: "button", textContent: `Run cell ${this.count}` });
    this.reset = element("button", { type: "button", textContent: "Reset", disabled: true });
    this.reset.setAttribute("aria-label", `Reset the code of cell ${this.count} and its output`);
    this.said = element("span", { className: "run-said" });
    const editor = element(
      "div", { className: "run-editor" },
      element("label", { htmlFor: id, textContent: `Code of cell ${this.count}: change it; Ctrl+Enter or Shift+Enter runs it` }),
      this.area, this.button, this.reset, this.said,
    );
    for (const child of input.children) child.hidden = true;
    input.append(editor);
    this.area.addEventListener("input", () => {
      this.edited = this.area.value;
      this.reset.disabled = false;
    });
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.shiftKey || event.metaKey)) return;
      event.preventDefault();
      this.page.run([this]);
    });
    this.button.addEventListener("click", () => this.page.run([this]));
    this.reset.addEventListener("click", () => this.restore());
  }

  say(words, as = "") {
    if (!this.said) return;
    this.said.textContent = words;
    this.said.dataset.as = as;
  }

  // The code and the output as they were built.
  restore() {
    this.edited = this.source;
    this.area.value = this.source;
    this.area.focus();
    this.reset.disabled = true;
    if (this.output) {
      this.output.replaceChildren(...this.built);
      delete this.output.dataset.run;
      for (const plot of this.changed) plot.dispatchEvent(new CustomEvent("companion:figure", { bubbles: true, detail: null }));
      this.changed.clear();
    }
    this.say("As built.");
  }

  // Puts a result where the built output stands, which stays as long as it is the same.
  show({ outputs, raised, seconds }) {
    const same = outputs.length === this.seals.length && outputs.every(({ seal }, n) => seal === this.seals[n]);
    const took = `Ran in ${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(0)} s`;
    this.state = raised ? "raised" : same ? "same" : "differs";
    this.say(`${took}: ${{ raised: "it stopped at an error", same: "the same as in the book", differs: "not as in the book" }[this.state]}.`, this.state);
    if (this.reset && this.state !== "same") this.reset.disabled = false;
    if (this.hidden && !raised) return;
    if (!this.output) {
      if (!outputs.length) return;
      this.output = element("div", { className: "cell_output docutils container" });
      (this.box ?? this.page.bar).append(this.output);
    }
    if (same) {
      if (this.output.dataset.run) this.output.replaceChildren(...this.built);
      for (const plot of this.changed) plot.dispatchEvent(new CustomEvent("companion:figure", { bubbles: true, detail: null }));
      this.changed.clear();
    } else {
      this.output.replaceChildren(...outputs.flatMap((output) => this.nodes(output)));
      for (const wide of this.output.querySelectorAll("pre, .rows")) wide.tabIndex = 0; // they scroll
      if (!raised) this.output.append(element("p", { className: "run-note", textContent: "Made by running this page with changes: not the book’s own." }));
    }
    this.output.dataset.run = this.state;
    for (const [plot, spec] of this.waiting ?? []) plot.dispatchEvent(new CustomEvent("companion:figure", { bubbles: true, detail: spec }));
    this.waiting = [];
  }

  nodes({ kind, content, html, ...words }) {
    if (kind === "application/vnd.plotly.v1+json") return [this.figure(content, words)];
    if (kind === "application/vnd.august-1945.table+json") {
      return [element("figure", { className: "evidence-table" }, caption(words), ...fromHtml(html))];
    }
    if (kind === "text/html") return [element("div", { className: "rows" }, ...fromHtml(content))];
    return [element("pre", { className: kind === "error" ? "run-text run-error" : "run-text", textContent: content })];
  }

  figure(spec, words) {
    const id = spec.layout.meta?.figure;
    const built = this.built.filter((node) => node.nodeType === Node.ELEMENT_NODE);
    const known = id && built.map((node) => node.closest?.(`#fig-${id}`) ?? node.querySelector(`#fig-${id}`)).find(Boolean);
    const plot = known ? known.querySelector(".plot") : element("div", { className: "plot" });
    this.waiting = [...(this.waiting ?? []), [plot, spec]];
    if (known) {
      this.changed.add(plot);
      return built.find((node) => node === known || node.contains(known));
    }
    plot.dataset.alt = words.alt ?? "A figure that the code of this cell draws.";
    return element("figure", { className: "companion-figure" }, plot, caption(words));
  }
}

class Page {
  constructor(bar, button, told) {
    Object.assign(this, { bar, button, told, cells: [], queue: [] });
    this.meter = element("progress", { max: 1, value: 0, hidden: true });
    this.meter.setAttribute("aria-label", "Loading Python");
    this.cancel = element("button", { type: "button", textContent: "Cancel", hidden: true });
    button.after(this.cancel, this.meter);
    this.cancel.addEventListener("click", () => this.stop("Cancelled. Outputs that had not been replaced are as built; running again starts Python anew."));
    button.addEventListener("click", () => this.run(this.cells, true));
  }

  async load() {
    const name = location.pathname.split("/").pop().replace(/\.html$/, "");
    const answer = await fetch(new URL(`../pyodide/cells/${name}.json`, here));
    if (!answer.ok) throw new Error(`${name}.json: ${answer.status}`);
    const { cells, glued } = await answer.json();
    let count = 0;
    this.cells = cells.map((cell) => new Cell(this, cell, cell.hidden ? 0 : ++count));
    // Numbers in the prose stand in the order in which the chapter names them.
    const spans = [...document.querySelectorAll(".bd-article .pasted-text")];
    this.glued = spans.length === glued.length ? spans.map((span, n) => [glued[n], span, span.textContent]) : [];
  }

  // Runs these cells, in order; with `fresh`, in a Python that knows no names yet.
  run(cells, fresh = false) {
    if (this.running) return;
    // A cell alone needs what stands before it.
    const all = fresh || !this.ran;
    this.queue = (all ? this.cells : cells).map((cell, n) => ({ cell, fresh: all && n === 0 }));
    this.tally = { all, same: 0, differs: 0, raised: 0 };
    this.from = document.activeElement;
    this.busy(true);
    if (!this.worker) this.wake();
    else this.next();
  }

  wake() {
    this.worker = new Worker(new URL("run-worker.js", here), { type: "module" });
    this.worker.onmessage = ({ data }) => this[`on_${data.type}`](data);
    this.worker.onerror = () => this.on_failed({ message: "the worker did not start" });
    this.meter.hidden = false;
    this.quarter = -1;
    this.told.textContent = "Loading Python …";
    this.worker.postMessage({ type: "start" });
  }

  on_progress({ loaded, total }) {
    this.meter.value = loaded / total;
    const now = Math.floor((4 * loaded) / total); // a screen reader hears of quarters
    if (now === this.quarter) return;
    this.quarter = now;
    this.told.textContent = `Loading Python: ${megabytes(loaded)} of ${megabytes(total)} MB`;
  }

  on_starting() {
    this.meter.removeAttribute("value");
    this.told.textContent = "All is loaded. Starting Python …";
  }

  on_ready() {
    this.meter.hidden = true;
    this.next();
  }

  next() {
    const [step] = this.queue;
    if (!step) return this.finish();
    const { cell, fresh } = step;
    cell.say("Running …");
    const at = this.cells.indexOf(cell) + 1;
    if (this.tally.all && (fresh || !cell.hidden)) this.told.textContent = `Running cell ${at} of ${this.cells.length} …`;
    this.worker.postMessage({ type: "run", place: cell.place, source: cell.edited, name: cell.name, fresh });
  }

  on_ran({ result }) {
    const { cell } = this.queue.shift();
    cell.show(result);
    this.tally[cell.state] += 1;
    for (const [name, span, built] of this.glued) {
      if (!Object.hasOwn(result.glued, name)) continue;
      span.textContent = result.glued[name];
      if (span.textContent === built) delete span.dataset.built;
      else Object.assign(span.dataset, { built }), (span.title = `In the book: ${built}`);
    }
    if (result.raised) {
      for (const { cell: left } of this.queue) left.say("Not run.");
      this.queue = [];
    }
    this.next();
  }

  on_failed({ message }) {
    this.stop(`Python could not run here (${message}). What stands on the page is as it was built.`);
  }

  finish() {
    this.busy(false);
    const { all, same, differs, raised } = this.tally;
    this.ran ||= !raised;
    if (raised) this.told.textContent = "A cell stopped at an error; its traceback stands beneath it.";
    else if (!all) this.told.textContent = differs ? "The cell has run; its output is not as in the book." : "The cell has run; its output is the same as in the book.";
    else this.told.textContent = differs ? `All ${same + differs} cells ran; ${differs} ${differs === 1 ? "gives" : "give"} something else than in the book.` : `All ${same} cells ran; every output is the same as in the book.`;
    this.button.textContent = "Run all again";
    this.bar.dataset.state = raised ? "raised" : "done";
  }

  stop(words) {
    this.worker?.terminate();
    this.worker = null;
    this.ran = false;
    this.queue = [];
    for (const cell of this.cells) if (cell.said?.textContent === "Running …") cell.say("Cancelled.");
    this.from = this.button;
    this.busy(false);
    this.meter.hidden = true;
    this.told.textContent = words;
    this.button.textContent = "Run this page";
    this.bar.dataset.state = "stopped";
  }

  busy(running) {
    this.running = running;
    this.bar.dataset.state = running ? "running" : "done";
    this.button.disabled = running;
    this.cancel.hidden = !running;
    for (const { button } of this.cells) if (button) button.disabled = running;
    // Focus goes to Cancel only from a button that is out of use meanwhile, and comes back.
    if (running && this.from?.disabled) this.cancel.focus();
    if (!running && [this.cancel, document.body].includes(document.activeElement)) this.from?.focus();
  }
}

/** Take the button over: make the cells editable, start Python, run them all. */
export const start = async (bar, button, told) => {
  const page = new Page(bar, button, told);
  await page.load();
  page.run(page.cells, true);
};
