// js/src -> src/immunolearn/static/runtime.js: the inline runtime of every page and the bridge's module, in one.
import { readFile } from "node:fs/promises";
import { build, transform } from "esbuild";

const outfile = "src/immunolearn/static/runtime.js";
const MOST_BYTES = 164_000;
const TARGET = "es2022";

/** Style sheets come as text: without the spaces that only people need. */
const styles = {
  name: "styles",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target: TARGET });
      return { contents: code, loader: "text" };
    }),
};

/** Of the tokens a page needs the colours. */
const tokens = {
  name: "tokens",
  setup: ({ onLoad }) =>
    onLoad({ filter: /tokens\.json$/ }, async ({ path }) => {
      const { families, state } = JSON.parse(await readFile(path, "utf8"));
      const colours = (of) => Object.fromEntries(Object.entries(of).map(([name, { light, dark }]) => [name, { light, dark }]));
      return { contents: JSON.stringify({ families: colours(families), state: colours(state) }), loader: "json" };
    }),
};

await build({
  bundle: true,
  charset: "utf8",
  entryPoints: ["js/src/runtime.js"],
  format: "esm",
  legalComments: "none",
  minify: true,
  outfile,
  plugins: [styles, tokens],
  target: TARGET,
});

const text = await readFile(outfile, "utf8");
const bytes = Buffer.byteLength(text);
if (/<\/script/i.test(text)) throw new Error(`${outfile} contains "</script": it would end its own script element.`);
if (bytes > MOST_BYTES) throw new Error(`${outfile} has ${bytes} bytes; at most ${MOST_BYTES} are allowed.`);
console.log(`${outfile}: ${bytes} bytes`);
