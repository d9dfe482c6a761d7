// Opens the card that an address or a click on the timeline names, all of them on demand, and puts
// out those that the controls of the timeline leave out.
(() => {
  "use strict";

  const wake = (section) => {
    const cards = [...section.querySelectorAll(".fact-card")];
    const card = (id) => cards.find((one) => one.dataset.row === id);

    const follow = () => {
      const named = cards.find(({ id }) => id === decodeURIComponent(location.hash.slice(1)));
      if (!named) return;
      named.open = true;
      named.scrollIntoView();
    };
    addEventListener("hashchange", follow);
    follow();

    const plot = document.getElementById(section.dataset.figure)?.querySelector(".plot");
    if (!plot) return;

    const acts = document.createElement("p");
    acts.className = "fact-acts";
    for (const [words, open] of [["Open all cards", true], ["Close all cards", false]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", () => {
        for (const one of cards) one.open = open;
      });
      acts.append(button);
    }
    section.prepend(acts);

    plot.addEventListener("companion:gone", ({ detail }) => {
      for (const one of cards) one.hidden = detail.has(one.dataset.row);
      for (const group of section.querySelectorAll(".fact-group")) {
        group.hidden = !group.querySelector(".fact-card:not([hidden])");
      }
    });

    new MutationObserver((_, observer) => {
      const stage = plot.querySelector(".plot-live");
      if (plot.dataset.state !== "alive" || !stage?.on) return;
      observer.disconnect();
      stage.on("plotly_click", ({ points }) => {
        const [{ customdata }] = points;
        const named = customdata && card(customdata);
        if (named) location.hash = named.id;
      });
    }).observe(plot, { attributeFilter: ["data-state"] });
  };

  document.querySelectorAll(".fact-cards").forEach(wake);
})();
