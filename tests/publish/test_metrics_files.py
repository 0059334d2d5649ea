"""Figures as files: the same in all three, and text stays text in any spreadsheet."""

import io
from datetime import date

import openpyxl
import pandas as pd
import pytest

from kpikit.publish.metrics_files import safe_csv, safe_xlsx, write_metrics

FRAME = pd.DataFrame(
    {
        "metric": ["reach", "revenue", "orders"],
        "value": [1200.0, -3.5, None],
        "marks": [("partial", "break"), (), ("lower_bound",)],
        "definition": ['=HYPERLINK("http://a.example")', "-1+1", "http://b.example"],
        "=cmd": ["+1", "@SUM(A1)", "plain"],
    }
)


def test_text_is_not_computed_and_numbers_stay_numbers_in_csv(tmp_path):
    """An apostrophe stands before text that a spreadsheet would compute, never before a number."""
    write_metrics(FRAME, tmp_path)
    text = (tmp_path / "metrics.csv").read_text()
    read = pd.read_csv(io.StringIO(text))
    assert list(read["value"][:2]) == [1200.0, -3.5]
    assert list(read["definition"]) == ['\'=HYPERLINK("http://a.example")', "'-1+1", "http://b.example"]
    assert list(read["'=cmd"]) == ["'+1", "'@SUM(A1)", "plain"]
    assert list(read["marks"].fillna("")) == ["partial; break", "", "lower_bound"]


def test_missing_is_empty_not_zero():
    """In a CSV as in a workbook."""
    assert safe_csv(FRAME[["metric", "value"]]).decode().splitlines()[-1] == "orders,"
    sheet = openpyxl.load_workbook(io.BytesIO(safe_xlsx(FRAME[["metric", "value"]])))["metrics"]
    assert sheet["B4"].value is None


def test_a_workbook_holds_neither_formulas_nor_links(tmp_path):
    """Headers included."""
    write_metrics(FRAME, tmp_path)
    sheet = openpyxl.load_workbook(tmp_path / "metrics.xlsx")["metrics"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    assert sheet["D2"].value == '=HYPERLINK("http://a.example")'


def test_parquet_keeps_types(tmp_path):
    """Numbers as numbers, words as words."""
    write_metrics(FRAME, tmp_path)
    read = pd.read_parquet(tmp_path / "metrics.parquet")
    assert read["value"].dtype == float
    assert list(read["marks"]) == ["partial; break", "", "lower_bound"]


def test_the_same_figures_give_the_same_bytes(tmp_path):
    """On the same day."""
    assert safe_xlsx(FRAME.drop(columns="marks"), date(2026, 11, 2)) == safe_xlsx(
        FRAME.drop(columns="marks"), date(2026, 11, 2)
    )


def test_instants_with_a_zone_are_written_in_utc():
    """Workbooks know no zones."""
    frame = pd.DataFrame({"at": pd.to_datetime(["2026-10-03T12:00+02:00"], utc=True)})
    sheet = openpyxl.load_workbook(io.BytesIO(safe_xlsx(frame)))["metrics"]
    assert sheet["A2"].value.isoformat() == "2026-10-03T10:00:00"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_each_dangerous_start_is_defused(start):
    """The list of OWASP."""
    line = safe_csv(pd.DataFrame({"a": [f"{start}1"]})).decode().splitlines()[1]
    assert line.lstrip('"').startswith("'")
