"""A curve to predict is joined to a trial: its points are published landmarks, by reference."""

from __future__ import annotations

import pytest

import immunolearn as il
from immunolearn.errors import ImmunolearnError
from immunolearn.questions import grade, load_bank
from immunolearn.questions.element import element_data

ARM = "'ca184-024', 'ipi-dtic', measure='os', digits=1"
LANDMARKS = [12, 24, 36, 48]
BANK = f"""groups:
- id: g
  title: Draw the curve
  items:
  - id: q
    kind: curve
    objective: o
    level: apply
    stem: How many are alive, year by year?
    source: ca184-024-2015
    axes:
      x: {{label: Time, unit: months, min: 0, max: 60}}
      y: {{label: Alive, unit: "%", min: 0, max: 100}}
    points:
    - {{x: 0, y: 100}}
{
    "".join(
        f'''    - {{x: {at}, y: "{{{{ percent({ARM}, at_months={at}) }}}}"}}
'''
        for at in LANDMARKS
    )
}    - x: 60
      y: "{{{{ percent({ARM}, at_months=60) }}}}"
      low: "{{{{ low({ARM}, at_months=60) }}}}"
      high: "{{{{ high({ARM}, at_months=60) }}}}"
    asked: [12, 36, 60]
    tolerance: 15
    real: After five years {{{{ percent({ARM}, at_months=60) }}}} were alive.
    feedback: {{near: n, above: a, below: b}}
"""


@pytest.fixture
def load(tmp_path):
    def load_text(text):
        (tmp_path / "quiz.yaml").write_text(text, encoding="utf-8")
        return load_bank(tmp_path)

    return load_text


def test_the_points_are_the_landmarks_that_the_trial_published(load):
    bank = load(BANK)
    item = element_data(bank, bank.items[0])
    rows = il.results("os", arms=["ca184-024/ipi-dtic"])
    assert {point["x"]: point["y"] for point in item["points"][1:]} == dict(
        zip(rows["at_months"], rows["value"], strict=True)
    )
    last = rows.iloc[-1]
    assert (item["points"][-1]["low"], item["points"][-1]["high"]) == (last["ci_low"], last["ci_high"])
    assert rows["as_of"].nunique() == 1


def test_who_draws_the_published_curve_earns_it_all(load):
    rows = il.results("os", arms=["ca184-024/ipi-dtic"]).set_index("at_months")["value"]
    item = load(BANK).items[0]
    assert grade(item, [f"{at}={rows[at]}" for at in (12, 36, 60)]) == 1
    assert grade(item, ["12=100", "36=100", "60=100"]) == 0


def test_an_interval_that_was_not_published_is_not_drawn(load):
    missing = BANK.replace(f"low({ARM}, at_months=60)", f"low({ARM}, at_months=48)")
    assert missing != BANK
    bank = load(missing)
    with pytest.raises(ImmunolearnError, match=r"without an interval\. Leave the ends of this point out"):
        element_data(bank, bank.items[0])
