// Answers a link with ?v=1.0.0: what has changed since that edition, at the head of the page.
// Loaded only where the address asks for it; everything is set as text, never as HTML.
(() => {
  "use strict";

  const wanted = new URLSearchParams(location.search).get("v");
  const main = document.querySelector(".bd-article");
  if (wanted === null || !main) return;
  const root = new URL(document.documentElement.dataset.content_root, location.href);
  const here = decodeURIComponent(location.pathname.slice(root.pathname.length)).replace(/\.html$/, "");
  const MOST = 40; // lines; the chapter on changes has all

  const element = (name, ...parts) => {
    const made = document.createElement(name);
    made.append(...parts);
    return made;
  };
  const link = (path, words) => {
    const made = element("a", words);
    made.href = new URL(path, root).href;
    return made;
  };
  const clipped = (text, most) => (text.length > most ? `${text.slice(0, most)}…` : text);

  const line = (change, version) => {
    const own = change.table === "sources" ? "src-" : "";
    const name = change.row || change.table;
    const paged = change.row && change.what !== "removed" && change.table !== "geography";
    const item = element("li", paged ? link(`d/${own}${change.row}.html`, name) : name);
    if (change.column) item.append(`, ${change.column}`);
    item.append(
      change.what === "changed"
        ? `: ${clipped(change.was || "blank", 200)} → ${clipped(change.now || "blank", 200)}`
        : `: ${change.what === "added" ? "new" : "removed"}`,
    );
    item.append(change.why ? ` (${change.why}; ${version}, ${change.size})` : ` (${version}, ${change.size})`);
    return item;
  };

  const numbers = (version) => version.split(".").map(Number);
  const newer = (one, other) => {
    const [a, b] = [numbers(one), numbers(other)];
    const at = a.findIndex((n, place) => n !== b[place]);
    return at >= 0 && a[at] > b[at];
  };

  const told = ({ editions, pages, whole }) => {
    const [now] = editions;
    const version = wanted.replace(/^v/, "");
    const asked = editions.find((edition) => edition.version === version);
    const present = `this book holds edition ${now.version}, ${now.date}`;
    const all = link("chapters/changes.html", "All editions and their changes");
    if (!asked) {
      const known = editions.map((edition) => edition.version).join(", ");
      return [
        element("p", element("strong", `There is no edition “${clipped(wanted, 40)}” on record`), `: ${present}. On record: ${known}.`),
        element("p", all, "."),
      ];
    }
    if (asked === now) {
      return [element("p", element("strong", `This is edition ${now.version}`), `, ${now.date}: the one that the link asks for.`)];
    }
    const since = editions.filter((edition) => newer(edition.version, version));
    const changes = since.flatMap((edition) => edition.changes.map((change) => [change, edition.version]));
    const mine = whole.includes(here)
      ? changes
      : changes.filter(([change]) => (pages[change.row] || []).includes(here));
    const scope = whole.includes(here) ? "" : here.startsWith("d/") ? " on this page" : " that this page uses";
    const count = mine.length === 1 ? "one datum" : `${mine.length} data`;
    const list = element("ul", ...mine.slice(0, MOST).map(([change, edition]) => line(change, edition)));
    if (mine.length > MOST) list.append(element("li", `and ${mine.length - MOST} more`));
    return [
      element(
        "p",
        element("strong", `The link is to edition ${version}, ${asked.date}`),
        `; ${present}. `,
        mine.length ? `Since then ${count}${scope} changed:` : `Since then nothing${scope} has changed.`,
      ),
      ...(mine.length ? [list] : []),
      element("p", all, ` (${changes.length} since ${version}).`),
    ];
  };

  const record = document.createElement("script");
  record.src = new URL("_static/edition-record.js", root).href;
  record.onload = () => {
    const box = element("aside", ...told(window.companionEditions));
    box.className = "edition-told";
    box.setAttribute("aria-label", "Since the edition of the link");
    main.prepend(box);
  };
  document.head.append(record);
})();
