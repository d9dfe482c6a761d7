// Steps a map through the days of a campaign: later events are put out, those of the day set off,
// and told in words. Filtering is the figure's own (companion.js); every word comes with the data.
(() => {
  "use strict";

  const fill = (phrase, values) => phrase.replaceAll(/\{(\w+)\}/g, (_, name) => values[name]);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const PACE = 1500; // milliseconds a day, while it plays

  const wake = (section) => {
    const data = JSON.parse(section.querySelector(".days-data").textContent);
    const { days, events, phrases } = data;
    const form = section.querySelector("form");
    const slide = form.querySelector("input");
    const output = form.querySelector("output");
    const now = section.querySelector(".days-now");
    const act = (name) => form.querySelector(`[data-act=${name}]`);
    const plot = document.getElementById(section.dataset.figure)?.querySelector(".plot");
    const whole = days.length;
    let playing = 0;

    const at = () => Number(slide.value);
    const of = (step) => events.filter(({ from, until }) => from <= days[step][0] && days[step][0] <= until);

    // Events of the day are drawn large, the others small; a name shows where the map has none.
    const setOff = () => {
      const stage = plot?.querySelector(".plot-live");
      if (!stage?.data || !window.Plotly) return;
      const today = at() === whole ? null : new Set(of(at()).map(({ id }) => id));
      const named = new Set((stage.layout.annotations ?? []).map(({ text }) => `<b>${text}</b>`));
      const changed = [];
      const points = [];
      stage.data.forEach((trace, n) => {
        if (!trace.selected) return;
        const mine = today && trace.customdata.flatMap((ids, m) =>
          today.has(ids.split(";")[0]) && !(trace.meta?.names && named.has(trace.text[m])) ? [m] : []);
        if (JSON.stringify(trace.selectedpoints ?? null) === JSON.stringify(mine)) return;
        changed.push(n);
        points.push(mine);
      });
      if (changed.length) window.Plotly.restyle(stage, { selectedpoints: points }, changed);
    };

    const tell = (note) => {
      const step = at();
      const mine = step === whole ? [] : of(step);
      const day = step === whole ? data.whole : days[step][1];
      const past = step === whole ? events.length : events.filter(({ from }) => from <= days[step][0]).length;
      const phrase = phrases[step === whole ? "whole" : mine.length ? "some" : "none"];
      const line = document.createElement("p");
      line.textContent = [note, fill(phrase, { day, past, count: mine.length, total: events.length })].filter(Boolean).join(" ");
      const list = document.createElement("ul");
      for (const { where, what, address } of mine) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = address;
        link.textContent = what;
        item.append(`${where}: `, link);
        list.append(item);
      }
      now.replaceChildren(line, ...(mine.length ? [list] : []));
      slide.setAttribute("aria-valuetext", day);
      output.textContent = day;
      act("back").disabled = step === 0;
      act("next").disabled = step === whole;
      act("whole").disabled = step === whole;
    };

    const show = (note) => {
      const day = days[at()]?.[0];
      const gone = new Set(day ? events.filter(({ from }) => from > day).map(({ id }) => id) : []);
      plot?.dispatchEvent(new CustomEvent("companion:gone", { detail: gone }));
      tell(note);
      setOff();
    };

    const turn = (step) => {
      slide.value = step;
      show();
      const here = new URL(location.href);
      if (at() === whole) here.searchParams.delete(data.parameter);
      else here.searchParams.set(data.parameter, days[at()][0]);
      history.replaceState(history.state, "", here);
    };

    const pause = () => {
      clearInterval(playing);
      playing = 0;
      act("play").textContent = phrases.play;
      now.setAttribute("aria-live", "polite");
    };

    const play = () => {
      now.setAttribute("aria-live", "off"); // a voice could not keep up
      act("play").textContent = phrases.pause;
      turn(at() === whole ? 0 : at() + 1);
      playing = setInterval(() => {
        turn(at() + 1);
        if (at() === whole) pause();
      }, PACE);
    };

    // The next day with events in that direction, else the end.
    const jump = (way) => {
      let step = at() + way;
      while (step > 0 && step < whole && !of(step).length) step += way;
      turn(Math.max(0, Math.min(whole, step)));
    };

    const restore = () => {
      const wanted = new URLSearchParams(location.search).get(data.parameter);
      const step = days.findIndex(([day]) => day === wanted);
      slide.value = step < 0 ? whole : step;
      if (wanted && step < 0) show(fill(phrases.unknown, { day: wanted }));
      else if (wanted) show();
      else tell();
    };

    slide.addEventListener("input", () => {
      pause();
      turn(at());
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("click", ({ target }) => {
      const acts = { play: playing ? pause : play, back: () => jump(-1), next: () => jump(1), whole: () => turn(whole) };
      const name = target.dataset?.act;
      if (!acts[name]) return;
      if (name !== "play") pause();
      acts[name]();
    });
    document.addEventListener("visibilitychange", () => document.hidden && playing && pause());
    const ease = () => {
      act("play").hidden = still.matches;
      if (still.matches && playing) pause();
    };
    still.addEventListener("change", ease);
    ease();

    if (plot) {
      plot.after(section);
      plot.setAttribute("aria-describedby", now.id);
      new MutationObserver((_, observer) => {
        const stage = plot.querySelector(".plot-live");
        if (plot.dataset.state !== "alive" || !stage?.on) return;
        observer.disconnect();
        stage.on("plotly_afterplot", setOff);
        setOff();
      }).observe(plot, { attributeFilter: ["data-state"] });
    }
    form.hidden = false;
    addEventListener("popstate", () => {
      pause();
      restore();
      show();
    });
    restore();
  };

  document.querySelectorAll(".days").forEach(wake);
})();
