"""Amounts of other currencies than the report's: converted at the rates of the parameters, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.errors import ExportError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from kpikit.dictionary import Table
    from kpikit.parameters import Brand


def in_currency_of(
    brand: Brand, frame: pd.DataFrame, table: Table, file: Path
) -> tuple[pd.DataFrame, list[str]]:
    """Rows with all amounts in the report's currency.

    Args:
        brand: Its `currency`, and its `exchange_rates` for others.
        frame: Rows of a canonical table with the local columns.
        table: The table.
        file: For the refusal.

    Returns:
        The rows, and a note a currency that was converted.

    Raises:
        ExportError: A currency, or a month of it, has no rate: a sum over it would be wrong.
    """
    money = [name for name, column in table.columns.items() if column.unit == "money" and name in frame]
    if "currency" not in frame or not money:
        return frame, []
    foreign = frame["currency"].notna() & (frame["currency"] != brand.currency)
    foreign &= frame[money].notna().any(axis=1)
    if not foreign.any():
        return frame, []
    rates = pd.Series(1.0, index=frame.index)
    notes = []
    for currency in sorted(frame.loc[foreign, "currency"].unique()):
        rows = foreign & (frame["currency"] == currency)
        rates[rows] = _rates(brand, str(currency), _months(frame.loc[rows], table), file)
        count = int(rows.sum())
        notes.append(f"{count} rows in {currency} converted at the rates of the parameters")
    converted = frame.copy()
    for name in money:
        amounts = frame[name].astype("Float64")
        converted[name] = amounts.mask(foreign, amounts * rates)
    converted["currency"] = frame["currency"].mask(foreign, brand.currency)
    return converted, notes


def _months(frame: pd.DataFrame, table: Table) -> pd.Series:
    """The month that each row belongs to, YYYY-MM; null where it has no day."""
    if table.day is None:
        return pd.Series(pd.NA, index=frame.index, dtype="string")
    return pd.to_datetime(frame[table.day].astype("string")).dt.strftime("%Y-%m").astype("string")


def _rates(brand: Brand, currency: str, months: pd.Series, file: Path) -> pd.Series:
    given = brand.exchange_rates.get(currency)
    if isinstance(given, float | int):
        return pd.Series(float(given), index=months.index)
    rates = months.map(given or {}).astype("Float64")
    missing = sorted(months[rates.isna()].dropna().unique())
    if rates.isna().any():
        told = f" for {', '.join(missing[:6])}" if missing else ""
        what = f"holds amounts in {currency}, the report is in {brand.currency}, and no rate is given{told}"
        month = missing[0] if missing else "2026-01"
        allowed = f"exchange_rates: {{{currency}: {{{month}: 1 {currency} in {brand.currency}}}}}"
        raise ExportError(Problem(what, file=file, allowed=f"{allowed}, or one rate for all months"))
    return rates.astype(float)
