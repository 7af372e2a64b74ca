"""A spoilt table is refused with file, row, column, the value and what is expected."""

from __future__ import annotations

import pytest

from immunolearn.errors import ContentError, ImmunolearnError
from immunolearn.evidence import descriptor, load_table
from immunolearn.evidence.validate import validate


def only_problem(folder):
    problems = validate(folder)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def line_of(folder, name, text, errors="strict"):
    lines = (folder / name).read_text(encoding="utf-8", errors=errors).splitlines()
    return next(i for i, line in enumerate(lines, start=1) if text in line)


def test_an_unspoilt_copy_has_no_problem(folder):
    assert validate(folder) == []


def test_a_missing_column_is_named(folder, spoil):
    spoil("organs.csv", b"organ_id,organ,class", b"organ_id,class")
    problem = only_problem(folder)
    assert (problem.file, problem.row, problem.column, problem.value) == ("organs.csv", 1, "organ", "without organ")
    assert problem.expected.startswith("the columns organ_id, organ, class")


def test_a_row_that_is_too_short_is_named(folder, spoil):
    spoil("organs.csv", b"thymus,Thymus,", b"thymus,")
    assert only_problem(folder).row == line_of(folder, "organs.csv", "thymus,")


def test_text_in_a_number_column_is_refused(folder, spoil):
    spoil("burden.csv", b",2022,9700000,", b",2022,many,")
    problem = only_problem(folder)
    assert (problem.file, problem.column, problem.value) == ("burden.csv", "value", "many")
    assert problem.row == line_of(folder, "burden.csv", "many")
    assert problem.expected == "a number, as 1200, 0.5 or 2e-09, in digits alone"


def test_a_word_that_is_not_in_the_list_is_refused_with_the_list(folder, spoil):
    spoil("organs.csv", b"thymus,Thymus,primary", b"thymus,Thymus,first")
    problem = only_problem(folder)
    assert (problem.column, problem.value) == ("class", "first")
    assert problem.expected == "one of primary, secondary, ectopic, barrier, transport"


def test_a_duplicate_key_is_refused_with_both_lines(folder, spoil):
    first = line_of(folder, "organs.csv", "spleen,")
    line = (folder / "organs.csv").read_bytes().splitlines(keepends=True)[first - 1]
    spoil("organs.csv", line, line + line)
    problem = only_problem(folder)
    assert (problem.row, problem.column, problem.value) == (first + 1, "organ_id", "spleen")
    assert problem.expected == f"a key of its own; line {first} has it too"


def test_rows_out_of_order_are_refused(folder):
    file = folder / "organs.csv"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([lines[0], *lines[2:], lines[1]]))
    assert only_problem(folder).expected == "rows sorted by their key"


def test_an_unknown_trial_is_refused(folder, spoil):
    spoil("toxicities.csv", b",checkmate-067,", b",checkmate-0067,")
    problem = only_problem(folder)
    assert (problem.file, problem.column, problem.value) == ("toxicities.csv", "trial_id", "checkmate-0067")
    assert problem.expected == "a value of trial_id in trials.csv"


def test_an_unknown_arm_is_refused(folder, spoil):
    spoil("comparisons.csv", b"\nemilia,t-dm1,", b"\nemilia,t-dm0,")
    problems = [problem for problem in validate(folder) if problem.column == "experimental_arm"]
    assert [(problem.value, problem.expected) for problem in problems] == [("t-dm0", "an arm of emilia in arms.csv")]


def test_an_unknown_source_is_refused(folder, spoil):
    spoil("trials.csv", b",verma2012,", b",verma2021,")
    assert (only_problem(folder).column, only_problem(folder).value) == ("reference", "verma2021")


def test_a_percentage_that_does_not_match_its_counts_is_refused(folder, spoil):
    spoil("outcomes.csv", b"ipi-gp100,grade3plus_trae_rate,,17.4,", b"ipi-gp100,grade3plus_trae_rate,,19.4,")
    problem = only_problem(folder)
    assert (problem.file, problem.column, problem.value) == ("outcomes.csv", "value", "19.4")
    assert problem.expected == "17.37, as 66 of 380 patients give"


def test_more_events_than_patients_are_refused(folder, spoil):
    spoil("outcomes.csv", b",66,380,", b",66,38,")
    assert only_problem(folder).expected == "at most n, which is 38"


def test_survival_that_rises_is_refused(folder, spoil):
    spoil("outcomes.csv", b"optim,t-vec,os_rate,36,38.9", b"optim,t-vec,os_rate,36,58.9")
    expected = [problem.expected for problem in validate(folder)]
    assert "at most 49.8, the survival at 24 months" in expected


def test_an_interval_that_misses_its_value_is_refused(folder, spoil):
    spoil("comparisons.csv", b",0.65,0.55,0.77,95,", b",0.65,0.75,0.77,95,")
    assert (only_problem(folder).column, only_problem(folder).value) == ("ci_low", "0.75")


def test_a_verified_row_without_a_source_is_refused(folder, spoil):
    spoil("therapies.csv", b",purple-book,", b",,")
    assert only_problem(folder).column == "reference"


def test_a_carriage_return_is_refused(folder, spoil):
    spoil("organs.csv", b"\nthymus", b"\r\nthymus")
    problem = only_problem(folder)
    assert (problem.value, problem.expected) == ("carriage return", "lines that end in LF alone")
    assert problem.row == line_of(folder, "organs.csv", "thymus") - 1


