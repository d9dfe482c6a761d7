// A figure too tall for a page goes on over several: a plate for each, cut where nothing is drawn but
// lines that run through, each with the scale. Plates float one by one, so that text fills what they
// leave. `tall` and `last` are heights by width: of a plate that fills a page, and of one with the
// caption below it.
async ([tall, last]) => {
  const AIR = 9;  // about a heading that is repeated
  const span = (node, top) => {
    const { top: from, bottom: to, height, left } = node.getBoundingClientRect();
    const air = node.localName === "text" ? height / 5 : 0, words = node.textContent;
    const head = words && node.querySelector('[style*="bold"]')?.textContent === words;
    return [from - top + air, to - top - air, height, head, Boolean(air), left];
  };
  for (const image of document.querySelectorAll("figure img")) {
    const { naturalWidth: across, naturalHeight: high } = image;
    if (!(high / across > 1.5)) continue;
    const holder = document.body.appendChild(document.createElement("div"));
    holder.innerHTML = await (await fetch(image.src)).text();
    const drawing = holder.querySelector("svg"), { top } = drawing.getBoundingClientRect();
    const marks = [...drawing.querySelectorAll("text, .point")]
      .map((node) => span(node, top)).filter(([, , height]) => height && height < 80)
      .sort((a, b) => a[0] - b[0]);
    const gaps = [];
    let end = 0, held = false;  // a heading stays with what stands below it
    for (const [from, to, , head, named] of marks) {
      if (from - end > 2 && !held) gaps.push([end, from, named]);
      if (to > end) [end, held] = [to, head];
    }
    const scale = [...drawing.querySelectorAll('[class*="xaxislayer"] text, [class$="xtitle"]')]
      .map((node) => span(node, top)).filter(([, , height]) => height);
    const low = Math.max(0, ...scale.map(([, to]) => to));
    const below = low > high / 2;
    const part = scale.filter(([from, to]) => below ? to > low - 60 : to < scale[0][1] + 30);
    const strip = part.length
      ? [Math.min(...part.map(([from]) => from)) - 4, Math.max(...part.map(([, to]) => to)) + 4]
      : [0, 0];
    // the headings under which a plate goes on, of each column that does, where they stand alone
    const start = drawing.getBoundingClientRect().left;
    const headed = (from) => {
      const last = marks.findLast(([, to, , head]) => to <= from && head);
      const line = last && [last[0] - 3, last[1] + 3];
      const within = marks.filter(([above, to]) => line && to > line[0] && above < line[1]);
      if (!line || !within.every((mark) => mark[3])) return [];
      const edges = within.map((mark) => mark[5] - start - 4).sort((one, other) => one - other);
      return edges.map((edge, place) => [place ? edge : 0, edges[place + 1] ?? across])
        .filter(([west, east]) => {
          const here = marks.filter(([, , , , , left]) => left - start >= west && left - start < east);
          const next = here.find(([above]) => above >= from);
          return next && !next[3];
        }).map(([west, east]) => [...line, west, east]);
    };
    const room = Math.max(0, ...marks.map(([from, to, , head]) => (head ? to - from + 6 + AIR : 0)));
    const page = tall * across - (strip[1] - strip[0]) - room, foot = last * across - room;
    const divided = (count) => {
      const cuts = [];
      for (let rest = count - 1; rest; rest -= 1) {
        const from = cuts.at(-1) ?? 0, least = high - foot - (rest - 1) * page;
        const even = from + (high - from) / (rest + 1);  // a wide gap may lie some way from there
        const near = gaps  // a label may stand above its mark: rather before a label
          .map(([above, under, named]) => [(above + under) / 2, under - above + 10 * named])
          .filter(([middle]) => middle > Math.max(least, from + page / 3) && middle < from + page)
          .map(([middle, wide]) => [middle, wide - Math.abs(middle - even) / 20]);
        if (!near.length) return null;
        cuts.push(near.reduce((a, b) => (b[1] > a[1] ? b : a))[0]);
      }
      return cuts;
    };
    const fewest = 1 + Math.ceil((high - foot) / page);
    const cuts = divided(fewest) ?? divided(fewest + 1);
    holder.remove();
    if (!cuts) continue;
    const ends = [0, ...cuts, high];
    const shown = (at, from, to, west = 0, east = across) => {
      const copy = drawing.cloneNode(true);
      for (const [name, value] of Object.entries({ x: west, y: at, width: east - west,
        height: to - from, viewBox: `${west} ${from} ${east - west} ${to - from}` })) copy.setAttribute(name, value);
      return new XMLSerializer().serializeToString(copy);
    };
    const figure = image.closest("figure");
    const number = figure.querySelector(".caption-number")?.textContent.trim();
    figure.classList.add("plates");
    ends.slice(1).forEach((to, place) => {
      const from = ends[place], more = below ? place < cuts.length : place > 0;
      const extra = more ? strip[1] - strip[0] : 0, under = place ? headed(from) : [];
      const top = below ? 0 : extra;
      const first = top + (under.length ? under[0][1] - under[0][0] + AIR : 0);
      const end = first + to - from;
      const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${across}"`
        + ` height="${below ? end + extra : end}">${shown(first, from, to)}`
        + under.map((heading) => shown(top + AIR / 3, ...heading)).join("")
        + `${extra ? shown(below ? end : 0, ...strip) : ""}</svg>`;
      const plate = image.cloneNode();
      plate.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
      if (place) plate.alt = "";
      if (place === cuts.length) return image.replaceWith(plate);
      const part = figure.cloneNode(false);  // the caption stays with the last
      const caption = document.createElement("figcaption");
      caption.textContent = `${number}, part ${place + 1} of ${ends.length - 1}`;
      part.append(plate, caption);
      part.classList.toggle("whole", (end + extra) / across > (2 / 3) * tall);
      if (place) part.removeAttribute("id");
      figure.before(part);
      figure.removeAttribute("id");
    });
  }
}
