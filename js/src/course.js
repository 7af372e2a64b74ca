// <immuno-course>: the lessons in order, with what is done of each.
import { h } from "./dom.js";
import { sessionOf } from "./session.js";

/** @type {Mount<CourseData>} */
export function mountCourse(root, data) {
  const session = sessionOf(data.start);
  const lessons = data.lessons.map(({ name, place, title, href, answered }) => {
    const said = h("span.tag");
    const line = h("li", {}, `${place}. `, href ? h("a", { href }, title) : title, said);
    return { name, answered, said, line };
  });
  root.append(h("ul.objectives", { "aria-label": "Lessons" }, lessons.map(({ line }) => line)));

  function draw() {
    for (const { name, answered, said, line } of lessons) {
      const { done, of } = session.store.progress(session.storeId, name) ?? { done: 0, of: 0 };
      line.classList.toggle("done", done > 0 && done === of);
      said.textContent = of ? `${done} of ${of} questions done` : answered ? `${answered} answered` : "";
    }
  }

  return () => {
    draw();
    return session.follow(draw);
  };
}
