// <immuno-progress>: on a page without Python, where this browser's reader stands. With Python, the static form says more.
import { h } from "./dom.js";
import { met } from "./lesson.js";
import { sessionOf } from "./session.js";

/** From this score on a drawn curve is right; all other answers are right or not. */
const NEAR = 0.5;

/** @type {Mount<ProgressData>} */
export function mountProgress(root, { lessons, words }) {
  const sessions = lessons.map(({ name }) => sessionOf(name));
  const body = h("div");
  root.append(body);

  function draw() {
    if (!sessions.some((session) => session.isAlone)) {
      body.replaceChildren(h("slot"));
      return;
    }
    const stands = lessons.map((lesson, index) => stand(lesson, sessions[index].answers));
    const begun = stands.filter(({ answered }) => answered);
    body.replaceChildren(h("p", {}, h("b", {}, words.progress)), ...(begun.length ? told(begun, words) : [h("p", {}, words.none)]));
  }

  return () => {
    draw();
    const stops = sessions.map((session) => session.follow(draw));
    return () => stops.forEach((stop) => stop());
  };
}

/**
 * @param {ProgressData["lessons"][number]} lesson
 * @param {Map<string, Answer>} answers newest of each question
 */
export function stand(lesson, answers) {
  const near = new Set(lesson.curves);
  const unmarked = new Set(lesson.items.filter((item) => item.marks === false).map((item) => item.id));
  const own = lesson.items.flatMap(({ id }) => answers.get(id) ?? []);
  /** @param {Answer} answer */
  const isRight = ({ item, score }) => score >= (near.has(item) ? NEAR : 1);
  const right = (/** @type {string} */ id) => {
    const answer = answers.get(id);
    return answer !== undefined && (unmarked.has(id) || isRight(answer));
  };
  return {
    lesson,
    answered: own.length,
    right: own.filter(isRight).length,
    met: met(lesson.items, right).size,
    sure: ["guess", "think", "sure"].map((word) => {
      const said = own.filter(({ confidence, item }) => confidence === word && !unmarked.has(item));
      return { word, answers: said.length, right: said.filter(isRight).length };
    }),
  };
}

/**
 * @param {ReturnType<typeof stand>[]} begun
 * @param {Record<string, string>} words
 */
function told(begun, words) {
  const rows = begun.map(({ lesson, answered, right, met }) =>
    h("tr", {}, h("td", {}, h("a", { href: lesson.href }, lesson.title)), h("td", {}, `${answered} of ${lesson.items.length}`), h("td", {}, String(right)), h("td", {}, `${met} of ${lesson.objectives}`)),
  );
  const head = ["lesson", "answered", "right", "met"].map((name) => h("th", { scope: "col" }, words[`head-${name}`]));
  const sure = [0, 1, 2].flatMap((index) => {
    const said = begun.map((one) => one.sure[index]);
    const [answers, right] = [said.reduce((sum, one) => sum + one.answers, 0), said.reduce((sum, one) => sum + one.right, 0)];
    return answers ? [h("li", {}, `${words[said[0].word]}: ${right} of ${answers}`)] : [];
  });
  const slips = begun.filter(({ sure }) => sure[2].answers > sure[2].right);
  return [
    h("table", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows)),
    sure.length && h("div", {}, h("p", {}, h("b", {}, words["sure-title"])), h("ul", {}, sure)),
    slips.length && h("div", {}, h("p", {}, h("b", {}, words["errors-title"])), h("p", {}, words["errors-here"]), h("ul", {}, slips.map(({ lesson }) => h("li", {}, h("a", { href: lesson.href }, lesson.title))))),
  ].filter((part) => part !== 0);
}
