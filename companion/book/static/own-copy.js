// Shows the words of a reader's own copy beside our paraphrases. They are found here (align.js),
// kept in this browser and sent nowhere; only the words of passages are kept, not the rest.
(() => {
  "use strict";

  const KEY = "companion-own-copy";
  const MOST = 2 * 1024 * 1024; // bytes of one copy
  const sections = [...document.querySelectorAll(".passage")];
  const passages = window.companionPassages; // [id, text, fingerprint], both texts, in order
  if (!sections.length || !passages) return;

  const texts = new Map(); // text -> its passages
  for (const passage of passages) texts.set(passage[1], [...(texts.get(passage[1]) ?? []), passage]);
  const here = new Set(passages.filter(([id]) => sections.some((s) => s.id === id)).map((p) => p[1]));

  sections[0].insertAdjacentHTML(
    "beforebegin",
    `<section class="own-copy" aria-label="Your own copy">
      <details>
        <summary>Read with your own copy of the text</summary>
        <form>
          <p>If you have the text, its words can stand beside each paraphrase. They are looked for on
          this page, kept in this browser and sent nowhere.</p>
          <label for="own-copy-text">Paste the text</label>
          <textarea id="own-copy-text" rows="6" autocomplete="off" spellcheck="false"></textarea>
          <button type="submit">Show it beside the paraphrases</button>
          <label for="own-copy-file">Or choose a .txt file (UTF-8, at most 2 MB), or drop it here</label>
          <input id="own-copy-file" type="file" accept=".txt,text/plain">
        </form>
      </details>
      <div class="own-copy-status" role="status"></div>
      <button type="button" class="own-copy-remove" hidden>Remove it from this browser</button>
    </section>`,
  );
  const box = sections[0].previousElementSibling;
  const [form, area, file, status, remove, summary] = [
    "form", "textarea", "input", ".own-copy-status", ".own-copy-remove", "summary",
  ].map((selector) => box.querySelector(selector));

  // What is kept: passage id -> { words, score, cell }, the cell being its fingerprint then.
  const load = () => {
    const found = new Map();
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(KEY));
    } catch {
      // refused, or not ours: as good as empty
    }
    for (const [id, , cell] of passages) {
      const place = kept?.[id];
      if (place?.cell === cell && typeof place.words === "string") found.set(id, place);
    }
    return found;
  };

  const store = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(found)));
      return true;
    } catch {
      return false;
    }
  };

  const paragraph = (...parts) => {
    const element = document.createElement("p");
    element.append(...parts);
    return element;
  };

  const link = (address, words) => {
    const element = document.createElement("a");
    element.href = address;
    element.textContent = words;
    return element;
  };

  // How much of each text is there; of a text on this page also what is not.
  const report = () =>
    [...texts].flatMap(([text, its]) => {
      const lost = its.map(([id]) => id).filter((id) => !found.has(id));
      const words = `${text}: ${its.length - lost.length} of ${its.length} passages found.`;
      if (!here.has(text)) {
        const page = `${text.toLowerCase()}.html`;
        return lost.length < its.length ? [paragraph(`${words} `, link(page, `Read ${text}`))] : [];
      }
      const links = lost.flatMap((id) => [" ", link(`#${id}`, id)]);
      return [paragraph(words, ...(lost.length ? [" Not found:", ...links] : []))];
    });

  const show = (message) => {
    for (const section of sections) {
      const own = section.querySelector(".passage-own-words");
      own.textContent = found.get(section.id)?.words ?? "";
      own.hidden = !own.textContent;
    }
    remove.hidden = !found.size;
    status.replaceChildren(
      ...(message ? [paragraph(message)] : []),
      ...(found.size ? report() : []),
    );
  };

  const add = async (copy) => {
    if (new Blob([copy]).size > MOST) {
      return show("This is more than 2 MB: take the pages around the text only.");
    }
    show("Looking for the passages…");
    await new Promise((resolve) => setTimeout(resolve, 30)); // lets the words above be seen
    let any = false;
    for (const its of texts.values()) {
      const cells = new Map(its.map(([id, , cell]) => [id, cell]));
      for (const { passage, start, end, score } of window.companionAlign.align(copy, [...cells])) {
        any = true;
        if (found.get(passage)?.score > score) continue; // an earlier copy was better
        found.set(passage, { words: copy.slice(start, end), score, cell: cells.get(passage) });
      }
    }
    if (!any) return show("No passage of either text was found in it. Nothing of it was kept.");
    area.value = "";
    show(
      store()
        ? "Kept in this browser."
        : "This browser does not keep it (its storage is full or refused): it is shown until you leave this page.",
    );
  };

  const addFile = async (chosen) => {
    file.value = "";
    if (!/\.txt$/i.test(chosen.name)) return show(`${chosen.name} is not a .txt file.`);
    if (chosen.size > MOST) return show(`${chosen.name} is larger than 2 MB.`);
    let copy;
    try {
      copy = new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer());
    } catch {
      return show(`${chosen.name} cannot be read as UTF-8 text: save it as UTF-8 and try again.`);
    }
    await add(copy);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add(area.value);
  });
  file.addEventListener("change", () => file.files[0] && addFile(file.files[0]));
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return; // a dragged piece of text goes into the field
    event.preventDefault();
    addFile(event.dataTransfer.files[0]);
  });
  remove.addEventListener("click", () => {
    found.clear();
    area.value = "";
    try {
      localStorage.removeItem(KEY);
    } catch {
      // refused: then nothing was kept
    }
    show("Removed. Nothing of it is left in this browser.");
    summary.focus();
  });

  // Removed or added on another page: in another window, or before the reader came back here.
  const again = () => {
    found = load();
    show();
  };
  addEventListener("storage", ({ key }) => (key === KEY || key === null) && again());
  addEventListener("pageshow", ({ persisted }) => persisted && again());

  let found = load();
  show();
})();
