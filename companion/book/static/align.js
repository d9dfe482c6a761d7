// Finds the passages of a text in a reader's own copy, by fingerprints that hold no words.
// The same rules, line by line, are in companion/texts/; tests/vectors/alignment.json and
// tests/test_texts.py hold the two together. Pure functions: nothing here touches the page, the
// network or the storage. Places in a text are counted as JavaScript counts them (UTF-16).
(() => {
  "use strict";

  const MOST = 12; // hashes in a fingerprint, at most
  const APART = 4; // words from one hashed trigram to the next, at least
  const SLACK = 24; // foreign words (page header, note) that may stand inside a passage
  const NEAR = 4; // words from a guessed edge within which a sentence's edge is looked for
  const TAIL = 80; // characters after a word, at most, that belong to it
  const CROWD = 1000; // occurrences of one hash in a copy that are looked at
  const RIVALS = 6; // places considered for one passage

  // Words and fingerprints (words.py) --------------------------------------------------------

  const LETTER =
    "A-Za-z\\u00aa\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u024f\\u1e00-\\u1eff" +
    "\\ufb00-\\ufb06\\uff21-\\uff3a\\uff41-\\uff5a";
  const MARK = "\\u0300-\\u036f\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f";
  const INVISIBLE =
    "\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff";
  const APOSTROPHE =
    "'`\\u0092\\u00b4\\u02b9\\u02bc\\u2018\\u2019\\u201b\\u2032\\uff07\\ufffd";
  // Some viewers write U+0002 or U+FFFE for a hyphen at the end of a line.
  const HYPHEN = "\\-\\u00ad\\u0002\\ufffe\\u2010\\u2011";
  const BLANK = "[ \\t\\u00a0\\u2000-\\u200b\\u202f\\u205f\\u3000]{0,40}";
  const BREAK = `(?:${BLANK}(?:\\r\\n?|[\\n\\v\\f\\u0085\\u2028\\u2029])${BLANK})?`;
  const RUN = `[${LETTER}][${LETTER}${MARK}${INVISIBLE}]{0,63}`;
  const WORD = `${RUN}(?:(?:[${APOSTROPHE}\\u2013]|[${HYPHEN}]${BREAK})${RUN}){0,7}`;
  const ENTITY = "&(?:amp;)?(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,8}[0-9]{0,2}));";
  const NAMED = new Map(
    Object.entries({
      nbsp: " ", ensp: " ", emsp: " ", thinsp: " ", hellip: "…", mdash: "—", ndash: "–",
      lsquo: "‘", rsquo: "’", apos: "'", ldquo: "“", rdquo: "”", quot: '"', laquo: "«",
      raquo: "»", lt: "<", gt: ">", amp: "&", shy: "\u00ad", zwj: "\u200d", zwnj: "\u200c",
      aelig: "æ", oelig: "œ", szlig: "ß", fflig: "ﬀ", filig: "ﬁ", fllig: "ﬂ", ffilig: "ﬃ",
      ffllig: "ﬄ",
    }),
  );
  const ACCENTED = /^([A-Za-z])(?:acute|grave|circ|uml|tilde|cedil|ring|caron|slash|macr)$/;
  const WHOLE = new Map(
    Object.entries({ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" }),
  );

  // The place of the first of a sorted list that is not below a value, or, after, above it.
  const notBelow = (list, value) => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (list[middle] < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const above = (list, value) => notBelow(list, value + 1);

  const ascii = (raw) => {
    if (/^[A-Za-z]*$/.test(raw)) return raw.toLowerCase();
    let word = "";
    for (const letter of raw) {
      for (const part of letter.toLowerCase().normalize("NFKD")) {
        word += (WHOLE.get(part) ?? part).replace(/[^a-z]/g, "");
      }
    }
    return word;
  };

  const character = ([, decimal, hexadecimal, name]) => {
    if (name) return ACCENTED.exec(name)?.[1] ?? NAMED.get(name);
    const code = decimal ? parseInt(decimal, 10) : parseInt(hexadecimal, 16);
    return (code > 0 && code < 0xd800) || (code > 0xdfff && code < 0x10000)
      ? String.fromCharCode(code)
      : " ";
  };

  // The words of a text as [word, start, end]: text.slice(start, end) is where the word stands.
  const normalise = (text) => {
    const plain = [];
    const places = [-1];
    const shifts = [0];
    let at = 0;
    let shift = 0;
    for (const match of text.matchAll(new RegExp(ENTITY, "g"))) {
      const stands = character(match);
      if (stands === undefined) continue;
      plain.push(text.slice(at, match.index), stands);
      places.push(match.index - shift);
      at = match.index + match[0].length;
      shift += match[0].length - 1;
      shifts.push(shift);
    }
    const source = plain.join("") + text.slice(at);
    const words = [];
    for (const match of source.matchAll(new RegExp(WORD, "g"))) {
      const word = ascii(match[0]);
      if (!word) continue;
      let start = match.index;
      let end = start + match[0].length;
      if (shift) {
        start += shifts[notBelow(places, start) - 1];
        end += shifts[notBelow(places, end) - 1];
      }
      words.push([word, start, end]);
    }
    return words;
  };

  // FNV-1a, 32 bits, of each three words joined by blanks.
  const hashesOf = (words) => {
    const hashes = [];
    for (let n = 0; n + 2 < words.length; n++) {
      const trigram = `${words[n][0]} ${words[n + 1][0]} ${words[n + 2][0]}`;
      let value = 0x811c9dc5;
      for (let i = 0; i < trigram.length; i++) {
        value = Math.imul(value ^ trigram.charCodeAt(i), 0x01000193);
      }
      hashes.push(value >>> 0);
    }
    return hashes;
  };

  const fold = (value) => (value >>> 16) ^ (value & 0xffff);

  // The places of the trigrams that go into a fingerprint, the opening and closing ones first.
  const sampled = (words) => {
    const hashes = hashesOf(words);
    const places = [...hashes.keys()].slice(0, -1);
    const kept = [...places.slice(0, 1), ...places.slice(APART).slice(-1)];
    for (const place of places.sort((a, b) => hashes[a] - hashes[b] || a - b)) {
      const apart = kept.every((other) => Math.abs(place - other) >= APART);
      if (kept.length < MOST && apart) kept.push(place);
    }
    return kept;
  };

  // A passage's fingerprint: its number of words, then hashes of four hex digits; see words.py.
  const fingerprint = (text) => {
    const words = normalise(text);
    const hashes = hashesOf(words);
    const values = sampled(words).map((place) => fold(hashes[place]));
    const edges = values.slice(0, 2);
    const rest = [...new Set(values.slice(2))].filter((value) => !edges.includes(value));
    const codes = [...edges, ...rest.sort((a, b) => a - b)];
    return [words.length, ...codes.map((code) => code.toString(16).padStart(4, "0"))].join(" ");
  };

  // The edges of a passage in a copy (edges.py) ----------------------------------------------

  const SPACE = " \t\r\n\v\f\u0085\u00a0\u2009\u202f\u2028\u2029";
  const OPENING = "“‘„«([{¿¡";
  const GOES_ON = "0123456789$£€.,;:!?…)]}”’»"; // may follow a blank and belong to the word
  const SENTENCE_END = new RegExp(`[.!?…][^${SPACE}]*[${SPACE}]`);

  // A copy and its words; an edge is the number of the word that follows it.
  class Copy {
    constructor(text) {
      this.text = text;
      this.words = normalise(text);
    }

    // Whether a sentence ends before the word. Initials and "U.S." do not end one.
    endsSentence(edge) {
      if (edge === 0 || edge === this.words.length) return true;
      const [word, , end] = this.words[edge - 1];
      const gap = this.text.slice(end, Math.min(this.words[edge][1], end + TAIL));
      return word.length > 1 && SENTENCE_END.test(gap);
    }

    // The edge nearest to a guess: a sentence's, a neighbour's (other) or the guess. The way
    // (1 or -1) is where foreign words would have moved it, and is tried first.
    edge(guess, least, most, { other, slack, way }) {
      guess = Math.max(least, Math.min(guess, most));
      if (this.endsSentence(guess)) return guess;
      if (other !== null && least <= other && other <= most && Math.abs(other - guess) <= slack) {
        return other;
      }
      for (let step = 1; step <= NEAR; step++) {
        for (const edge of [guess + way * step, guess - way * step]) {
          if (least <= edge && edge <= most && this.endsSentence(edge)) return edge;
        }
      }
      return guess;
    }

    // Where a passage begins whose first word this is: before the quotes that open it.
    start(word) {
      const least = word ? this.words[word - 1][2] : 0;
      let start = this.words[word][1];
      while (start > least) {
        const quote =
          "\"'".includes(this.text[start - 1]) &&
          (start - 1 === least || (SPACE + OPENING).includes(this.text[start - 2]));
        if (!quote && !OPENING.includes(this.text[start - 1])) break;
        start--;
      }
      return start;
    }

    // Where a passage ends whose last word this is: after its numbers, stops and quotes.
    // Beyond a blank it goes on only before a stop, and only until one ends the sentence.
    end(word) {
      const least = this.words[word][2];
      const next = word + 1 < this.words.length ? this.words[word + 1][1] : this.text.length;
      const most = Math.min(next, least + TAIL);
      let end = least;
      let ended = false;
      while (end < most) {
        if (SPACE.includes(this.text[end])) {
          let ahead = end;
          while (ahead < most && SPACE.includes(this.text[ahead])) ahead++;
          const lines = this.text.slice(end, ahead).split("\n").length - 1;
          if (ended || ahead === most || lines > 1 || !GOES_ON.includes(this.text[ahead])) break;
          end = ahead;
        }
        if (/[\ud800-\udfff]/.test(this.text[end])) break; // an emoji or the like
        ended ||= ".!?…".includes(this.text[end]);
        end++;
      }
      while (end > least && (SPACE + OPENING + "—–-").includes(this.text[end - 1])) end--;
      return end;
    }
  }

  // Passages placed in a copy (alignment.py) -------------------------------------------------

  // A passage that is looked for, with its hits: place in the copy x 65536 + hash, sorted.
  class Passage {
    constructor(cell, where) {
      const [size, ...codes] = cell.split(" ");
      this.size = parseInt(size, 10);
      this.slack = SLACK + Math.floor(this.size / 4);
      this.codes = codes.map((code) => parseInt(code, 16));
      this.of = new Set(this.codes).size;
      this.hits = [...new Set(this.codes)]
        .flatMap((code) => where.get(code).map((place) => place * 0x10000 + code))
        .sort((a, b) => a - b);
    }

    // What the hits among the words low to high make of it; null when there are none.
    place(low, high) {
      const first = notBelow(this.hits, low * 0x10000);
      let here = this.hits
        .slice(first, Math.max(first, notBelow(this.hits, (high - 2) * 0x10000)))
        .map((hit) => [Math.floor(hit / 0x10000), hit % 0x10000]);
      const [start, end] = this.edges(here);
      here = here.filter(
        ([at]) => (start === null || start <= at) && (end === null || at + 4 <= end),
      );
      if (!here.length) return null;
      const hits = new Set(here.map(([, code]) => code)).size;
      return { hits, low: here[0][0], high: here[here.length - 1][0] + 3, start, end };
    }

    // Where it starts and ends by its first two hashes; where they repeat, by its size.
    edges(here) {
      const starts = here.filter(([, code]) => code === this.codes[0]).map(([at]) => at);
      const ends = here.filter(([, code]) => code === this.codes[1]).map(([at]) => at + 4);
      let best = null;
      for (const start of starts) {
        for (const end of ends) {
          const amiss = Math.abs(end - start - this.size);
          if (end - start > APART && (!best || amiss < best[0])) best = [amiss, start, end];
        }
      }
      if (best) return best.slice(1);
      return starts.length ? [starts[0], null] : [null, ends[ends.length - 1] ?? null];
    }

    // Whether a place is longer than the passage or, with both edges known, shorter.
    odd({ low, high, start, end }) {
      if (start !== null && end !== null) return end - start !== this.size;
      return (end ?? high) - low > this.size;
    }

    // What a place is worth: its hits, a little less when its length is odd.
    weight(place) {
      return 4 * place.hits - (this.odd(place) ? 1 : 0);
    }

    // The place from the word low on; if its length is odd, also cut from either edge.
    // Foreign words make a passage longer; so does a phrase in it that the text repeats near by.
    variants(low) {
      const place = this.place(low, low + this.size + this.slack);
      if (!place || !this.odd(place)) return place ? [place] : [];
      const end = place.end ?? place.high;
      const forward = this.place(place.low, place.low + this.size);
      const backward = this.place(Math.max(0, end - this.size), end);
      return [place, forward, backward].filter((other) => other);
    }

    // Places where it may stand whatever stands beside it: at least half of its hashes, never
    // fewer than three, or two that lie exactly as far apart as they should.
    candidates() {
      const counts = new Map();
      const windows = [];
      let last = 0;
      for (const hit of this.hits) {
        const low = Math.floor(hit / 0x10000);
        const most = low + this.size + this.slack - 3;
        while (last < this.hits.length && Math.floor(this.hits[last] / 0x10000) <= most) {
          const code = this.hits[last] % 0x10000;
          counts.set(code, (counts.get(code) ?? 0) + 1);
          last++;
        }
        const hits = counts.size;
        if (2 * hits >= this.of && (hits >= 3 || (hits === 2 && this.of === 2))) {
          windows.push([hits, Math.floor(this.hits[last - 1] / 0x10000) - low, low]);
        }
        const code = hit % 0x10000;
        counts.set(code, counts.get(code) - 1);
        if (!counts.get(code)) counts.delete(code);
      }
      windows.sort((a, b) => b[0] - a[0] || a[1] - b[1] || a[2] - b[2]);
      const found = [];
      const taken = [];
      for (const [, , low] of windows) {
        if (taken.length === RIVALS) break;
        if (taken.some((other) => Math.abs(low - other) < this.size)) continue;
        taken.push(low);
        for (const place of this.variants(low)) {
          const exact = place.high - place.low === this.size - 1;
          const enough = place.hits >= 3 || (place.hits === 2 && exact);
          if (2 * place.hits >= this.of && enough) found.push(place);
        }
      }
      return found.sort((a, b) => a.low - b.low || a.high - b.high);
    }
  }

  // One place at most for each passage, in reading order, with the most weight in all.
  const inOrder = (sought) => {
    const ends = [0];
    const totals = [0];
    const chains = [null];
    sought.forEach((passage, number) => {
      const links = passage.candidates().map((place) => {
        const best = above(ends, place.low) - 1;
        const total = totals[best] + passage.weight(place);
        return [total, place.high, { number, place, rest: chains[best] }];
      });
      for (const [total, high, chain] of links) {
        const at = above(ends, high);
        if (total <= totals[at - 1]) continue;
        let beaten = at;
        while (beaten < ends.length && totals[beaten] <= total) beaten++;
        ends.splice(at, beaten - at, high);
        totals.splice(at, beaten - at, total);
        chains.splice(at, beaten - at, chain);
      }
    });
    const chosen = sought.map(() => null);
    for (let link = chains[chains.length - 1]; link; link = link.rest) {
      chosen[link.number] = link.place;
    }
    return chosen;
  };

  // Looks for passage n next to its neighbours, where fewer hashes are proof enough.
  const beside = (sought, places, n, words) => {
    const before = places[n - 1] ?? null;
    const after = places[n + 1] ?? null;
    if (places[n] || !(before || after)) return;
    const passage = sought[n];
    const low = places.slice(0, n).findLast((place) => place)?.high ?? 0;
    const high = places.slice(n + 1).find((place) => place)?.low ?? words;
    const reach = passage.size + passage.slack;
    const fits = before && after && passage.size <= 2 * (high - low) && high - low <= reach;
    const place = passage.place(
      after ? Math.max(low, high - reach) : low,
      before ? Math.min(high, low + reach) : high,
    );
    if (!place) return;
    const few = place.hits >= 2 && 3 * place.hits >= passage.of;
    if (few || (fits && 4 * place.hits >= passage.of)) places[n] = place;
  };

  // Where the passages, [id, fingerprint] in reading order, stand in a reader's copy: an array of
  // { passage, start, end, score }, in order. What is not found is left out, never guessed.
  // Throws an Error that names the passage when a fingerprint is not one.
  const align = (copy, passages) => {
    const where = new Map();
    for (const [name, cell] of passages) {
      if (!/^[0-9]{1,6}(?: [0-9a-f]{4}){0,12}$/.test(cell)) {
        throw new Error(`passage "${name}": "${cell}" is no fingerprint`);
      }
      for (const code of cell.split(" ").slice(1)) where.set(parseInt(code, 16), []);
    }
    const page = new Copy(copy);
    const length = page.words.length;
    hashesOf(page.words).forEach((value, at) => {
      const here = where.get(fold(value));
      if (here && here.length < CROWD) here.push(at);
    });
    const sought = passages.map(([, cell]) => new Passage(cell, where));
    const places = inOrder(sought);
    for (let n = 0; n < places.length; n++) beside(sought, places, n, length);
    for (let n = places.length - 1; n >= 0; n--) beside(sought, places, n, length);

    const found = [];
    let floor = 0;
    places.forEach((place, n) => {
      if (!place) return;
      const { size, slack, of } = sought[n];
      const before = places[n - 1] ? floor : null;
      const after = places[n + 1] ?? null;
      const ceiling = places.slice(n + 1).find((other) => other)?.low ?? length;
      let { start, end } = place;
      if (start === null) {
        const missing = size - (place.high - place.low);
        const guess = end === null ? place.low - Math.floor(missing / 2) : end - size;
        start = page.edge(guess, floor, place.low, { other: before, slack, way: -1 });
      }
      if (end === null) {
        const other = after ? after.start : null;
        end = page.edge(start + size, place.high, ceiling, { other, slack, way: 1 });
      }
      end = Math.min(end, ceiling);
      found.push({
        passage: passages[n][0],
        start: page.start(start),
        end: page.end(end - 1),
        score: place.hits / of,
      });
      floor = end;
    });
    return found;
  };

  // The ids of the passages that align() did not find, in reading order.
  const unaligned = (passages, found) => {
    const there = new Set(found.map(({ passage }) => passage));
    return passages.map(([name]) => name).filter((name) => !there.has(name));
  };

  window.companionAlign = { normalise, fingerprint, align, unaligned };
})();
