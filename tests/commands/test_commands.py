"""The commands' everyday use."""

import json
import re
import subprocess
import sys

import pandas as pd
import pytest
from openpyxl import Workbook

from kpikit.project import Project

POSTS = """\
  posts:
    format: mapped
    platform: linkedin
    mapping:
      table: posts
      columns: {post_id: Post, published_at: When, title: What}
"""


def test_a_new_brand_passes_the_check(tmp_path, kpikit):
    """`new` in an empty folder, then `check`: nothing to complain of, nothing yet to read."""
    (tmp_path / "params").mkdir()
    ran = kpikit("new", "acme-pumps", "--goal", "leads")
    assert ran.code == 0
    assert "params/acme-pumps.yaml" in ran.out
    assert "cost_per_lead" in (tmp_path / "params/acme-pumps.yaml").read_text()
    checked = kpikit("check", "acme-pumps")
    assert (checked.code, checked.err) == (0, "")
    assert "no export files yet" in checked.out


def test_every_goal_and_suggested_metric_is_real():
    """The suggestions follow the model's goals and the metrics' registry."""
    from typing import get_args

    from kpikit.commands.starting import SUGGESTED
    from kpikit.metrics import registry
    from kpikit.parameters.planning import Goal

    assert set(SUGGESTED) == set(get_args(Goal))
    assert {metric for metrics in SUGGESTED.values() for metric in metrics} <= set(registry())


def test_check_writes_nothing_and_import_says_a_line_a_file(project, kpikit):
    """Rows read = used + repaired + set aside; the second import finds nothing changed."""
    assert kpikit("check").code == 0
    assert not (project / "data/.store").exists()
    first, second = kpikit("import"), kpikit("import", "acme")
    assert (first.code, second.code) == (0, 0)
    assert "counts/followers_2026-10-31.csv" in first.out
    assert "31 rows = 31 used + 0 repaired + 0 set aside" in first.out
    assert "unchanged" in second.out


def test_one_wrong_brand_leaves_the_others_imported(project, kpikit):
    """Exit 1, and the good brand's store is there."""
    (project / "params/bad.yaml").write_text("brand: bad\n")
    ran = kpikit("import")
    assert ran.code == 1
    assert "bad.yaml" in ran.err
    assert (project / "data/.store/log/acme.parquet").exists()


def test_figures_come_in_four_formats(project, kpikit):
    """The same followers in each."""
    frames = []
    for form in ("csv", "json"):
        ran = kpikit("metrics", "acme", "--period", "2026-10", "--by", "platform", "--format", form)
        assert ran.code == 0, ran.err
        rows = (
            json.loads(ran.out)
            if form == "json"
            else pd.read_csv(pd.io.common.StringIO(ran.out)).to_dict("records")
        )
        frames.append(
            {(row["metric"], row["platform"]): row["value"] for row in rows if pd.notna(row["value"])}
        )
    assert frames[0] == frames[1]
    assert frames[0]["followers", "linkedin"] == 1031
    assert "1,031" in kpikit("metrics", "acme", "--period", "2026-10", "--by", "platform").out


@pytest.mark.parametrize("by", ["month", "account", "week,account"])
def test_every_breakdown_of_a_metric_is_one_of_the_command(project, kpikit, by):
    """Grains of time too; what must not be added up over platforms stands by platform."""
    ran = kpikit("metrics", "acme", "--period", "2026-10", "--by", by, "--format", "csv")
    assert ran.code == 0, ran.err
    rows = pd.read_csv(pd.io.common.StringIO(ran.out))
    assert set(by.split(",")) <= set(rows.columns)
    assert "followers" in set(rows["metric"])


@pytest.mark.parametrize(
    ("period", "files", "said"),
    [
        ("2024-01", True, "no figure of acme in 2024-01: its files hold 2026-10-01 to 2026-10-31"),
        ("2026-10", False, "no figure of acme in 2026-10: there are no export files"),
    ],
)
@pytest.mark.parametrize("form", ["table", "csv"])
def test_no_figures_are_told_with_the_reason(project, kpikit, period, files, said, form):
    """No empty frame: what is missing, and an exit code that a script sees."""
    if not files:
        (project / "data/acme/counts/followers_2026-10-31.csv").unlink()
    ran = kpikit("metrics", "acme", "--period", period, "--format", form)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_brand_with_unreadable_files_says_so(project, kpikit):
    """All files refused: where to look."""
    (project / "data/acme/counts/followers_2026-10-31.csv").write_text("One,Two\n1,2\n")
    ran = kpikit("metrics", "acme", "--period", "2026-10")
    assert ran.code == 1
    assert "none of its 1 files could be read" in ran.err


