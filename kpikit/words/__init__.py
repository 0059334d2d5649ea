"""Words of the reports: one file a language, numbers and dates after CLDR.

A template names its facts and how to write them: `{metric} rose {change:signed_percent}`. The names after the
colon are the methods of `Words` that take one value. Entries with plural forms are chosen by the fact `n`.
"""

from __future__ import annotations

import math
import re
import string
from datetime import date as Day  # noqa: N812 - `date` is a formatter's name in templates
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent

from kpikit.errors import ParameterError, Problem, nearest
from kpikit.shipped import shipped_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpikit.periods import Period

_FOLDER = Path(__file__).parent
_PLURALS = {"zero", "one", "two", "few", "many", "other"}
MISSING = "—"
MINUS = "\u2212"
PHRASE = "phrase."
FOLD = 2.0
"""Relative change from which a multiple reads better than a percentage."""


def languages() -> list[str]:
    """Languages that have a file, BCP 47, sorted."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


@cache
def _entries(language: str) -> dict[str, Any]:
    return _flat(shipped_yaml(_FOLDER / f"{language}.yaml"))


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested keys joined by dots; an entry with plural forms stays whole."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, dict) and not value.keys() <= _PLURALS:
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


@cache
def _phrases(language: str) -> list[tuple[re.Pattern[str], str]]:
    """Phrases of other texts with their translation; those without fields first."""
    phrases = {key: text for key, text in _entries(language).items() if key.startswith(PHRASE)}
    ordered = sorted(phrases, key=lambda key: ("{" in key, key))
    return [(_pattern(key.removeprefix(PHRASE)), str(phrases[key])) for key in ordered]


def _pattern(phrase: str) -> re.Pattern[str]:
    """What a phrase matches; a field holds no label, so that what stands before the phrase stays outside."""
    return re.compile(
        "".join(
            re.escape(text) + (f"(?P<{field}>(?:(?!: ).)+)" if field else "")
            for text, field, *_ in string.Formatter().parse(phrase)
        )
    )


def keys(language: str) -> set[str]:
    """All keys of a language's file, dotted."""
    return set(_entries(language))


