"""A virtual cohort in a page: the patients that Python drew respond there as they do in Python."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from immunolearn.models import load_model

ROOT = Path(__file__).parents[2]
VECTOR = json.loads((ROOT / "tests" / "vectors" / "models-cohort.json").read_text(encoding="utf-8"))
RUN = """async ([data, table, treatment]) => {
  const address = URL.createObjectURL(new Blob([data.source], { type: "text/javascript" }));
  const model = { ...data, ...(await import(address)) };
  let beats = 0;
  const heart = setInterval(() => (beats += 1));
  const many = { ...table, patients: Array.from({ length: 10 }, () => table.patients).flat() };
  const found = await responses(model, many, treatment);
  clearInterval(heart);
  return { found, beats };
}"""


def test_a_cohort_responds_as_in_python_while_the_page_stays_alive(open_context):
    command = [ROOT / "node_modules" / ".bin" / "esbuild", "--bundle"]
    entry = 'import { responses } from "./js/src/solver/cohort.js"; Object.assign(window, { responses });'
    script = subprocess.run(command, input=entry, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    page = open_context().new_page()
    page.add_script_tag(content=script)
    table = VECTOR["table"]
    result = page.evaluate(RUN, [load_model(table["model"]).page_data(), table, VECTOR["treatment"]])
    assert result["found"] == 10 * VECTOR["responses"]
    assert result["beats"] > 1
