"""TikTok Ads GMV Max: formulas as cells, Indonesian headers, names of creators that stay out."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kpikit.errors import ExportError
from tests.sources.reading import read, reasons, write

SAMPLE = Path(__file__).parents[1] / "samples" / "tiktok_ads" / "GMV Max 2026-10-01_2026-10-31.tsv"


def test_cells_written_as_formulas_are_read():
    """Three creatives; costs with three decimals are no thousands."""
    found = read(SAMPLE, "tiktok_ads")
    frame = found.tables["ads_periods"]
    assert frame["cost"].tolist() == [1_407_834.0, 250_000.5, 0.0]
    assert frame["attributed_revenue"].tolist() == [3_980_319.527, 600_000.0, 0.0]
    assert frame["conversions"].tolist() == [20, 5, 0]
    assert frame["impressions"].tolist() == [105_135, 20_000, 0]
    assert set(frame["currency"]) == {"IDR"}
    assert [(total.stated, total.found) for total in found.totals] == [(2, 2)]
    assert set(frame["period_start"]) == {pd.Timestamp("2026-10-01")}
    assert set(frame["period_end"]) == {pd.Timestamp("2026-10-31")}


def test_a_card_without_a_video_is_a_creative_of_its_own():
    """N/A is no id."""
    frame = read(SAMPLE, "tiktok_ads").tables["ads_periods"]
    assert frame["ad_id"].isna().tolist() == [False, True, False]
    assert frame["bucket"].tolist()[:2] == ["1731000000000000001|Video", "1731000000000000001|Kartu produk"]


def test_creators_stay_out():
    """Neither the account that posted a video nor a handle in its title leaves."""
    frame = read(SAMPLE, "tiktok_ads").tables["ads_periods"]
    text = frame.to_csv()
    assert "ewi" not in text
    assert "Raka" not in text
    assert frame["ad"][0] == "Coba sabun ini bareng [handle]"


def test_english_headers_and_thousands(tmp_path):
    """Other columns chosen, ids that a spreadsheet rounded, a return that isn't revenue by cost."""
    text = (
        "Campaign ID,Campaign name,Product ID,Video ID,Creative type,Cost,SKU orders,Gross revenue,"
        "Product ad impressions,ROI,Post note\n"
        '1,A,2,3,Video,"1,200.50",4,"2,401.00","10,500",2.00,x\n'
        "1.86821E+15,A,2,4,Video,1.00,4,2.00,10,2.00,x\n"
        "1,A,2,5,Video,1.00,4,2.00,10,7.00,x\n"
        "1,A,2,5,Video,1.00,4,2.00,10,7.00,x\n"
        "1,A,2,6,Video,1.00,4,2.00,-1,2.00,x\n"
        "Total,,,,,1204.50,8,2403.00,10510,2.00,\n"
    )
    found = read(write(tmp_path / "creatives 2026-10-01 - 2026-10-07.csv", text), "tiktok_ads")
    frame = found.tables["ads_periods"]
    assert frame["cost"].tolist() == [1200.5, 1.0]
    assert frame["impressions"].tolist() == [10_500, 10]
    assert list(reasons(found)) == [3, 5, 6]
    assert [total.holds for total in found.totals] == [False, False, True, True, True]
    assert set(frame["currency"]) == {"EUR"}
    assert any("brand's currency" in note for note in found.notes)


def test_without_its_days_in_the_name_it_is_refused(tmp_path):
    """The time of posting is no day of the figures."""
    path = write(tmp_path / "GMV Max.tsv", SAMPLE.read_text(encoding="utf-8"))
    with pytest.raises(ExportError, match="which days it counts"):
        read(path, "tiktok_ads", received="2026-11-01")


def test_live_campaigns_are_refused_by_name(tmp_path):
    """Known, not served."""
    text = "Nama LIVE,Waktu peluncuran,Status,Nama kampanye,ID Campaign,Biaya\na,b,c,d,1,5\n"
    with pytest.raises(ExportError, match=r"live campaigns.*not served"):
        read(write(tmp_path / "x 2026-10-01_2026-10-31.csv", text), "tiktok_ads")