class Words(string.Formatter):
    """The words of one language; calling it fills a template.

    Args:
        language: BCP 47, one of `languages()`.
        currency: ISO 4217 code in which `money` is written.

    Raises:
        ParameterError: There is no file for the language.
    """

    def __init__(self, language: str = "en", currency: str = "EUR") -> None:
        if language not in languages():
            raise ParameterError(
                Problem(
                    f"no words for language {language!r}",
                    allowed=", ".join(languages()),
                    nearest=nearest(language, languages()),
                )
            )
        self.language = language
        self.currency = currency
        self._locale = Locale.parse(language.replace("-", "_"))

    def __call__(self, key: str, **facts: object) -> str:
        """The sentence of `key` with its facts filled in; English where the language lacks the key."""
        entry = _entries(self.language).get(key, _entries("en").get(key))
        if entry is None:
            raise KeyError(f"no words for {key!r}; nearest: {nearest(key, _entries('en'))!r}")
        if isinstance(entry, dict):
            count = facts.get("n")
            form = self._locale.plural_form(abs(count) if isinstance(count, int | float) else 0)
            entry = entry.get(form, entry["other"])
        return self.vformat(str(entry), (), facts)

    def has(self, key: str) -> bool:
        """Whether there are words for `key`, in this language or in English."""
        return key in _entries(self.language) or key in _entries("en")

    def phrase(self, text: str) -> str:
        """A stable English phrase of the import or the parameters in this language, else as it is.

        A phrase may name fields ("{count} rows of {table} …"); a label before ": " stays.
        """
        for pattern, template in _phrases(self.language):
            if found := pattern.fullmatch(text):
                return self.vformat(template, (), found.groupdict())
        label, _, rest = text.partition(": ")
        told = self.phrase(rest) if rest else ""
        return text if told == rest else self("pattern.labelled", label=label, text=told)

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - facts have any type
        """Write a fact with the method named after the colon, or as text."""
        if not format_spec:
            return self.number(value) if isinstance(value, int | float) else str(value)
        return str(getattr(self, format_spec)(value))

    # ── numbers ──────────────────────────────────────────────────────────────────────────────────

    def integer(self, value: float | None) -> str:
        """Rounded to whole, grouped."""
        return self._plain(round(value), "#,##0") if _known(value) else MISSING

    def number(self, value: float | None) -> str:
        """Counts whole and grouped, small fractions with one or two digits, a million and more shortened."""
        if not _known(value):
            return MISSING
        size = abs(value)
        if size >= 1_000_000:
            return self._minus(format_compact_decimal(value, locale=self._locale, fraction_digits=2))
        if size >= 100 or float(value).is_integer():
            return self._plain(value, "#,##0")
        return self._plain(value, "#,##0.0" if size >= 10 else "#,##0.00")

    def percent(self, share: float | None) -> str:
        """A share (0-1) as percent: one digit, two below one percent."""
        if not _known(share):
            return MISSING
        digits = 2 if 0 < abs(share) < 0.01 else 1
        return self._percent(share, f"#,##0.{'0' * digits}%")

    def percent_short(self, share: float | None) -> str:
        """A share (0-1) as whole percent."""
        return self._percent(share, "#,##0%") if _known(share) else MISSING

    def signed_percent(self, change: float | None) -> str:
        """A relative change with its sign and two significant digits; from a threefold on as a multiple."""
        if not _known(change):
            return MISSING
        if change >= FOLD:
            return f"×{self._shortest(two_digits(1 + change))}"
        size = two_digits(abs(change))
        return self._sign(change) + self._percent(size, _percent_pattern(size))

    def points(self, difference: float | None) -> str:
        """A difference of shares (0-1) as signed percentage points, two significant digits."""
        return self("unit.points", value=self.hundredths(difference)) if _known(difference) else MISSING

    def hundredths(self, difference: float | None) -> str:
        """A difference of shares (0-1) as signed points without their name, for axes."""
        if not _known(difference):
            return MISSING
        size = self._shortest(two_digits(abs(difference) * 100))
        # What is written as 0 has no sign.
        return size if size == "0" else self._sign(difference) + size

    def signed(self, difference: float | None) -> str:
        """A difference of counts with its sign."""
        return self._sign(difference) + self.number(abs(difference)) if _known(difference) else MISSING

    def money(self, amount: float | None, currency: str | None = None) -> str:
        """An amount; no cents from 100 on."""
        if not _known(amount):
            return MISSING
        code = currency or self.currency
        if abs(amount) >= 1_000_000:
            return f"{code} {self.number(amount)}"
        pattern = "¤¤ #,##0" if abs(amount) >= 100 else "¤¤ #,##0.00"
        return self._minus(format_currency(amount, code, pattern, locale=self._locale, currency_digits=False))

    def hours(self, hours: float | None) -> str:
        """A duration given in hours: minutes below two hours, days from three days on."""
        if not _known(hours):
            return MISSING
        if abs(hours) < 2 and not float(hours).is_integer():
            return self("unit.minutes", value=self.integer(hours * 60))
        if abs(hours) >= 72:
            return self("unit.days", value=self._shortest(round(hours / 24, 1)))
        return self("unit.hours", value=self._shortest(round(hours, 1)))

    def seconds(self, seconds: float | None) -> str:
        """A short duration given in seconds."""
        return self("unit.seconds", value=self.integer(seconds)) if _known(seconds) else MISSING

    def ratio(self, value: float | None) -> str:
        """A multiple, such as a return on spend: 3.1 ×."""
        return self("unit.ratio", value=self._plain(value, "#,##0.00")) if _known(value) else MISSING

    def rank(self, rank: float | None) -> str:
        """A mean place in a list, 1 = first: 8.3."""
        return self._plain(rank, "#,##0.0") if _known(rank) else MISSING

    def value(self, value: float | None, unit: str, currency: str | None = None) -> str:
        """A value in its unit, one of `kpikit.metrics.model.UNITS`."""
        match unit:
            case "share":
                return self.percent(value)
            case "money":
                return self.money(value, currency)
            case "hours" | "seconds" | "ratio" | "rank":
                return str(getattr(self, unit)(value))
            case "points":
                return self._plain(value, "+#,##0;" + MINUS + "#,##0") if _known(value) else MISSING
            case _:
                return self.number(value)

    def change(self, change: float | None, unit: str, *, relative: bool) -> str:
        """A change: relative ones in percent, of shares in points, of other units in the unit, with sign."""
        if not _known(change):
            return MISSING
        if relative:
            return self.signed_percent(change)
        if unit == "share":
            return self.points(change)
        if unit == "points":
            return self.points(change / 100)
        return self._sign(change) + self.value(abs(change), unit)

    def size(self, change: float | None, unit: str, *, relative: bool) -> str:
        """A change without its sign, for sentences whose verb says the direction."""
        if not _known(change):
            return MISSING
        if relative and change >= FOLD:
            return self("unit.fold", value=self._shortest(two_digits(1 + change)))
        return self.change(abs(change), unit, relative=relative).lstrip("+")

    def axis(self, value: float, unit: str) -> str:
        """A value as short as axes need it: compact, money without its currency; no half things counted."""
        if unit in ("count", "exposures", "accounts") and not float(value).is_integer():
            return ""
        if unit == "share":
            return self._percent(value, "#,##0.##%" if abs(value) < 0.1 else "#,##0.#%")
        if unit in ("hours", "seconds"):
            return self(f"unit.{unit}", value=self._shortest(value))
        if abs(value) >= 10_000:
            return self._minus(format_compact_decimal(value, locale=self._locale, fraction_digits=1))
        return self._plain(value, "#,##0" if abs(value) >= 100 else "#,##0.##")

    # ── dates and lists ──────────────────────────────────────────────────────────────────────────

    def date(self, day: Day | None) -> str:
        """A day with its year."""
        return MISSING if day is None else format_date(_day(day), self("pattern.date"), locale=self._locale)

    def day(self, day: Day | None) -> str:
        """Day and month, without year."""
        return MISSING if day is None else format_date(_day(day), self("pattern.day"), locale=self._locale)

    def month(self, day: Day | None) -> str:
        """Month and year in words."""
        return MISSING if day is None else format_date(_day(day), self("pattern.month"), locale=self._locale)

    def month_short(self, day: Day) -> str:
        """A month as short as axes need it."""
        return format_date(_day(day), self("pattern.month_short"), locale=self._locale)

    def month_tick(self, day: Day, *, first: bool = False) -> str:
        """A month below an axis: its year stands with the first one and each January."""
        if first or _day(day).month == 1:
            return self.month_short(day)
        return format_date(_day(day), "LLL", locale=self._locale)

    def month_narrow(self, day: Day) -> str:
        """A month in as little room as possible."""
        return format_date(_day(day), self("pattern.month_narrow"), locale=self._locale)

    def weekday(self, number: int) -> str:
        """A weekday's short name; 1 = Monday."""
        return str(self._locale.days["stand-alone"]["abbreviated"][number - 1])

    def period(self, period: Period) -> str:
        """A period in words."""
        match period.kind:
            case "month":
                return self.month(period.start)
            case "week":
                year, week, _ = period.start.isocalendar()
                return self("pattern.week", week=str(week), year=str(year))
            case "quarter":
                return self(
                    "pattern.quarter", quarter=str((period.start.month + 2) // 3), year=str(period.start.year)
                )
            case "year":
                return self("pattern.year", year=str(period.start.year))
            case _:
                return self("pattern.range", start=self.date(period.start), end=self.date(period.end))

    def listed(self, items: Iterable[str]) -> str:
        """Items joined as the language joins them."""
        return format_list(list(items), locale=self._locale)

    def sentences(self, parts: Iterable[str]) -> str:
        """Sentences after one another, each with its stop; empty ones fall away."""
        stop = self("pattern.stop")
        return self("pattern.sentences").join(part.rstrip(stop) + stop for part in parts if part)

    def joined(self, parts: Iterable[str]) -> str:
        """Short remarks side by side; empty ones fall away."""
        return self("pattern.joint").join(part for part in parts if part)

    # ── inner ────────────────────────────────────────────────────────────────────────────────────

    def _plain(self, value: float, pattern: str) -> str:
        return self._minus(format_decimal(value, pattern, locale=self._locale))

    def _percent(self, share: float, pattern: str) -> str:
        return self._minus(format_percent(share, pattern, locale=self._locale))

    def _shortest(self, value: float) -> str:
        return self._plain(value, "#,##0.##")

    @cached_property
    def _cldr_minus(self) -> str:
        return str(self._locale.number_symbols["latn"]["minusSign"])

    def _minus(self, text: str) -> str:
        """A minus as wide as a plus, so that columns of figures stand."""
        return text.replace(self._cldr_minus, MINUS)

    @staticmethod
    def _sign(value: float) -> str:
        return "+" if value > 0 else MINUS if value < 0 else ""


def _percent_pattern(share: float) -> str:
    return "#,##0%" if share >= 0.1 or share == 0 else "#,##0.0%" if share >= 0.01 else "#,##0.00%"


def two_digits(value: float) -> float:
    """Rounded to two significant digits, but whole numbers of three digits and more stay whole."""
    if value == 0 or not math.isfinite(value):
        return value
    digits = 1 - math.floor(math.log10(abs(value)))
    return float(round(Decimal(str(value)), max(digits, 0)))


def _known(value: float | None) -> TypeGuard[float]:
    """Neither None nor NaN."""
    return value is not None and value == value  # noqa: PLR0124 - NaN differs from itself


def _day(day: Day) -> Day:
    return day.date() if isinstance(day, datetime) else day
