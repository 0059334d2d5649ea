"""Every wrong parameter file ends in a message with file, line, what is allowed and the nearest match."""

import textwrap

import pytest

from kpikit.errors import ParameterError, UsageError, nearest
from kpikit.parameters import Brand, check_brands, load_brand, same_reading
from kpikit.parameters.explaining import inner_model
from kpikit.project import Project

GOOD = """\
brand: acme
name: Acme
timezone: Europe/Berlin
currency: EUR
sources:
  page: {format: linkedin, platform: linkedin}
kpis:
  - metric: leads
    objective: more contacts worth a call
    goal: leads
    owner: Ms Weber
    target: 40
    due: 2026-12-31
"""
KPI = """\
  - {metric: leads, objective: o, goal: leads, owner: x, target: 1, due: 2026-12-31}
"""


@pytest.fixture
def project(tmp_path):
    """A project with an empty params/."""
    (tmp_path / "params").mkdir()
    return Project(tmp_path)


def write(project, text, brand="acme"):
    """Put a brand file in its place."""
    project.brand_file(brand).write_text(textwrap.dedent(text), encoding="utf-8")


def test_a_right_file_loads(project):
    """The model holds what the file says."""
    write(project, GOOD)
    brand = load_brand(project, "acme")
    assert brand.kpis[0].target == 40
    assert brand.sources["page"].platform == "linkedin"


WRONG = [
    ("a misspelt key", GOOD.replace("currency:", "curency:"), 4, "unknown key 'curency'", "'currency'"),
    ("a misspelt key inside", GOOD.replace("owner:", "ownr:"), 11, "unknown key 'ownr'", "'owner'"),
    ("a word that is not allowed", GOOD.replace("goal: leads", "goal: leeds"), 10, "'leeds'", "'leads'"),
    ("a KPI without owner", GOOD.replace("    owner: Ms Weber\n", ""), 8, "owner is missing", ""),
    ("a target without date", GOOD.replace("    due: 2026-12-31\n", ""), 8, "due is missing", ""),
    ("a seventh KPI", GOOD + 6 * KPI, 7, "7 on one day, at most 6", ""),
    ("an unknown zone", GOOD.replace("Europe/Berlin", "Europe/Berlim"), 3, "not an IANA time zone", ""),
    ("a value that YAML 1.1 reads otherwise", GOOD + "industry: no\n", 14, "YAML 1.1", "quotes"),
    (
        "a day that is none",
        GOOD.replace("2026-12-31", "2026-02-30"),
        13,
        "2026-02-30 is no day",
        "2026-10-31",
    ),
    ("a clock time without quotes", GOOD + "industry: 12:30\n", 14, "YAML 1.1", "quotes"),
    ("a number with a leading zero", GOOD + "industry: 010\n", 14, "YAML 1.1", "quotes"),
    ("a key twice", GOOD + "name: Other\n", 14, "second time", ""),
    ("no YAML at all", "brand: [acme\n", None, "not YAML", ""),
    ("a list instead of keys", "- acme\n", 1, "keys and values", ""),
    ("mapped without mapping", GOOD.replace("format: linkedin", "format: mapped"), 6, "needs a mapping", ""),
]