def test_a_first_brand_makes_the_project_where_it_was_asked_for(tmp_path, kpikit):
    """Outside of any project `new` makes one, and says where."""
    ran = kpikit("new", "acme")
    assert (ran.code, ran.out.splitlines()[0]) == (
        0, f"new project in {tmp_path}: no folder here or above it held params/",
    )  # fmt: skip
    assert "new project" not in kpikit("new", "other").out
    (tmp_path / "file").write_text("no folder")
    wrong = kpikit("new", "third", "--root", str(tmp_path / "file"))
    assert wrong.code == 2
    assert "no project can be made here: not a directory" in wrong.err
    assert "Traceback" not in wrong.err


def test_a_breakdown_that_no_metric_has_is_refused(project, kpikit):
    """With the nearest."""
    ran = kpikit("metrics", "acme", "--period", "2026-10", "--by", "platfrom")
    assert ran.code == 2
    assert "Did you mean 'platform'" in ran.err


def test_help_loads_nothing_heavy():
    """Neither pandas nor pydantic nor Jupyter: help answers at once."""
    program = (
        "import sys; from click.testing import CliRunner; from kpikit.commands.main import cli;"
        "assert CliRunner().invoke(cli, ['--help']).exit_code == 0;"
        "print(sorted({name.split('.')[0] for name in sys.modules}))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert not {"pandas", "numpy", "pydantic", "duckdb", "nbformat", "papermill", "yaml"} & set(eval(loaded))


@pytest.mark.parametrize("command", ["new", "check", "import", "metrics", "report", "list"])
def test_each_command_explains_itself(kpikit, command):
    """A sentence, and the options."""
    ran = kpikit(command, "--help")
    assert ran.code == 0
    assert "--root" in ran.out


def test_the_project_is_found_from_below(project, kpikit):
    """Started in a folder of the project."""
    inner = project / "data/acme/counts"
    assert Project.find(inner).root == project
    assert kpikit("check", "--root", str(inner)).code == 0


def test_check_tells_what_a_report_would_lack(project, kpikit):
    """Key figures that no file gives come first, then days and sources, then other figures and who supplies them."""
    path = project / "params/acme.yaml"
    text = path.read_text().replace(
        "sources:\n", "sources:\n  page: {format: linkedin, platform: linkedin}\n"
    )
    path.write_text(
        text + text[text.index("  - metric: followers") :].replace("metric: followers", "metric: leads")
    )
    ran = kpikit("check", "acme")
    assert (ran.code, ran.err) == (0, "")
    lines = [line.strip() for line in ran.out.splitlines()]
    start = next(
        at for at, line in enumerate(lines) if line.startswith("a report on 2026-10, the last whole month (")
    )
    assert lines[start].endswith("would lack:")
    assert lines[start + 1].startswith("key figure leads: no file gives it; table leads is fed by ")
    assert lines[start + 2] == "source page: no file was read"
    further = lines.index("further figures, by the formats that would give them:")
    assert further > start + 2
    assert any(
        re.fullmatch(r"shopify, woocommerce: \d+ of orders \(orders, .*\)", line) for line in lines[further:]
    )
    assert any(line.startswith("a mapping of your own: 1 of calendar") for line in lines[further:])
    assert all(len(line) < 120 for line in lines[further:])
    assert not any("followers" in line for line in lines[start:] if "follows" not in line)


def test_what_no_metric_reads_is_told(project, kpikit):
    """Rows that are kept and read by nothing: nobody waits for a figure of them."""
    path = project / "params/acme.yaml"
    more = (
        "  lines:\n    format: mapped\n    platform: shop\n    mapping:\n      table: order_lines\n"
        "      columns: {order_id: Order, product: What}\n"
    )
    path.write_text(path.read_text().replace("kpis:", more + "kpis:", 1))
    folder = project / "data/acme/lines"
    folder.mkdir()
    (folder / "lines-2026-10-31.csv").write_text("Order,What\n1,pump\n1,hose\n")
    ran = kpikit("check", "acme")
    assert ran.code == 0, ran.err
    assert "source lines: 2 rows of order_lines are kept, no metric reads them yet" in ran.out
    assert "rows of account_daily" not in ran.out


@pytest.mark.parametrize("command", ["check", "import"])
def test_entries_that_nothing_answers_to_are_told(project, kpikit, command):
    """A rule that fits no row, a rate of no amount: with file and line."""
    path = project / "params/acme.yaml"
    path.write_text(
        path.read_text()
        + 'tags:\n  - {where: {title: "#launch"}, put: {campaign: launch}}\nexchange_rates: {USD: 0.9}\n'
    )
    ran = kpikit(command, "acme")
    assert ran.code == 0, ran.err
    lines = path.read_text().splitlines()
    assert f"acme.yaml:{len(lines) - 1}: tags.0: the rule fits no row of posts." in ran.out
    assert f"acme.yaml:{len(lines)}: exchange_rates.USD: no amount is in USD." in ran.out


def test_a_rule_that_fits_is_not_told(project, kpikit):
    """Counted over all files, those read by an earlier import too."""
    path = project / "params/acme.yaml"
    path.write_text(
        path.read_text().replace("kpis:", POSTS + "kpis:", 1)
        + 'tags:\n  - {where: {title: "launch"}, put: {campaign: launch}}\n'
    )
    folder = project / "data/acme/posts"
    folder.mkdir()
    (folder / "posts-2026-10-31.csv").write_text("Post,When,What\n1,2026-10-05 10:00,launch day\n")
    for _ in range(2):
        ran = kpikit("import", "acme")
        assert (ran.code, "tags.0" in ran.out) == (0, False), ran.err


def test_a_file_without_rows_is_told(project, kpikit):
    """Column names alone are no mistake of the file, and nothing to pass over."""
    (project / "data/acme/counts/followers_2026-09-30.csv").write_text("date,followers\n")
    ran = kpikit("import", "acme")
    assert ran.code == 0
    assert "0 rows = 0 used + 0 repaired + 0 set aside  no rows: column names alone" in ran.out


def test_long_lines_are_folded(project, kpikit):
    """Nothing runs out of a terminal; words stay whole."""
    (project / "data/acme/counts/other_2026-10-31.csv").write_text("One,Two\n1,2\n")
    ran = kpikit("check", "acme", columns="80")
    assert ran.code == 1
    assert max(map(len, ran.err.splitlines())) <= 80


def test_a_workbook_is_opened_without_a_word_of_python(project, kpikit):
    """The process for spreadsheets starts without warnings."""
    book = Workbook()
    book.active.append(["date", "followers"])
    book.active.append(["2026-09-30", 990])
    book.save(project / "data/acme/counts/followers_2026-09-30.xlsx")
    ran = kpikit("import", "acme")
    assert (ran.code, ran.err) == (0, "")
    assert "1 row = 1 used" in ran.out


def test_check_names_a_source_that_stops_within_the_month(project, kpikit):
    """The days it gave, and the key figures that rest on them; which month is whole is another source's word."""
    path = project / "params/acme.yaml"
    path.write_text(
        path.read_text().replace(
            "kpis:\n",
            """  club:
    format: mapped
    platform: discord
    mapping: {table: community_daily, columns: {date: date, messages: followers}, constants: {community: club}}
kpis:
""",
        )
    )
    folder = project / "data/acme/club"
    folder.mkdir()
    (folder / "club_2026-10-31.csv").write_text(
        "date,followers\n" + "".join(f"2026-10-{day:02d},5\n" for day in range(1, 20))
    )
    ran = kpikit("check", "acme")
    assert "source club (discord): 19 of 31 days of community_daily, to 2026-10-19" in ran.out


def test_formats_are_listed(project, kpikit):
    """All or those named, each layout with what it fills; an unknown one names the nearest."""
    every = kpikit("formats")
    assert (every.code, every.err) == (0, "")
    assert "meta-daily/1" in every.out
    assert "mapped" in every.out
    one = kpikit("formats", "shopify")
    assert "shopify-orders/1" in one.out
    assert "meta-daily/1" not in one.out
    wrong = kpikit("formats", "shopfy")
    assert wrong.code == 2
    assert "Did you mean 'shopify'" in wrong.err
