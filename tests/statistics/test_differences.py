"""Every statistic beside the other library's and beside published values; run this file to see the table."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test
from lifelines.utils import median_survival_times, restricted_mean_survival_time
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import proportion_confint

from immunolearn import statistics

# Remission on 6-mercaptopurine and on placebo, in weeks: Freireich et al. (1963), doi 10.1182/blood.V21.6.699.699
DRUG = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], bool)
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
WEEKS, SEEN = DRUG + PLACEBO, np.append(RELAPSED, [True] * 21)
TREATED = np.array([True] * 21 + [False] * 21)


def ends(interval):
    return [interval.low, interval.high]


def rows():
    """Statistic, other library, largest absolute difference, largest difference allowed."""
    curve = statistics.kaplan_meier(DRUG, observed=RELAPSED)
    fit = KaplanMeierFitter().fit(DRUG, RELAPSED)
    for events, n in [(0, 20), (1, 29), (15, 148), (43, 270), (81, 263)]:
        for name, method in [("wilson_interval", "wilson"), ("clopper_pearson_interval", "beta")]:
            ours = ends(getattr(statistics, name)(events, n))
            yield f"{name}({events}, {n})", "statsmodels", ours, proportion_confint(events, n, method=method), 1e-9
    compared = statistics.compare_proportions(183, 314, control_events=60, control_n=315)
    theirs = Table2x2([[183, 131], [60, 255]])
    ours = [compared.risk_ratio.value, *ends(compared.risk_ratio.interval)]
    yield "compare_proportions, risk ratio", "statsmodels", ours, [theirs.riskratio, *theirs.riskratio_confint()], 1e-9
    yield "kaplan_meier, survival", "lifelines", curve["survival"], fit.survival_function_.iloc[:, 0], 1e-12
    happened = curve["events"] > 0
    right = SurvfuncRight(DRUG, RELAPSED.astype(int))
    yield "kaplan_meier, survival", "statsmodels", curve["survival"][happened], right.surv_prob, 1e-12
    band = fit.confidence_interval_.to_numpy()
    yield "kaplan_meier, log-log band", "lifelines", curve[["low", "high"]], band, 1e-9
    median = statistics.median_survival(DRUG, observed=RELAPSED)
    theirs = [fit.median_survival_time_, *median_survival_times(fit.confidence_interval_).iloc[0]]
    yield "median_survival", "lifelines", [median.value, *ends(median.interval)], theirs, 0
    later = statistics.conditional_survival(DRUG, observed=RELAPSED, survived=10, further=12)
    yield "conditional_survival", "lifelines", [later.value], [fit.predict(22) / fit.predict(10)], 1e-12
    mean = statistics.restricted_mean(DRUG, observed=RELAPSED, until=30)
    yield "restricted_mean", "lifelines", [mean.value], [restricted_mean_survival_time(fit, t=30)], 1e-9
    test = statistics.log_rank(WEEKS, observed=SEEN, groups=TREATED)
    theirs = logrank_test(DRUG, PLACEBO, RELAPSED, [True] * 21)
    yield "log_rank, chi-squared", "lifelines", [test.chi_squared], [theirs.test_statistic], 1e-9
    yield "log_rank, p", "lifelines", [test.p], [theirs.p_value], 1e-9
    ratio = statistics.cox_hazard_ratio(WEEKS, observed=SEEN, treated=TREATED)
    frame = pd.DataFrame({"weeks": WEEKS, "seen": SEEN, "treated": TREATED}).astype(int)
    theirs = CoxPHFitter().fit(frame, "weeks", "seen").summary.loc["treated"]
    theirs = theirs[["exp(coef)", "exp(coef) lower 95%", "exp(coef) upper 95%", "p"]]
    yield "cox_hazard_ratio", "lifelines", [ratio.value, *ends(ratio.interval), ratio.p], theirs, 1e-6


TABLE = [(name, library, np.asarray(a, float), np.asarray(b, float), most) for name, library, a, b, most in rows()]


@pytest.mark.parametrize(
    ("ours", "theirs", "most"), [row[2:] for row in TABLE], ids=[f"{name}-{library}" for name, library, *_ in TABLE]
)
def test_the_other_library_says_the_same(ours, theirs, most):
    assert np.isfinite(ours).any()
    assert np.array_equal(np.isfinite(ours), np.isfinite(theirs))
    assert np.nanmax(np.abs(ours - theirs)[np.isfinite(ours)]) <= most


def test_every_statistic_stands_in_the_table():
    functions = {name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))}
    assert {name for name in functions if any(row[0].startswith(name) for row in TABLE)} == functions


@pytest.mark.parametrize("name", [name for name in statistics.__all__ if inspect.isfunction(getattr(statistics, name))])
def test_every_statistic_says_when_not_to_use_it_and_where_it_comes_from(name):
    text = inspect.getdoc(getattr(statistics, name))
    assert "Do not use it" in text.replace("\n", " ")
    assert "doi 10." in text


if __name__ == "__main__":
    print("| statistic | other library | largest difference | allowed |\n|---|---|---|---|")
    for name, library, ours, theirs, most in TABLE:
        print(f"| {name} | {library} | {np.nanmax(np.abs(ours - theirs)[np.isfinite(ours)]):.1e} | {most:.0e} |")