@pytest.mark.parametrize(("what", "text", "line", "message", "hint"), WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_file_is_refused_with_its_line(project, what, text, line, message, hint):
    """What, where, what is allowed, what comes nearest."""
    write(project, text)
    with pytest.raises(ParameterError) as caught:
        load_brand(project, "acme")
    problem = caught.value.problems[0]
    assert message in str(problem)
    assert hint in str(problem)
    assert problem.file == project.brand_file("acme")
    if line:
        assert problem.line == line


def test_all_problems_are_told_at_once(project):
    """Nobody mends one line only to be told of the next."""
    write(project, GOOD.replace("currency:", "curency:").replace("goal: leads", "goal: leeds"))
    with pytest.raises(ParameterError) as caught:
        load_brand(project, "acme")
    assert len(caught.value.problems) == 2


def test_more_than_six_are_fine_when_not_at_once(project):
    """KPIs may carry from and until: six at any date is the rule."""
    later = KPI.replace("}", ", starts: 2027-01-01}")
    ending = 6 * KPI.replace("}", ", ends: 2026-12-31}")
    write(project, GOOD[: GOOD.index("  - metric")] + ending + later)
    assert len(load_brand(project, "acme").kpis) == 7


def test_an_unknown_brand_is_named_with_the_nearest(project):
    """`kpikit report acmee` tells of acme."""
    write(project, GOOD)
    with pytest.raises(UsageError, match=r"Did you mean 'acme'\?"):
        load_brand(project, "acmee")


def test_two_brands_cannot_write_to_one_place(project):
    """A copied file that kept its brand, or a linked folder, is refused."""
    write(project, GOOD, brand="other")
    with pytest.raises(ParameterError, match="two brands would write to one place"):
        load_brand(project, "other")
    write(project, GOOD)
    write(project, GOOD.replace("brand: acme", "brand: other"), brand="other")
    (project.data / "acme").mkdir(parents=True)
    (project.data / "other").symlink_to(project.data / "acme")
    with pytest.raises(ParameterError, match="would use one folder"):
        check_brands(project, ["acme", "other"])


def test_what_papermill_hands_over_must_be_what_the_file_says(project):
    """A notebook refuses a value that is not the file's own."""
    write(project, GOOD)
    given = {"brand": "acme", "name": "Acme", "kpis": None}
    assert same_reading(project, given).name == "Acme"
    with pytest.raises(ParameterError, match="the file says 'Acme'"):
        same_reading(project, given | {"name": "Acne"})


def placed(annotation, wrong):
    """Ways to write a field of this type wrongly, as YAML in flow style."""
    yield from wrong
    text = str(annotation)
    if "dict[" in text:
        yield from (f"{{key: {value}}}" for value in wrong)
        yield "{2026: 1}"
    if "list[" in text or "tuple[" in text:
        yield from (f"[{value}]" for value in wrong)


def wrong_values():
    """Each key of the file, and of all that stands in it, with values that hardly any key takes."""
    wrong = ["[[1]]", "{a: {b: c}}", "2026-99-99", "-1", "word", "true", "''", "3.7", "{}", "[]", "null"]
    for key, field in Brand.model_fields.items():
        if key != "brand":
            for value in placed(field.annotation, wrong):
                yield f"{key}: {value}"
        model = inner_model(field.annotation)
        for inner, described in model.model_fields.items() if model else ():
            for value in placed(described.annotation, wrong):
                entry = f"{{{inner}: {value}}}"
                for written in (entry, f"[{entry}]", f"{{key: {entry}}}"):
                    yield f"{key}: {written}"


def test_no_raw_words_of_the_validator_reach_anybody(project):
    """Whatever stands anywhere: our words, the file, the line, and what is allowed."""
    base = [line for line in GOOD.splitlines() if line[:1].isalpha()]
    seen = 0
    for written in wrong_values():
        key = written.partition(":")[0]
        rest = [
            "sources: {page: {format: linkedin, platform: linkedin}}" if line == "sources:" else line
            for line in base
            if not line.startswith((f"{key}:", "kpis:"))
        ]
        write(project, "\n".join([*rest, written]) + "\n")
        try:
            load_brand(project, "acme")
        except ParameterError as error:
            for problem in error.problems:
                seen += 1
                told = str(problem)
                raw = (
                    "Input should",
                    "Extra inputs",
                    "Field required",
                    "valid dict",
                    "instance of",
                    "pydantic",
                )
                assert not any(words in told for words in raw), (written, told)
                assert "another value" not in told, (written, told)
                assert problem.line is not None, (written, told)
    assert seen > 500


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("target: 40", "target: many", "kpis.0.target: 'many' can't stand here. Allowed: a number."),
        (
            "due: 2026-12-31",
            "due: soon",
            "kpis.0.due: 'soon' can't stand here. Allowed: a day such as 2026-10-31.",
        ),
        (
            ", platform: linkedin",
            "",
            "sources.page.platform is missing. Allowed: platform the figures are of",
        ),
        ("Europe/Berlin", "Europe/Berlim", "Did you mean 'Europe/Berlin'?"),
        (
            "kpis:",
            "conversions: {order: 5}\nkpis:",
            "conversions.order: 5 can't stand here. Allowed: text or keys",
        ),
        (
            "kpis:",
            "conversions: {order: {evnt: purchase}}\nkpis:",
            "unknown key 'evnt'. Did you mean 'event'? Allowed: event, value, margin.",
        ),
        (
            "kpis:",
            "exchange_rates: {USD: -1}\nkpis:",
            "exchange_rates.USD: -1 can't stand here. Allowed: a number above 0",
        ),
        (
            "kpis:",
            'costs: [{month: "2026-10", amount: 5, currency: USD, what: film, kind: fees}]\nkpis:',
            "costs.0: an amount in USD, the report is in EUR, and no rate is given for 2026-10. Allowed: exchange_rates",
        ),
        (
            "kpis:",
            "costs: [{month: '2026-13'}]\nkpis:",
            "costs.0.month: '2026-13' can't stand here. Allowed: a month",
        ),
        (
            "kpis:",
            "costs: [{month: 10/2026}]\nkpis:",
            "costs.0.month: '10/2026' can't stand here. Allowed: a month",
        ),
    ],
)
def test_a_wrong_value_is_explained(project, old, new, said):
    """One problem a place: the value, what may stand there, what comes nearest."""
    assert old in GOOD
    write(project, GOOD.replace(old, new))
    with pytest.raises(ParameterError) as caught:
        load_brand(project, "acme")
    assert said in str(caught.value)
    assert str(caught.value).count(said.partition(" ")[0]) == 1


@pytest.mark.parametrize(
    ("word", "allowed", "near"),
    [
        ("plattform", ["platform", "account"], "platform"),
        ("linkedin_pages", ["linkedin", "linkedin_ads", "x"], "linkedin"),
        ("engagement_rate", ["engagement_rate_by_reach", "reach"], "engagement_rate_by_reach"),
        ("Faceboook", ["facebook"], "facebook"),
        ("roas", ["reach", "orders", "shares"], None),
        ("pinterest", ["print", "interest_index"], None),
        ("ctr", ["cost", "country"], None),
        ("revenue_per_visit", ["response_rate", "reviews"], None),
    ],
)
def test_only_what_comes_close_is_suggested(word, allowed, near):
    """No suggestion is better than an absurd one."""
    assert nearest(word, allowed) == near
