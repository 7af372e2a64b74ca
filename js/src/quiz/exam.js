// The final exam: a quiz that tells nothing until its last answer is given; then the result, and a page to print.
import { author, folded, h, plain } from "../dom.js";
import { sessionOf } from "../session.js";
import { wilson } from "../statistics/rules.js";
import { fill, percent } from "../statistics/said.js";
import { openStore } from "../store.js";
import { isRight } from "./grade.js";
import { now } from "./group.js";
import { sheet } from "./item.js";
import { kindOf } from "./kinds.js";
import { mountQuiz } from "./quiz.js";

const CONFIDENCES = /** @type {const} */ (["sure", "think", "guess"]);

/**
 * @typedef {object} Mark
 * @property {ExamItem} item
 * @property {Answer} answer
 * @property {boolean} right
 */

/**
 * What an exam came to: by lesson and objective, by word of confidence, and what to look at again.
 *
 * @param {ExamItem[]} items
 * @param {Answer[]} answers one to each item
 */
export function outcome(items, answers) {
  const marks = items.map((item, i) => ({ item, answer: answers[i], right: isRight(item, answers[i].given) }));
  const counted = (/** @type {Mark[]} */ some) => ({ asked: some.length, right: some.filter(({ right }) => right).length });
  const ordered = [...marks].sort((a, b) => a.item.place - b.item.place);
  const lessons = grouped(ordered, ({ item }) => plain(item.about)).map((some) => ({
    about: some[0].item.about,
    ...counted(some),
    objectives: grouped(some.filter(({ item }) => item.aim), ({ item }) => item.objective).map((of) => ({ aim: /** @type {AuthorNode[]} */ (of[0].item.aim), ...counted(of) })),
  }));
  const words = CONFIDENCES.map((word) => ({ word, ...counted(marks.filter(({ answer }) => answer.confidence === word)) }));
  return { marks, ...counted(marks), lessons, words, sureAndWrong: marks.filter(({ right, answer }) => !right && answer.confidence === "sure") };
}

/**
 * @template T
 * @param {T[]} list
 * @param {(one: T) => string} key
 */
function grouped(list, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const one of list) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return [...groups.values()];
}

