// <immuno-hunt>: the field of view, what one chooses, what is counted, and the curve of kills.
import { folded, h, s } from "../dom.js";
import { followWidth, frame, stepsThrough } from "../draw.js";
import { card, picture, predict, slider, table } from "../statistics/parts.js";
import { fill, said } from "../statistics/said.js";
import { count, createHunt, step, STEP } from "./engine.js";
import { painter } from "./draw.js";
import style from "./hunt.css";

/** Pictures computed for one frame at most: a slow machine plays slower, it does not freeze. */
const MOST_STEPS = 90;
const WORDS_EVERY = 360;
/** Seconds a frame, in the mean: above them the living are painted over one frame more, up to so many. */
const [SLOW, MOST_OVER] = [0.02, 6];

/** @type {Mount<HuntData>} */
export function mountHunt(root, data) {
  const { words, rules, controls } = data;
  const last = data.hours * 60;
  const chosen = /** @type {HuntChoice} */ (Object.fromEntries(controls.map(({ id, value }) => [id, value])));
  let hunt = createHunt(chosen, rules, controls);
  let { pace } = data;
  let playing = false;
  let [over, slowness] = [1, 0];
  let seen = false;
  let [width, phase, ahead, before, frameId] = [0, 0, 0, 0, 0];
  let [told, written, counted] = [0, 0, -1];
  /** @type {number | null} */
  let guess = null;
  let asked = !data.predict;

  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { role: "img" }));
  const paint = painter(canvas);
  const view = h("div.field", {}, canvas);
  const curve = picture();
  const sentence = h("p.said");
  const tiles = h("dl.tiles");
  const numbers = h("div.scroll.narrow");
  const note = h("p.below", { hidden: true }, words.still);
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const play = h("button.primary", { onclick: () => (playing ? pause() : start()) });
  const next = h("button", { onclick: () => go(data.still) }, fill(words.step, { minutes: data.still }));
  const back = h("button", { onclick: restart }, words.back);
  const fresh = h("button", { onclick: () => take("seed", (chosen.seed % ends.seed.max) + 1) }, words.new_seed);
  const ends = Object.fromEntries(controls.map((control) => [control.id, control]));
  const sliders = Object.fromEntries(controls.map((control) => [control.id, slider(words, control, (value) => take(control.id, value))]));
  const reset = h("button.plain", { onclick: undo }, words.reset);
  const speeds = h(
    "div.segment",
    { role: "radiogroup", "aria-label": words.pace },
    data.paces.map((times) =>
      h("label", {}, h("input", { type: "radio", name: "pace", checked: times === pace, onchange: () => (pace = times) }), h("span", {}, `${times}\u00a0×`)),
    ),
  );
  const question = h("div");
  const board = h(
    "div",
    {},
    h("div.row", {}, play, next, back, fresh),
    h("div.row.paces", {}, h("span.label", { "aria-hidden": "true" }, words.pace), speeds),
    note,
  );

  const { announce } = card(root, data, [
    h("style", {}, style),
    question,
    view,
    board,
    tiles,
    sentence,
    h("p.name", {}, words.curve),
    curve,
    h("p.below", {}, fill(words.band, { low: data.band[0], high: data.band[1] })),
    h("details.edit", { open: true }, h("summary", {}, words.choose), h("div.controls", {}, controls.map(({ id }) => sliders[id].node)), reset),
    folded(words.numbers, numbers),
  ]);

  function ask() {
    if (asked) return;
    const { cells } = count(hunt);
    board.hidden = true;
    question.replaceChildren(
      predict(words, { question: fill(words.question, { cells, hours: data.hours, t_cells: chosen.t_cells }), max: cells }, (given) => {
        asked = true;
        guess = given;
        board.hidden = false;
        show();
      }),
    );
  }

  /** @param {string} id @param {number} value */
  function take(id, value) {
    chosen[id] = value;
    sliders[id].set(value);
    restart();
  }

  function undo() {
    for (const { id, value } of controls) {
      chosen[id] = value;
      sliders[id].set(value);
    }
    restart();
  }

  function restart() {
    hunt = createHunt({ ...chosen }, rules, controls);
    [ahead, told, written] = [0, 0, 0];
    ask();
    show();
    announce(`${words.again} ${sentence.textContent}`);
  }

  function start() {
    if (hunt.time >= last) restart();
    playing = true;
    show();
    wake();
  }

  function pause() {
    playing = false;
    wake();
    show();
    announce(sentence.textContent ?? "");
  }

  /** @param {number} minutes */
  function go(minutes) {
    playing = false;
    wake();
    if (hunt.time >= last) restart();
    advance(minutes);
    phase += 1.7;
    show(true);
    announce(sentence.textContent ?? "");
  }

  /** @param {number} minutes */
  function advance(minutes) {
    for (let i = 0; i < minutes / STEP && hunt.time < last; i++) step(hunt);
  }

  /** Runs only while it is played, on the screen, in a page that is shown. */
  function wake() {
    before = 0;
    cancelAnimationFrame(frameId);
    if (playing && seen && !document.hidden) frameId = requestAnimationFrame(tick);
  }

  /** @param {number} now */
  function tick(now) {
    const passed = before ? Math.min(0.1, (now - before) / 1000) : 0;
    before = now;
    if (passed) slowness += (passed - slowness) / 20;
    if (slowness > SLOW && over < MOST_OVER) [over, slowness] = [over + 1, 0];
    ahead += (passed * pace) / 60;
    phase += passed * Math.min(3.2, 0.6 + pace / 700);
    const steps = Math.min(MOST_STEPS, Math.floor(ahead / STEP));
    advance(steps * STEP);
    ahead -= steps * STEP;
    if (hunt.time >= last) return pause();
    draw(Math.min(1, ahead / STEP), false, over);
    if (hunt.time - told >= WORDS_EVERY) {
      told = hunt.time;
      write();
      announce(sentence.textContent ?? "");
    } else if (hunt.kills.length !== counted || hunt.time - written >= 30) write();
    frameId = requestAnimationFrame(tick);
  }

  function draw(part = 1, settled = false, over = 1) {
    if (!width) return;
    paint(hunt, { width, shade: root.classList.contains("dark") ? "dark" : "light", phase, part, settled, over });
  }

  function show(settled = false) {
    play.textContent = playing ? words.pause : hunt.time >= last ? words.once_more : words.play;
    play.hidden = still.matches;
    speeds.parentElement?.toggleAttribute("hidden", still.matches);
    note.hidden = !still.matches;
    draw(1, settled);
    write();
  }

  /** Words and numbers: what the picture shows, for those who do not see it. */
  function write() {
    const now = count(hunt);
    [counted, written] = [now.dead, hunt.time];
    const values = { ...now, hours: said(hunt.time / 60), t_cells: chosen.t_cells, rate: said(now.perDay), whole: data.hours };
    const parts = [fill(hunt.time ? words.result : words.begin, values)];
    if (now.hidden && hunt.time) parts.push(fill(words.hid, values));
    if (now.tired) parts.push(fill(words.tired, values));
    if (hunt.time >= last && guess !== null) parts.push(fill(words.guessed, { guess: said(guess) }));
    const text = parts.join(" ");
    if (sentence.textContent !== text) sentence.textContent = text;
    canvas.setAttribute("aria-label", `${words.picture} ${text}`);
    const counters = [
      [words.alive, now.alive],
      [words.dead, now.dead],
      [words.rate, hunt.time ? said(now.perDay) : "–"],
    ];
    tiles.replaceChildren(...counters.map(([name, value]) => h("div", {}, h("dt", {}, String(name)), h("dd", {}, String(value)))));
    drawCurve();
    numbers.replaceChildren(
      table([words.hour, words.dead, words.alive], hourly().map(([hour, dead]) => [hour, dead, now.cells - dead]), words.curve),
      table(
        [words.t_cell, words.state, words.kills],
        hunt.killers.map((killer, i) => [i + 1, killer.tired ? words.is_tired : killer.target < 0 ? words.is_crawling : words.is_touching, killer.kills]),
        words.t_cells_now,
      ),
    );
  }

  /** @returns {[number, number][]} */
  function hourly() {
    return Array.from({ length: Math.floor(hunt.time / 180) + 1 }, (_, i) => [3 * i, hunt.kills.filter(({ time }) => time <= 180 * i).length]);
  }

  function drawCurve() {
    if (!width) return;
    const { cells } = count(hunt);
    const most = Math.min(cells, Math.max(8, data.band[1] * chosen.t_cells * (data.hours / 24)));
    const steps = [1, 2, 5, 10, 20, 50, 100];
    const svg = /** @type {SVGElement} */ (curve.firstElementChild);
    const { X, Y } = frame(svg, { width, height: 210, x: { min: 0, max: data.hours, label: words.axis, steps: [1, 2, 3, 6] }, y: { min: 0, max: most, label: "", steps }, part: { left: 34 } });
    const [low, high] = data.band.map((rate) => (rate * chosen.t_cells) / 24);
    const top = Math.min(data.hours, most / high);
    const under = Math.min(data.hours, most / low);
    const corners = [[0, 0], [top, high * top], [data.hours, Math.min(most, high * data.hours)], [under, low * under]];
    if (under < data.hours) corners.splice(2, 1, [under, most]);
    svg.append(s("path.measured", { d: `M${corners.map(([x, y]) => `${X(x).toFixed(1)} ${Y(y).toFixed(1)}`).join("L")}Z` }));
    /** @type {[number, number][]} */
    const points = [[X(0), Y(0)], ...hunt.kills.map(({ time }, i) => /** @type {[number, number]} */ ([X(time / 60), Y(i + 1)])), [X(hunt.time / 60), Y(hunt.kills.length)]];
    svg.append(s("path.curve", { d: stepsThrough(points) }));
  }

  ask();
  show();

  return () => {
    const watch = new IntersectionObserver(([entry]) => {
      seen = entry.isIntersecting;
      wake();
    });
    watch.observe(canvas);
    const calm = () => {
      if (still.matches) playing = false;
      show();
    };
    const theme = new MutationObserver(() => draw());
    theme.observe(root, { attributeFilter: ["class"] });
    document.addEventListener("visibilitychange", wake);
    still.addEventListener("change", calm);
    const stop = followWidth(view, (now) => ((width = now), show()));
    return () => {
      playing = false;
      wake();
      stop();
      watch.disconnect();
      theme.disconnect();
      document.removeEventListener("visibilitychange", wake);
      still.removeEventListener("change", calm);
    };
  };
}