def test_a_byte_order_mark_is_refused(folder):
    file = folder / "organs.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert (only_problem(folder).row, only_problem(folder).value) == (1, "byte order mark")


def test_a_file_that_is_not_utf_8_is_refused(folder, spoil):
    spoil("organs.csv", b"Thymus", b"Thym\xfcs")
    problem = only_problem(folder)
    assert problem.row == line_of(folder, "organs.csv", "thymus,", errors="replace")
    assert (problem.value, problem.expected) == ("byte 0xfc", "CSV in UTF-8")


def test_a_missing_file_is_refused(folder):
    (folder / "organs.csv").unlink()
    assert [problem.file for problem in validate(folder)] == ["organs.csv"]


def test_a_changed_byte_is_refused_when_the_table_is_loaded(spoil):
    spoil("organs.csv", b"Thymus", b"thymus")
    with pytest.raises(ContentError, match=r"organs\.csv: The file has sha256:.* expects sha256:.*immunolearn build"):
        load_table("organs")


def test_a_spoilt_table_is_not_described(folder, spoil):
    spoil("organs.csv", b"thymus,Thymus,primary", b"thymus,Thymus,first")
    before = (folder / "datapackage.json").read_bytes()
    with pytest.raises(ContentError, match=r"organs\.csv, line \d+, class: 'first'. Expected: one of primary"):
        descriptor.write(folder)
    assert (folder / "datapackage.json").read_bytes() == before


def test_an_edited_row_is_seen_after_it_was_described(folder, spoil):
    spoil("organs.csv", b"thymus,Thymus,", b"thymus,Gland,")
    assert descriptor.stale(folder) == ["datapackage.json", "README.md"]
    assert descriptor.write(folder) == ["datapackage.json", "README.md"]
    assert load_table("organs").loc["thymus", "organ"] == "Gland"
    assert descriptor.stale(folder) == []


def test_a_yaml_with_an_unknown_property_is_refused(folder):
    file = folder / "organs.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("required: true", "needed: true", 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"organs\.yaml: .*needed"):
        validate(folder)


@pytest.mark.parametrize(
    "value",
    [
        "97_00_000",
        "\uff19\uff17\uff10\uff10\uff10\uff10\uff10",
        " 9700000",
        "+9700000",
        "9700000.",
        "nan",
        "inf",
        "9,700,000",
    ],
)
def test_a_number_that_only_some_programs_read_is_refused(folder, spoil, value):
    spoil("burden.csv", b",2022,9700000,", f',2022,"{value}",'.encode())
    problem = only_problem(folder)
    assert (problem.column, problem.value) == ("value", value)
    assert problem.expected == "a number, as 1200, 0.5 or 2e-09, in digits alone"


@pytest.mark.parametrize("day", [b"2024-02-30", b"2024-13-01"])
def test_a_day_that_is_not_in_the_calendar_is_refused(folder, spoil, day):
    spoil("therapies.csv", b",1998-09-25,", b"," + day + b",")
    problem = only_problem(folder)
    assert (problem.column, problem.value) == ("first_fda_approval", day.decode())
    assert problem.expected == "a day of the calendar"


@pytest.mark.parametrize("text", ["Thy\0mus", "Thy\u200bmus", "Thymu\u0301s", "Thy\u00a0mus", "Thy\nmus"])
def test_a_character_that_cannot_be_seen_is_refused(folder, spoil, text):
    spoil("organs.csv", b"thymus,Thymus,", f'thymus,"{text}",'.encode())
    problem = only_problem(folder)
    assert (problem.column, problem.value) == ("organ", text)
    assert problem.expected.startswith("visible characters only")


def test_a_table_without_rows_is_refused(folder):
    file = folder / "measures.csv"
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    first = validate(folder)[0]
    assert (first.file, first.value, first.expected) == ("measures.csv", "no rows", "at least one row")


def test_a_surplus_column_is_named(folder, spoil):
    spoil("organs.csv", b"organ_id,organ,", b"organ_id,colour,organ,")
    assert (only_problem(folder).row, only_problem(folder).column) == (1, "colour")


def test_utf_16_is_refused_as_such(folder):
    file = folder / "organs.csv"
    file.write_bytes(file.read_text(encoding="utf-8").encode("utf-16"))
    assert (only_problem(folder).row, only_problem(folder).expected) == (1, "CSV in UTF-8")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Organs", "title: [Organs", r"organs\.yaml:\d+: This is no YAML"),
        ("type: string", "type: text", r"No type in organs\.yaml, organ_id, named 'text'\. Known: boolean"),
        ("  - organ_id", "  - organ_idx", r"named 'organ_idx'\. Did you mean 'organ_id'\? organs\.yaml"),
        ("key:\n  - organ_id", "key: organ_id", r"key is 'organ_id' and no list"),
        ("required: true", "refers_to: trialz.trial_id", r"refers_to, named 'trialz'\. Did you mean 'trials'"),
        ("required: true", "refers_to: trials.trial", r"refers_to, named 'trial'\. Did you mean 'trial_id'"),
    ],
)
def test_a_yaml_that_describes_nothing_is_refused(folder, old, new, said):
    file = folder / "organs.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ImmunolearnError, match=said):
        validate(folder)


def test_a_lost_table_and_a_spoilt_descriptor_are_named_when_they_are_read(folder):
    (folder / "organs.csv").unlink()
    with pytest.raises(ContentError, match=r"organs\.csv: There is no such file"):
        load_table("organs")
    (folder / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(ContentError, match=r"datapackage\.json: This is no JSON .*immunolearn build"):
        load_table("cells")
