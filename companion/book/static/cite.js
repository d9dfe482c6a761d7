// A button for each form of a citation and for each piece of code: copies its text, offline and
// without a server.
(() => {
  "use strict";

  const byHand = (form) => {
    getSelection().selectAllChildren(form);
    return document.execCommand("copy");
  };

  const copy = async (form) => {
    try {
      await navigator.clipboard.writeText(form.textContent);
      return true;
    } catch {
      return byHand(form);
    }
  };

  for (const code of document.querySelectorAll(".bd-article .highlight > pre")) {
    const button = document.createElement("button");
    let timer;
    button.type = "button";
    button.className = "copy-code";
    button.textContent = "Copy";
    button.setAttribute("aria-label", "Copy this code");
    button.addEventListener("click", async () => {
      button.textContent = (await copy(code)) ? "Copied" : "Selected";
      clearTimeout(timer);
      timer = setTimeout(() => { button.textContent = "Copy"; }, 2500);
    });
    code.parentElement.append(button);
  }

  for (const button of document.querySelectorAll(".cite button[data-copies]")) {
    const told = button.closest(".cite").querySelector(".cite-told");
    let timer;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(document.getElementById(button.dataset.copies));
      const label = button.getAttribute("aria-label").replace("Copy: ", "");
      button.textContent = done ? "Copied" : "Selected";
      told.textContent = done ? `${label}: copied.` : `${label}: selected, copy it from here.`;
      clearTimeout(timer);
      timer = setTimeout(() => { button.textContent = "Copy"; }, 2500);
    });
  }
})();
