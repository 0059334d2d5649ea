"""Posts under another account's name are counted, and it is said."""

import pytest

from kpikit.chapters.quality import Quality
from kpikit.chapters.setting import Setting
from kpikit.periods import parse_period
from kpikit.store import import_brand
from tests.sources.reading import read, write
from tests.sources.test_meta_exports import INSTAGRAM, NAME, POST, content
from tests.store.houses import make, put

OTHER = POST | {
    "Post ID": "27974697564884257",
    "Account ID": "17841400000000002",
    "Account username": "partner",
}
TWO = content(INSTAGRAM, POST, OTHER)
BRAND = """\
brand: moor
name: Moor
timezone: UTC
currency: MYR
languages: [en, zh-Hans]
sources:
  insta: {format: meta, platform: instagram, account: demo.example}
"""


def notes(tmp_path, text, **source):
    return " ".join(read(write(tmp_path / NAME, text), "meta", platform="instagram", **source).notes)


def test_a_post_of_another_account_is_noted(tmp_path):
    """One of two is the partner's."""
    told = notes(tmp_path, TWO, account="demo.example")
    assert told.startswith("1 row(s) name an account that is none of those declared")


def test_several_accounts_of_which_none_is_declared_are_noted(tmp_path):
    """With one account there is nothing to tell."""
    assert "the rows name 2 accounts and `account:` declares none" in notes(tmp_path, TWO)
    assert notes(tmp_path, content(INSTAGRAM, POST)) == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "count as the brand's own: posts made with others"), ("zh-Hans", "合作发布的内容")],
)
def test_chapter_90_bears_it_in_mind(tmp_path, language, words):
    """Among what is to be borne in mind, with the file, not only in the log of all files."""
    project, brand = make(tmp_path, BRAND)
    put(project, f"insta/{NAME}", TWO)
    import_brand(project, brand)
    told = Quality(Setting(project, brand, parse_period("2026-05"), language)).caveats().json()
    assert any(f"insta/{NAME}" in item and words in item for item in told["items"])
