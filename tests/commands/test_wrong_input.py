"""Wrong input is refused before any work: what, where, what is allowed, the nearest match, and the exit code."""

import pytest

from tests.commands.conftest import BRAND, add_brand


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("timezone:", "timezon:", ["acme.yaml:4:", "unknown key 'timezon'", "Did you mean 'timezone'"]),
        (
            "metric: followers\n    obj",
            "metric: folowers\n    obj",
            ["acme.yaml:16:", "no metric 'folowers'", "Did you mean 'followers'"],
        ),
        ("    due: 2026-12-31\n", "", ["acme.yaml:16:", "due is missing"]),
        ("    owner: Kim\n", "", ["owner is missing"]),
        ("format: mapped", "format: maped", ["acme.yaml:7:", "mapping"]),
        (
            "sources:\n",
            "sources:\n  web: {{format: gaa4, platform: web}}\n",
            ["acme.yaml:7:", "no format 'gaa4'", "Did you mean 'ga4'"],
        ),
        ("table: account_daily", "table: account_dayly", ["acme.yaml:12:", "Did you mean 'account_daily'"]),
        (
            "value: followers",
            "valeu: followers",
            ["acme.yaml:13:", "no column 'valeu'", "Did you mean 'value'"],
        ),
        ("languages: [en]", "languages: [en, xx]", ["acme.yaml:3:", "no language 'xx'"]),
        ("currency: EUR", "currency: EUR\ncurrency: USD", ["acme.yaml", "second time"]),
        ("name: Acme Pumps", "name: no", ["acme.yaml:2:", "quotes"]),
        ("brand: {id}", "brand: other", ["acme.yaml:1:", "two brands would write to one place"]),
        ("target: 2000", "target: many", ["acme.yaml:20:", "target"]),
    ],
    ids=lambda value: value if isinstance(value, str) and "\n" not in value else "",
)
def test_wrong_parameters_are_named_with_file_and_line(project, kpikit, old, new, said):
    """Nothing is written; exit 1."""
    assert old in BRAND
    add_brand(project, "acme", BRAND.replace(old, new))
    ran = kpikit("report", "acme")
    assert ran.code == 1
    assert all(words in ran.err for words in said), ran.err
    assert "Traceback" not in ran.err
    assert not (project / "reports").exists()
    assert not (project / "data/.store").exists()


def test_all_problems_are_listed_at_once(project, kpikit):
    """Three wrong keys, three lines."""
    wrong = (
        BRAND.replace("timezone:", "timezon:")
        .replace("owner:", "owned:")
        .replace("format: mapped", "format: 7")
    )
    add_brand(project, "acme", wrong)
    ran = kpikit("check")
    assert ran.err.count("acme.yaml:") >= 3


def test_a_seventh_kpi_is_refused_with_the_reason(project, kpikit):
    """At most six on any day."""
    kpi = BRAND[BRAND.index("  - metric") :]
    add_brand(project, "acme", BRAND + kpi * 6)
    ran = kpikit("check", "acme")
    assert ran.code == 1
    assert "at most 6" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["report", "acmee", "--period", "2026-10"], ["no brand 'acmee'", "Did you mean 'acme'"]),
        (["check", "acmee"], ["Did you mean 'acme'"]),
        (["report"], ["--all", "acme"]),
        (["report", "acme", "--all"], ["--all"]),
        (["report", "acme", "--period", "2026-13"], ["2026-Q3"]),
        (["metrics", "acme", "--period", "October"], ["2026-Q3"]),
        (["report", "acme", "--engine", "cold"], ["warm"]),
        (["reprot", "acme"], ["report"]),
        (["new", "Acme"], ["small letters"]),
        (["new", "acme"], ["there is such a brand"]),
        (["new", "defaults"], ["can't be a brand's id"]),
        (["new", "neu", "--goal", "lead"], ["Did you mean 'leads'"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_exits_with_2(project, kpikit, words, said):
    """And says what is allowed."""
    ran = kpikit(*words)
    assert ran.code == 2
    assert all(word in ran.err for word in said), ran.err
    assert "Traceback" not in ran.err


def test_outside_a_project_the_way_in_is_named(tmp_path, kpikit):
    """No params/ above: `kpikit new` makes one."""
    ran = kpikit("list", "--root", "/")
    assert ran.code == 2
    assert "kpikit new" in ran.err


def test_a_file_that_matches_no_layout_is_refused_by_name(project, kpikit):
    """The others are imported; exit 1."""
    (project / "data/acme/counts/other_2026-10-31.csv").write_text("a,b\n1,2\n")
    ran = kpikit("import", "acme")
    assert ran.code == 1
    assert "other_2026-10-31.csv  refused:" in ran.err
    assert "31 rows = 31 used + 0 repaired + 0 set aside" in ran.out
