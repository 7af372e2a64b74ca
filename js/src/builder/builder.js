// <immuno-builder>: one choice a feature; what follows from them is looked up in the rows that came with the page.
import { h, outside } from "../dom.js";
import { fill } from "../statistics/said.js";
import { follows, resembling } from "./rule.js";
import style from "./style.css";

/** @type {Mount<BuilderData>} */
export function mountBuilder(root, data) {
  const { words, features, aspects } = data;
  const design = { ...data.start };
  /** @type {Record<string, string>} */
  const before = {};
  /** @type {Record<string, string>} */
  const questions = { ...aspects, "": words.resembles };
  const answers = Object.fromEntries(Object.keys(questions).map((aspect) => [aspect, h("dd")]));
  const status = h("p.unseen", { role: "status" });

  root.append(
    h("style", {}, style),
    h(
      "section.card",
      { "aria-label": data.title },
      h("div.bar", {}, h("b", {}, data.title)),
      h(
        "div.body",
        {},
        features.map((feature) =>
          h(
            "fieldset",
            {},
            h("legend", {}, feature.label),
            h("div.chips", {}, Object.entries(feature.choices).map(([choice, label]) => radio(feature.id, choice, label))),
          ),
        ),
        h("dl", {}, Object.entries(questions).flatMap(([aspect, label]) => [h("dt", {}, label), answers[aspect]])),
        h("p.aside", {}, data.caption),
        status,
      ),
    ),
  );

  /** @param {string} feature @param {string} choice @param {string} label */
  function radio(feature, choice, label) {
    const choose = () => ((design[feature] = choice), draw(true));
    return h("label", {}, h("input", { type: "radio", name: feature, value: choice, checked: design[feature] === choice, onchange: choose }), h("span", {}, label));
  }

  /** @param {number} i */
  function source(i) {
    const { text, href } = data.sources[i];
    return outside(href, text);
  }

  /** @param {string} aspect @param {(Node | string)[][]} lines @param {boolean} marked */
  function answer(aspect, lines, marked) {
    const parts = lines.map((line) => h("p", {}, line));
    const said = lines.map((line) => line.filter((part) => typeof part === "string").join("")).join(" ");
    const changed = marked && before[aspect] !== said;
    answers[aspect].replaceChildren(...parts);
    answers[aspect].classList.toggle("changed", changed);
    if (changed) parts[0].prepend(h("b", {}, words.changed), " ");
    before[aspect] = said;
    return changed ? `${questions[aspect]} ${said}` : "";
  }

  function products() {
    const found = resembling(data.products, design);
    const [built, near] = (found[0]?.feature ? words.near : words.built).split("{products}");
    const named = found.flatMap(({ product, feature }, i) => {
      const other = features.find(({ id }) => id === feature);
      const text = other ? fill(words.differs, { product: product.name, feature: other.label, choice: other.choices[product.design[other.id]] }) : product.name;
      return [i ? "; " : "", text, " ", h("small", {}, source(product.source))];
    });
    return found.length ? [built, ...named, near] : [words.none];
  }

  /** @param {boolean} marked whether what has changed is marked and announced */
  function draw(marked) {
    const held = follows(data.effects, design);
    const news = Object.keys(aspects).map((aspect) => {
      const lines = held.filter((row) => row.aspect === aspect).map((row) => [row.text, " ", h("small", {}, source(row.source))]);
      return answer(aspect, lines.length ? lines : [[words.unknown]], marked);
    });
    news.push(answer("", [products()], marked));
    status.textContent = news.filter(Boolean).join(" ");
  }

  draw(false);
  return () => () => {};
}
