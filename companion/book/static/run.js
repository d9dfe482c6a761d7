// The button "Run this page": it stands on pages with cells, and loads nothing before it is pressed.
(() => {
  "use strict";

  const script = document.currentScript;
  const heading = document.querySelector(".bd-article h1");
  if (!heading || !document.querySelector(".cell")) return;

  const bar = document.createElement("div");
  bar.className = "run-page";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Run this page");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Run this page";
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  told.textContent = `Runs the code of this page in your browser, where you can then change it. Loads ${script.dataset.size} from this site.`;
  bar.append(button, told);
  heading.after(bar);

  const begin = async () => {
    if (!location.protocol.startsWith("http")) {
      told.textContent = "This page was opened from a disk, and a browser lets such a page start no Python. In the folder of the book run “python -m http.server”, open http://localhost:8000 and go to this page there; or download the page as a notebook (the arrow at the top) and run it in Jupyter.";
      return;
    }
    button.disabled = true;
    try {
      (await import(new URL("run-page.js", script.src).href)).start(bar, button, told);
    } catch {
      button.disabled = false;
      told.textContent = "The files that run this page could not be loaded. What stands here is as it was built; try again when you are connected.";
    }
  };
  button.addEventListener("click", begin, { once: location.protocol.startsWith("http") });
})();
