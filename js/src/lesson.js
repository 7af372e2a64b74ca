// <immuno-lesson>: the header of a lesson, with what is done and where the answers are.
import { author, h } from "./dom.js";
import { keeping } from "./keeping.js";
import { isRight } from "./quiz/grade.js";
import { savedLine } from "./saved.js";
import { sessionOf } from "./session.js";

/**
 * Ids of the objectives of which every question is answered right (or, where nothing is marked, answered).
 *
 * @param {LessonData["items"]} items
 * @param {(id: string) => boolean} right
 */
export function met(items, right) {
  const asked = new Set(items.map((item) => item.objective));
  const open = items.filter((item) => !right(item.id)).map((item) => item.objective);
  return new Set([...asked].filter((objective) => !open.includes(objective)));
}

/** @type {Mount<LessonData>} */
export function mountLesson(root, data) {
  const session = sessionOf(data.lesson);
  for (const { id, text } of data.objectives) session.objectives.set(id, text);
  const kept = keeping(session);
  const objectives = data.objectives.map(({ id, text }) => ({ id, line: h("li", {}, author(text), h("span.unseen")) }));
  const done = h("b");
  const saved = h("div.saved");
  root.append(
    h("div.eyebrow", {}, data.place),
    h("h1", {}, data.title),
    h("p.promise", {}, author(data.promise)),
    h(
      "div.head",
      {},
      h("ul.objectives", { "aria-label": "By the end you can" }, objectives.map(({ line }) => line)),
      h(
        "div.meta",
        {},
        h("div", {}, h("b", {}, String(data.minutes)), " minutes"),
        data.parts?.length > 0 && h("div", {}, h("b", {}, data.parts.join(" + ")), " with a rest"),
        h("div", {}, h("b", {}, String(data.items.length)), " questions, ", done, " done"),
        saved,
      ),
    ),
  );
  if (data.before.length) {
    root.append(h("div.before", {}, h("b", {}, "Before this"), h("ul", {}, data.before.map((text) => h("li", {}, author(text))))));
  }

  root.append(kept.element);

  const unmarked = new Set(data.items.filter((item) => item.marks === false).map((item) => item.id));

  /** @param {string} id */
  function right(id) {
    if (unmarked.has(id)) return session.answers.has(id);
    const [item, answer] = [session.items.get(id), session.answers.get(id)];
    return answer !== undefined && (item ? isRight(item, answer.given) : answer.score === 1);
  }

  function draw() {
    const ready = met(data.items, right);
    kept.draw();
    for (const { id, line } of objectives) {
      line.classList.toggle("done", ready.has(id));
      /** @type {HTMLElement} */ (line.querySelector(".unseen")).textContent = ready.has(id) ? " (met)" : "";
    }
    const count = data.items.filter((item) => session.answers.has(item.id)).length;
    done.textContent = String(count);
    session.store.note(session.storeId, data.lesson, count, data.items.length);
    const { fate, text } = savedLine(session, [...session.answers.values()]);
    saved.className = `saved is-${fate}`;
    saved.textContent = ["saved", "kept"].includes(fate) ? `answers ${text}` : text;
  }

  return () => {
    draw();
    return session.follow(draw);
  };
}
