// What the one file does by itself: unpacks what is compressed in it, opens rows and citations,
// searches, hands out data. It runs the scripts of the book's pages once their data are there.
(() => {
  "use strict";

  const root = document.documentElement;
  const at = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, properties = {}, ...content) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...content);
    return element;
  };

  // --- packs: gzip in base 85, each opened once ------------------------------------------------

  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%.()*+-;,=>?@^_`{|}~";
  const digits = new Map([...DIGITS].map((digit, value) => [digit, value]));
  const decoded = (text) => {
    const short = (5 - text.length % 5) % 5;
    const whole = text + "~".repeat(short);
    const bytes = new DataView(new ArrayBuffer(whole.length / 5 * 4));
    for (let at = 0, n = 0; at < whole.length; at += 5, n += 4) {
      let word = 0;
      for (let digit = at; digit < at + 5; digit += 1) word = word * 85 + digits.get(whole[digit]);
      bytes.setUint32(n, word);
    }
    return new Uint8Array(bytes.buffer, 0, bytes.byteLength - short);
  };

  const opened = new Map();
  const unpack = (name) => {
    if (!opened.has(name)) {
      const pack = at(`z-${name}`);
      const stream = new Blob([decoded(pack.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
      opened.set(name, new Response(stream).text());
      pack.textContent = "";
    }
    return opened.get(name);
  };
  const homes = JSON.parse(at("homes").textContent); // table -> the chapter of its rows
  const parsed = new Map();
  const content = (name) => {
    if (!parsed.has(name)) parsed.set(name, unpack(name).then(JSON.parse));
    return parsed.get(name);
  };

  const run = (code) => document.head.append(make("script", { textContent: code }));
  const ran = new Map();
  // The specifications of a chapter's figures are in one pack: they share coasts and words.
  const packOf = (path) => {
    const file = path.split("/").pop();
    if (at(`z-${file}`)) return file;
    const plot = document.querySelector(`.plot[data-figure="${file.replace(/\.js$/, "")}"]`);
    return `figures-${plot.closest(".chapter").id}`;
  };
  window.companionLoad = (file) => {
    const pack = packOf(file);
    if (!ran.has(pack)) ran.set(pack, unpack(pack).then(run));
    return ran.get(pack);
  };

  // Without a script a row is a line; here it opens to all that its table says of it.
  for (const line of all(".row-cards > li")) {
    const row = make("details", { className: "row", id: line.id }, make("summary", {}, ...line.childNodes));
    line.replaceWith(row);
  }

  // --- what folds away -------------------------------------------------------------------------

  // On a phone the cells of a row are stacked, each after its header.
  const label = (within) => {
    for (const table of all(".rows table", within)) {
      const heads = all("thead th", table).map((head) => head.textContent);
      for (const line of table.tBodies[0]?.rows ?? []) {
        [...line.cells].forEach((cell, n) => { if (n) cell.dataset.label = heads[n] ?? ""; });
      }
    }
  };

  // Everything of a row of data: its record, its card, its citation; null for what is none.
  const rowOf = async (id) => {
    const table = tableOf(id);
    const row = table && (await content(`table-${table}`)).rows[id];
    return row ? { record: row[0], card: row[1], note: row[2], cells: row[3] } : null;
  };
  // A table of rows, by its headers and their ids.
  const listed = async (caption, headers, ids) => {
    const lines = await Promise.all(ids.map(async (id) => {
      const { cells } = await rowOf(id);
      return make("tr", {}, ...headers.map((head, n) => n
        ? make("td", { innerHTML: cells[head] })
        : make("th", { scope: "row", innerHTML: cells[head] })));
    }));
    const table = make("table", {},
      ...(caption ? [make("caption", { textContent: caption })] : []),
      make("thead", {}, make("tr", {}, ...headers.map((head) => make("th", { scope: "col", textContent: head })))),
      make("tbody", {}, ...lines));
    const box = make("div", { className: "rows", tabIndex: 0, role: "region" }, table);
    box.setAttribute("aria-label", caption || "Rows");
    return box;
  };

  const tableOf = (id) => {
    const home = at(id)?.closest(".chapter")?.id;
    if (at(id)?.matches(".claim")) return "claims";
    return Object.keys(homes).find((name) => homes[name] === home) ?? null;
  };

  const fill = async (details) => {
    if (details.dataset.full) return;
    details.dataset.full = "yes";
    if (details.matches(".row")) {
      details.append(make("dl", { innerHTML: (await rowOf(details.id)).card }));
      return;
    }
    for (const part of (await content("rows"))[details.dataset.rows]) {
      if (typeof part === "string") details.insertAdjacentHTML("beforeend", part);
      else details.append(await listed(...part));
    }
    label(details);
  };
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches?.("details.row, details[data-rows]") && target.open) fill(target);
  }, true);

  // --- a card for a row, or for citing anything ------------------------------------------------

  const card = at("card");
  const copies = (text) => {
    const button = make("button", { type: "button", textContent: "Copy" });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(button.parentElement.nextElementSibling);
        button.textContent = document.execCommand("copy") ? "Copied" : "Selected: copy it";
      }
    });
    return button;
  };

  // A row or claim as the book's own BibTeX has it: a part of the book that rests on its sources.
  const bibtex = (name, { card: html }) => {
    const [author, book, year, version] = ["author", "title", "year", "version"].map((key) => document.body.dataset[key]);
    const kind = at(name).matches(".claim") ? "claim" : "row";
    const source = all("dt", make("div", { innerHTML: html })).find((term) => term.textContent === "Source");
    const rests = source ? `; Rests on ${source.nextElementSibling.textContent}` : "";
    const fields = {
      author: `{${author}}`, title: `{${titleOf(name)} (${kind} ${name})}`, booktitle: book, year, note: `Version ${version}${rests}`,
    };
    const lines = Object.entries(fields).map(([key, value]) => `  ${key} = {${value}}`);
    return `@inbook{august-1945:${name},\n${lines.join(",\n")}\n}`;
  };

  const citing = async (name) => {
    const row = await rowOf(name);
    const [note, entry] = row ? [row.note, bibtex(name, row)] : (await content("cites"))[name] ?? [];
    if (!note) return [];
    const words = make("p", { innerHTML: note });
    return [
      make("h3", { textContent: "Cite: Chicago, note " }, copies(words.textContent)), words,
      make("h3", { textContent: "Cite: BibTeX " }, copies(entry)), make("pre", { textContent: entry }),
    ];
  };

  const show = (title, ...parts) => {
    at("card-title").textContent = title;
    at("card-body").replaceChildren(...parts);
    if (!card.open) card.showModal();
    card.scrollTop = 0;
  };

  const showRow = async (row) => {
    const facts = make("dl", { innerHTML: (await rowOf(row.id)).card });
    const there = make("a", { href: `#${row.id}`, textContent: "Show it among its table’s rows" });
    there.dataset.go = "yes";
    show(row.firstElementChild.textContent, facts, make("p", {}, there, make("span", { className: "quiet", textContent: ` (${row.id})` })), ...await citing(row.id));
  };

  const titleOf = (name) => {
    const thing = at(name.replace(/^src-/, ""));
    return thing?.querySelector("summary, figcaption strong, .claim-statement, h1, .entry")?.textContent.replace(/\.$/, "") ?? name;
  };

  const goTo = (id) => {
    const there = at(id);
    if (!there) return;
    for (let up = there; up; up = up.parentElement) if (up.matches("details")) up.open = true;
    there.scrollIntoView();
    // What stood unrendered above has taken its height by the next frame.
    requestAnimationFrame(() => requestAnimationFrame(() => there.scrollIntoView()));
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { file, cite, go, rows } = link.dataset;
    const here = /^#./.test(link.getAttribute("href")); // whatever query the address has by now
    const row = here && !go && at(decodeURIComponent(link.hash.slice(1)));
    if (file) give(file);
    else if (rows) giveRows(rows);
    else if (cite) citing(cite).then((parts) => show(titleOf(cite), ...parts));
    else if (row && row.matches("details.row")) showRow(row);
    else {
      if (here) {
        if (link.closest("#card")) card.close();
        at("contents").classList.remove("open");
        at("contents-toggle").setAttribute("aria-expanded", "false");
        close();
        if (link.hash === location.hash) goTo(decodeURIComponent(link.hash.slice(1)));
      }
      return;
    }
    event.preventDefault();
  });
  addEventListener("hashchange", () => goTo(decodeURIComponent(location.hash.slice(1))));

  // --- files -----------------------------------------------------------------------------------

  const save = (name, text, type = "text/csv") => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  const give = async (file) => {
    const name = file.replace(/\.csv$/, "");
    const { head, rows } = await content(`table-${name}`);
    save(file, [head, ...Object.values(rows).map(([record]) => record), ""].join("\n"));
  };

  // The rows of a figure as CSV: one block for each table that they are from.
  const giveRows = async (name) => {
    const figure = at(`fig-${name}`);
    await fill(figure.querySelector("details[data-rows]"));
    const wanted = new Set(all("details[data-rows] a[href^='#']", figure).map((a) => a.hash.slice(1)));
    const blocks = new Map();
    for (const id of wanted) {
      const row = await rowOf(id);
      if (!row) continue;
      const { head } = await content(`table-${tableOf(id)}`);
      blocks.set(head, [...(blocks.get(head) ?? []), row.record]);
    }
    save(`${name}.csv`, [...blocks].map(([head, records]) => [head, ...records, ""].join("\n")).join("\n"));
  };

  const givePicture = (name) => {
    const still = at(`fig-${name}`).querySelector(".still").cloneNode(true);
    const rules = all("style").flatMap(({ sheet }) => [...sheet.cssRules]).map(({ cssText }) => cssText);
    const style = rules.filter((text) => /^(\.still|:root)/.test(text)).join("");
    still.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    still.setAttribute("width", "760");
    still.prepend(make("style", { textContent: style }));
    save(`${name}.svg`, new XMLSerializer().serializeToString(still), "image/svg+xml");
  };

  for (const plot of all(".plot[data-figure]")) {
    const name = plot.dataset.figure;
    const rows = make("a", { href: `#fig-${name}`, textContent: "CSV" });
    rows.dataset.rows = name;
    const picture = make("a", { href: `#fig-${name}`, textContent: "SVG" });
    picture.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation();
      givePicture(name);
    });
    plot.parentElement.querySelector(".plot-below .plot-links")?.append(" · Download: ", rows, " · ", picture);
  }
  for (const place of all(".files")) place.append(make("ul", {}, at("file-list").content.cloneNode(true)));

  // --- search ----------------------------------------------------------------------------------

  const plain = (text) => text.normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "").replaceAll(/[’‘]/g, "'").toLowerCase();
  const skipped = "section[id], svg, script, details, form, .plot-live, h1, h2, h3, figcaption .caption-number";

  const textOf = (element) => {
    let text = "";
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) text += child.data;
      else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(skipped)) text += ` ${textOf(child)} `;
    }
    return text;
  };

  let index;
  const indexed = () => index ??= Promise.all(Object.keys(homes).map((name) => content(`table-${name}`))).then((tables) => {
    const rows = Object.assign({}, ...tables.map((table) => table.rows));
    const entry = (id, title, where, text) => ({ id, title, where, text, low: plain(text), head: plain(title) });
    const parser = new DOMParser();
    const found = [];
    for (const chapter of all(".chapter")) {
      const where = chapter.getAttribute("aria-label");
      for (const section of all("section[id]", chapter)) {
        const text = textOf(section).replaceAll(/\s+/g, " ").trim();
        const claim = section.matches(".passage");
        const title = section.querySelector(":scope > :is(h1, h2, h3)")?.textContent ?? (claim ? section.id : where);
        if (text || title) found.push(entry(section.id, title, where, text));
      }
      for (const row of all("details.row", chapter)) {
        const doc = parser.parseFromString(rows[row.id][1].replaceAll(/<\/?(?:dt|dd|div)[^>]*>/g, " "), "text/html");
        found.push(entry(row.id, row.firstElementChild.textContent, where, doc.body.textContent.replaceAll(/\s+/g, " ")));
      }
    }
    return found;
  });

  const matching = (entries, query) => {
    const words = plain(query).split(/[^\p{L}\p{N}']+/u).filter(Boolean);
    if (!words.length) return [];
    const patterns = words.map((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`, "gu"));
    return entries.flatMap((entry) => {
      let score = 0;
      for (const pattern of patterns) {
        const inHead = entry.head.match(pattern)?.length ?? 0;
        const inText = entry.low.match(pattern)?.length ?? 0;
        if (!inHead && !inText) return [];
        score += 10 * inHead + Math.log2(1 + inText);
      }
      return [{ entry, score, pattern: patterns[0] }];
    }).sort((a, b) => b.score - a.score);
  };

  const box = at("search-found");
  const field = at("search-words");
  const close = () => { box.hidden = true; };
  const find = async () => {
    const query = field.value.trim();
    if (query.length < 2) return close();
    const hits = matching(await indexed(), query);
    if (query !== field.value.trim()) return; // the reader has typed on
    box.querySelector("p").textContent = hits.length
      ? `${hits.length} place${hits.length === 1 ? "" : "s"}${hits.length > 40 ? ", the first 40" : ""}`
      : `Nothing found for “${query}”.`;
    box.querySelector("ol").replaceChildren(...hits.slice(0, 40).map(({ entry, pattern }) => {
      pattern.lastIndex = 0;
      const place = pattern.exec(entry.low)?.index ?? 0;
      // Folding accents may change lengths by a letter or two: the window is wide enough.
      const words = entry.text.slice(Math.max(0, place - 60), place + 110);
      return make("li", {}, make("a", { href: `#${entry.id}` },
        make("b", { textContent: entry.title }),
        make("span", { textContent: `${entry.where}: …${words}…` })));
    }));
    box.hidden = false;
  };
  let wait;
  field.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(find, 120); });
  field.addEventListener("focus", indexed, { once: true });
  at("search").addEventListener("submit", async (event) => {
    event.preventDefault();
    await find();
    box.querySelector("a")?.focus();
  });
  addEventListener("keydown", (event) => {
    const typing = event.target.matches?.("input, textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      field.focus();
    } else if (event.key === "Escape" && !box.hidden) {
      close();
      field.focus();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !box.hidden && (event.target === field || box.contains(event.target))) {
      const links = all("a", box);
      const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      (links[next] ?? field).focus();
    }
  });
  document.addEventListener("click", ({ target }) => { if (!box.contains(target) && target !== field) close(); });

  // --- frame -----------------------------------------------------------------------------------

  const theme = at("theme");
  const named = () => { theme.textContent = root.dataset.theme === "dark" ? "Light" : "Dark"; };
  theme.addEventListener("click", () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("companion-theme", root.dataset.theme); } catch { /* not kept, then */ }
    named();
  });
  named();
  const toggle = at("contents-toggle");
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-expanded", String(at("contents").classList.toggle("open")));
  });
  for (const part of [theme, toggle, at("search")]) part.hidden = false;

  const ways = new Map(all("#contents a").map((a) => [a.hash.slice(1), a]));
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) ways.get(target.id)?.setAttribute("aria-current", "true");
      else ways.get(target.id)?.removeAttribute("aria-current");
    }
  }, { rootMargin: "-45% 0px -50% 0px" });
  all(".chapter").forEach((chapter) => seen.observe(chapter));

  // --- the scripts of the pages ----------------------------------------------------------------

  const begin = async () => {
    label(document);
    const parts = await content("parts");
    for (const script of all("script[data-part]")) script.textContent = parts[script.dataset.part];
    // What a choice of the reader hides and shows must be there to be hidden.
    const turned = all(".controls, .days").map(({ dataset }) => at(dataset.figure)).filter(Boolean);
    await Promise.all(turned.flatMap((figure) => all("details[data-rows]", figure)).map(fill));
    all("script[type=late]").forEach(({ textContent }) => run(textContent));
    root.dataset.ready = "yes";
    if (location.hash) goTo(decodeURIComponent(location.hash.slice(1)));
  };
  begin();
})();
