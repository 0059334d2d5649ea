from __future__ import annotations

import base64
import hashlib
import re

from kpikit.render.index import IndexEntry, index_page
from tests.render.pages import Page

ENTRIES = [
    IndexEntry("Seri Kulit", "October 2026", "2 Nov 2026", "released", "freigegeben",
               (("PDF", "seri-kulit/2026-10/r1/report.pdf"), ("HTML", "seri-kulit/2026-10/r1/report.html"))),
    IndexEntry('<b onclick="x">新品</b>', "</script><script>alert(1)", "1 Nov 2026", "draft", "",
               (("PDF", "javascript:alert(1)"), ("CSV", "//evil.example/a b.csv"))),
]  # fmt: skip


def test_each_report_has_a_row_with_links():
    """Brand, period, day, state and files of each report, in the order given."""
    page = Page(index_page(ENTRIES, {"title": "Berichte"}))
    assert page.of("h1") == ["Berichte"]
    assert page.of("th")[5:] == ["Seri Kulit", '<b onclick="x">新品</b>']
    assert page.of("td")[:3] == ["October 2026", "2 Nov 2026", "freigegeben"]
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert links[0] == "./seri-kulit/2026-10/r1/report.pdf"


def test_links_stay_within_the_folder():
    """No path can become a scheme or another host."""
    links = [attrs["href"] for tag, attrs in Page(index_page(ENTRIES, {})).tags if tag == "a"]
    assert links[2:] == ["./javascript%3Aalert%281%29", "./evil.example/a%20b.csv"]


def test_its_one_script_is_the_one_the_policy_allows():
    """The policy's hash is the script's; names in rows add no second one."""
    page = index_page(ENTRIES, {})
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert f"script-src 'sha256-{digest}'" in policy.replace("&#39;", "'")
    assert policy.startswith("default-src 'none'")


def test_an_empty_index_says_so():
    """Without reports the page says that there are none."""
    assert "No report found." in Page(index_page([], {})).of("p")
