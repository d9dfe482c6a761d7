// Patterns are printed as bitmaps of the screen's coarseness, in which stripes and crosses look
// alike. So the lines of each are drawn, within a clip of the shape that they fill.
async () => {
  const made = (name, values) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(values)) node.setAttribute(key, value);
    return node;
  };
  for (const image of document.querySelectorAll("figure img")) {
    const text = await (await fetch(image.src)).text();
    if (!text.includes("<pattern")) continue;
    const holder = document.body.appendChild(document.createElement("div"));
    holder.innerHTML = text;
    const drawing = holder.querySelector("svg");
    const shapes = [...drawing.querySelectorAll(":not(pattern, clipPath) > :is(path, rect, circle)")];
    shapes.forEach((shape, place) => {
      const name = getComputedStyle(shape).fill.match(/#([^")]+)/)?.[1];
      const tile = name && drawing.querySelector(`pattern[id="${name}"]`);
      if (!tile) return;
      const [ground, lines] = ["rect", "path"].map((kind) => tile.querySelector(kind));
      const size = parseFloat(tile.getAttribute("width")), box = shape.getBBox();
      const scale = Number(tile.getAttribute("patternTransform").match(/scale\(([\d.]+)/)?.[1] ?? 1);
      const step = size * scale, within = shape.cloneNode();
      let drawn = "";
      for (let x = Math.floor(box.x / step); x * step < box.x + box.width; x += 1)
        for (let y = Math.floor(box.y / step); y * step < box.y + box.height; y += 1)
          drawn += lines.getAttribute("d").replace(/([ML])([-\d.e]+),([-\d.e]+)/g, (_, sign, a, b) =>
            `${sign}${(Number(a) + x * size).toFixed(2)},${(Number(b) + y * size).toFixed(2)}`);
      for (const key of ["id", "class", "style", "transform"]) within.removeAttribute(key);
      const clip = made("clipPath", { id: `hatching-${place}` }), stripes = lines.cloneNode();
      const hatching = made("g", { transform: shape.getAttribute("transform") ?? "",
        "clip-path": `url(#hatching-${place})` });
      stripes.setAttribute("d", drawn);
      stripes.setAttribute("transform", `scale(${scale})`);
      clip.append(within);
      hatching.append(made("rect", { x: box.x, y: box.y, width: box.width, height: box.height,
        fill: ground.getAttribute("fill") }), stripes);
      shape.before(clip, hatching);
      shape.style.fill = "none";
    });
    const whole = new XMLSerializer().serializeToString(drawing);
    image.src = `data:image/svg+xml,${encodeURIComponent(whole)}`;
    holder.remove();
    await image.decode();
  }
}
