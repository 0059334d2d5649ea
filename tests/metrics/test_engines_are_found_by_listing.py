"""An engine is a module in its folder; what is not there is explained."""

import pytest
import sqlglot

from kpikit.errors import UsageError
from kpikit.metrics import Figures
from kpikit.metrics.engines import names, open_engine
from kpikit.metrics.engines.spark import in_spark
from tests.metrics.tiny import PROJECT, TinyStore, brand


def test_engines_are_listed():
    """DuckDB and Spark."""
    assert names() == ["duck", "spark"]


def test_an_unknown_engine_names_the_nearest():
    """Also where it is a brand's parameter."""
    with pytest.raises(UsageError, match="Did you mean 'spark'"):
        open_engine("sparc", TinyStore())
    with pytest.raises(UsageError, match="duck, spark"):
        Figures(PROJECT, brand(engine="sparc"), TinyStore()).value("reactions", "2026-10")


@pytest.mark.parametrize(
    ("base", "spark"),
    [
        ("SELECT epoch(at) FROM posts", "SELECT (UNIX_MICROS(at) / 1e6) FROM posts_1"),
        ("SELECT 1 FROM main.posts", "SELECT 1 FROM main_posts_1"),
        (
            "SELECT quantile_cont(x, 0.25) OVER (PARTITION BY p) FROM posts",
            "SELECT PERCENTILE(x, 0.25) OVER (PARTITION BY p) FROM posts_1",
        ),
        ("SELECT 1 FROM posts WHERE x = ? AND y = ?", "SELECT 1 FROM posts_1 WHERE x = 3 AND y = 'a'"),
    ],
)
def test_what_sqlglot_gets_wrong_is_put_right(base, spark):
    """Exact quantiles, fractions of seconds, names in one session, parameters in their order."""
    assert sqlglot.parse_one(in_spark(base, (3, "a"), "_1"), read="spark") == sqlglot.parse_one(
        spark, read="spark"
    )