/** @type {Mount<ExamData>} */
export function mountExam(root, data, host) {
  const { items, words, group: name } = data;
  const store = openStore();
  const place = h("div");
  root.append(place);
  const count = items.length;
  const before = [...new Set(items.flatMap(({ twin }) => (twin ? [twin.lesson] : [])))].map(sessionOf);
  /** @type {() => void} */
  let stop = () => {};

  const box = (/** @type {string} */ title, /** @type {any[]} */ ...body) =>
    h("section.card", { "aria-label": title }, h("header.bar", {}, h("b", {}, title)), h("div.body", {}, body));

  function show() {
    stop();
    const sitting = store.exam(name);
    const draw = !sitting ? intro : sitting.answers?.length === count ? () => result(/** @type {Required<Sitting>} */ (sitting)) : () => ask(sitting);
    stop = draw() ?? (() => {});
  }

  /** @param {Sitting | null} sitting */
  function keep(sitting) {
    store.keepExam(name, sitting);
    show();
    /** @type {HTMLElement | null} */ (place.querySelector(".stem, h2, button"))?.focus();
  }

  function intro() {
    const begin = h("button.primary", { onclick: () => keep({ version: 1, begun: now() }) }, words.begin);
    const texts = [words.intro, words.self].map((text) => h("p", {}, fill(text, { count })));
    place.replaceChildren(box(data.title, ...texts, h("div.rows", {}, h("div.row", {}, begin))));
  }

  /** @param {Sitting} sitting */
  function ask(sitting) {
    const quiz = h("div");
    const line = h("p", { role: "status" });
    const hand = h("button.primary", { onclick: () => keep({ ...sitting, done: now(), answers: given() }) }, words["hand-in"]);
    place.replaceChildren(quiz, box(words.result, line, hand));
    const given = () => items.map(({ id, lesson }) => /** @type {Answer} */ (sessionOf(lesson).answers.get(id)));
    const tell = () => {
      const done = given().filter((answer) => answer && answer.answered_at >= sitting.begun).length;
      hand.hidden = done < count;
      const text = fill(done < count ? words.left : words.ready, { done, count });
      if (line.textContent !== text) line.textContent = text;
    };
    const end = mountQuiz(quiz, { ...data, since: sitting.begun }, host)();
    const ends = [...new Set(items.map(({ lesson }) => lesson))].map((lesson) => sessionOf(lesson).follow(tell));
    tell();
    return () => [end, ...ends].forEach((one) => one());
  }

  /** @param {Required<Sitting>} sitting */
  function result(sitting) {
    const { marks, right, lessons, words: said, sureAndWrong } = outcome(items, sitting.answers);
    const missed = lessons.filter((lesson) => lesson.right < lesson.asked);
    const day = new Date(sitting.done).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    const line = (/** @type {(Node | string)[]} */ text, /** @type {{right: number, asked: number}} */ { right, asked }) =>
      h("div.tally", {}, h("span", {}, text), h("span.count", {}, fill(words.of, { right, count: asked })));
    const ticked = (/** @type {{right: number, asked: number}} */ of, /** @type {AuthorNode[]} */ text) => h(of.right === of.asked ? "li.done" : "li", {}, line(author(text), of));
    const byLesson = () => h("ul.objectives", {}, lessons.map((lesson) => ticked(lesson, lesson.about)));
    const byAim = h("ul.objectives", {}, lessons.flatMap(({ objectives }) => objectives.map((of) => ticked(of, of.aim))));
    const print = () => completion(data, [
      h("p", {}, fill(words["page-did"], { day, count, seed: data.seed, right })), h("h2", {}, words.lessons), byLesson(), h("p", {}, words["page-limits"]),
    ]);
    place.replaceChildren(
      box(
        words.result,
        h("h2", { tabindex: -1 }, fill(words.right, { right, count })),
        h("p", {}, words.self),
        h("h3", {}, words.lessons),
        byLesson(),
        folded(words.objectives, byAim),
        h("h3", {}, words.again),
        missed.length === 0 && h("p", {}, words["again-none"]),
        h("ul.bullets", {}, missed.map(({ about, objectives }) => h("li", {}, author(about), objectives.filter((of) => of.right < of.asked).flatMap((of, i) => [i ? "; " : ": ", ...author(of.aim)])))),
        sureAndWrong.length > 0 && h("div", {}, h("h3", {}, words["sure-and-wrong"]), h("ul.bullets", {}, sureAndWrong.map(({ item }) => h("li", {}, author(item.stem), " ", author(item.about))))),
        h("h3", {}, words.confidence),
        h("ul.bullets", {}, said.filter(({ asked }) => asked).map(({ word, asked, right: of }) => {
          const [low, high] = wilson(of, asked).map((end) => Math.round(100 * end));
          return h("li", {}, h("b", {}, words[word]), `: ${percent(of / asked)}, `, fill(words.share, { right: of, count: asked, low, high }));
        })),
        h("p.label", {}, words["confidence-note"]),
        h("h3", {}, words.pairs),
        ...twins(marks),
        folded(words.questions, marks.map((_, index) => one(marks, index))),
        h("div.row.rows", {}, h("button.primary", { onclick: print }, words.page), h("button", { onclick: () => keep(null) }, words.restart)),
      ),
    );
    const known = () => before.reduce((sum, { answers }) => sum + answers.size, 0);
    const drawn = known();
    const again = () => known() !== drawn && show();
    const ends = before.map((session) => session.follow(again));
    return () => ends.forEach((one) => one());
  }

  /** @param {Mark[]} marks @param {number} index */
  function one(marks, index) {
    const { item, answer, right } = marks[index];
    const states = [{ given: answer.given, confidence: answer.confidence }];
    const paper = sheet(/** @type {any} */ ({ items: [item], kinds: [kindOf(item)], states, marks: true }), 0);
    return h("div.asked", {}, h(right ? "p.result.right" : "p.result", {}, `${index + 1}. `, author(item.about)), paper);
  }

  /** @param {Mark[]} marks @returns {HTMLElement[]} */
  function twins(marks) {
    const pairs = marks.flatMap(({ item, answer }) => {
      const before = item.twin && sessionOf(item.twin.lesson).answers.get(item.twin.id);
      return before ? [{ item, answer, twin: /** @type {Item} */ (item.twin), before }] : [];
    });
    if (!pairs.length) return [h("p", {}, words["no-before"])];
    const side = (/** @type {string} */ title, /** @type {Item} */ item, /** @type {string[]} */ given) =>
      h("div", {}, h("b", {}, title), h("p", {}, author(item.stem)), h("p", {}, "→ ", h("strong", {}, author(kindOf(item).words(item, given)))));
    return [
      h("p.label", {}, words["pairs-note"]),
      folded(`${words.pairs} (${pairs.length})`, pairs.map(({ item, answer, twin, before }) =>
        h("div.pair", { role: "group", "aria-label": words.pairs }, side(words.before, twin, before.given), side(words.now, item, answer.given)),
      )),
    ];
  }

  return () => {
    show();
    return () => stop();
  };
}

/**
 * A page of its own, to print.
 *
 * @param {ExamData} data
 * @param {Node[]} body
 */
function completion({ words, course, title }, body) {
  const page = globalThis.open("", "_blank");
  if (!page) return;
  page.document.title = course;
  const button = h("button", { onclick: () => page.print() }, words.print);
  page.document.head.append(h("meta", { name: "viewport", content: "width=device-width" }), h("style", {}, PAGE));
  page.document.documentElement.lang = "en";
  page.document.body.replaceChildren(
    h("main", {}, h("p", {}, `${course} · ${title}`), h("h1", {}, words["page-title"]), h("p.name", {}, words["page-name"]), body, button),
  );
}

const PAGE =
  "body{font:16px/1.5 system-ui,sans-serif;margin:0}main{max-width:44rem;margin:3rem auto;padding:0 1rem}h1{font-weight:600}" +
  ".name{border-bottom:1px solid;padding-top:1.5rem}ul{list-style:none;padding:0}.tally{display:flex;justify-content:space-between;gap:1rem}" +
  "a{color:inherit;text-decoration:none}button{font:inherit;padding:.4rem 1rem}@media print{button{display:none}}";
