import assert from "node:assert/strict";
import test from "node:test";
import { author, plain } from "../src/dom.js";
import { decode, isHarmless } from "../src/diagram.js";
import { met } from "../src/lesson.js";

// As much of a document as h() needs; prints itself.
globalThis.document = {
  createElement: (tag) => ({
    tag,
    attributes: {},
    children: [],
    setAttribute(name, value) {
      this.attributes[name] = value;
    },
    append(child) {
      this.children.push(child);
    },
  }),
};

function print(nodes) {
  return nodes
    .map((node) => {
      if (typeof node === "string") return node;
      const { href } = node.attributes;
      return `<${node.tag}${href ? ` ${href}` : ""}>${print(node.children)}</${node.tag}>`;
    })
    .join("");
}

test("author text becomes elements", () => {
  const nodes = ["CO", ["sub", "2"], " and ", ["em", "very ", ["strong", "much"]]];
  assert.equal(print(author(nodes)), "CO<sub>2</sub> and <em>very <strong>much</strong></em>");
});

test("a tag that is not on the list becomes its text", () => {
  for (const tag of ["script", "img", "iframe", "style", "svg", "SCRIPT", "immuno-quiz"]) {
    assert.equal(print(author([[tag, { src: "x", onerror: "alert(1)" }, "so ", ["b", "what"]]])), "so what");
  }
});

test("markup in a string stays text", () => {
  assert.deepEqual(author(["<b onclick=x>"]), ["<b onclick=x>"]);
});

test("links lead to pages", () => {
  for (const href of ["https://doi.org/x", "http://a.example", "glossary.ipynb#adcc", "glossary.html", "#top"]) {
    assert.equal(print(author([["a", { href }, "there"]])), `<a ${href}>there</a>`);
  }
});

test("links that lead anywhere else become text", () => {
  for (const href of ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example", "../x.ipynb", "file:///etc", undefined]) {
    assert.equal(print(author([["a", { href }, "there"]])), "there");
  }
});

test("the plain text of a link leaves its address out", () => {
  assert.equal(plain(["see ", ["a", { href: "#x" }, "the ", ["em", "map"]], "."]), "see the map.");
});

test("pictures keep their letters", () => {
  const address = `data:image/svg+xml;base64,${Buffer.from("<svg>γδ – µm</svg>").toString("base64")}`;
  assert.equal(decode(address), "<svg>γδ – µm</svg>");
});

test("nothing in a picture runs or leads out of it", () => {
  for (const [name, value] of [
    ["onload", "x"], ["ONCLICK", "x"], ["href", "https://a.example"], ["xlink:href", "javascript:x"],
    ["style", "fill:url(https://a.example)"], ["fill", "url( 'data:x')"], ["style", "@import 'x'"],
  ]) assert.equal(isHarmless(name, value), false, `${name}=${value}`);
  for (const [name, value] of [
    ["href", "#cell"], ["fill", "url(#g)"], ["fill", 'url("#g")'], ["style", "fill:var(--ink,#1b1d22)"], ["d", "M0 0h1"],
  ]) assert.equal(isHarmless(name, value), true, `${name}=${value}`);
});

test("an objective is met when each of its questions is answered right", () => {
  const items = [{ id: "a", objective: "bind" }, { id: "b", objective: "bind" }, { id: "c", objective: "kill" }];
  const right = new Set(["a", "c"]);
  const ready = () => [...met(items, (id) => right.has(id))];
  assert.deepEqual(ready(), ["kill"]);
  right.add("b");
  assert.deepEqual(ready(), ["bind", "kill"]);
});
