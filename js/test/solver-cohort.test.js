import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { bestResponse, follow, inSlices } from "../src/solver/cohort.js";

const read = (name) => JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}.json`, import.meta.url), "utf8"));
const { table, treatment, sizes, responses: wanted } = read("models-cohort");
const { model: data } = read("models").find(({ model }) => model.id === table.model);
const model = {
  ...data,
  ...(await import(`data:text/javascript;base64,${Buffer.from(data.source).toString("base64")}`)),
};

test("every patient of the table responds as in Python", async () => {
  assert.deepEqual(await inSlices(model, table, treatment), wanted);
  assert.ok(new Set(wanted).size >= 4, `${[...new Set(wanted)]}`);
});

test("every tumour has the size that it has in Python", () => {
  table.patients.forEach((row, patient) => {
    const own = Object.fromEntries(table.parameters.map((id, i) => [id, row[i]]));
    const got = follow(model, { ...treatment, ...own }, [table.baseline, ...table.visits]);
    got.forEach((size, i) =>
      assert.ok(Math.abs(size - sizes[patient][i]) <= 1e-6 * sizes[patient][i] + 1e-6, `${patient}: ${size}, not ${sizes[patient][i]}`),
    );
  });
});

for (const [measured, response] of [
  [[50, 36, 35], "PR"],
  [[50, 36, 35.1], "SD"],
  [[50, 20, 0], "CR"],
  [[50, 60, 0], "PD"],
  [[15, 18], "SD"],
  [[9.9, 0], "NE"],
])
  test(`${measured} mm are ${response}`, () => assert.equal(bestResponse(measured), response));

test("a cohort can be stopped, and says how far it is", async () => {
  const stop = new AbortController();
  const large = { ...table, patients: Array.from({ length: 200 }, () => table.patients).flat() };
  const heard = [];
  const told = (done) => (heard.push(done), stop.abort());
  const got = await inSlices(model, large, treatment, { signal: stop.signal, told });
  assert.deepEqual(heard, [got.length]);
  assert.ok(got.length < large.patients.length);
});

test("a patient outside the ranges is a failure, not a response", async () => {
  const [got] = await inSlices(model, { ...table, patients: [[-1, 5, 0.002]] }, treatment);
  assert.equal(got.ok, false);
});
