"""Impressions of a platform that nobody knows the unit of are refused until the mapping says it."""

import pytest

from kpikit.errors import ParameterError
from kpikit.parameters import exposure_units
from kpikit.store import import_brand
from tests.store.houses import make

BRAND = """\
brand: moor
name: Moor
timezone: UTC
currency: MYR
sources:
  posts:
    format: mapped
    platform: {platform}
    mapping:
      table: posts
      columns: {{post_id: Id, published_at: When, {column}: N}}
      {more}
"""


@pytest.mark.parametrize("column", ["impressions", "views", "video_views"])
def test_an_open_platform_declares_its_unit(tmp_path, column):
    """With the line of the mapping, and what to write."""
    project, brand = make(tmp_path, BRAND.format(platform="weibo", column=column, more=""))
    with pytest.raises(ParameterError, match="nothing says what one of them is") as refused:
        import_brand(project, brand)
    assert refused.value.problems[0].line == 9
    assert "exposure_unit" in str(refused.value)


def test_declared_units_stand_in_the_report(tmp_path):
    """The mapping's word for its platform; known platforms bring their own."""
    project, brand = make(
        tmp_path, BRAND.format(platform="weibo", column="views", more="exposure_unit: 阅读：一次打开")
    )
    import_brand(project, brand)
    assert exposure_units(project, brand) == {"weibo": "阅读：一次打开"}


@pytest.mark.parametrize(("platform", "column"), [("weibo", "reactions"), ("instagram", "views")])
def test_no_unit_is_asked_for_without_need(tmp_path, platform, column):
    """Counts of reactions have no unit of exposure; Instagram's is known."""
    project, brand = make(tmp_path, BRAND.format(platform=platform, column=column, more=""))
    assert import_brand(project, brand) == []
