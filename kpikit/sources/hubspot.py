"""HubSpot contacts: column names as the portal shows them, in any case, or those of the interface.

A lifecycle stage says what a contact is now, not since when: a customer's day is that of the column
`Became a customer date` alone. Names, addresses, telephone numbers and owners are not read; the e-mail
address leaves as a keyed pseudonym.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from kpikit.sources.base import Layout
from kpikit.sources.common import headers, values
from kpikit.sources.common.checks import ids
from kpikit.sources.common.crm import dated, scrubbed
from kpikit.sources.common.rows import Rows, reading
from kpikit.sources.common.social import social

if TYPE_CHECKING:
    from kpikit.reader import RawFile
    from kpikit.sources.base import Context, Reading

CONTACTS = Layout(
    id="hubspot-contacts/1",
    what="HubSpot contacts export",
    headers={
        "lead_id": ("record id", "record id - contact", "contact id", "hs_object_id", "vid"),
        "created_at": ("create date", "createdate"),
        "email": ("email", "email address"),
        "stage": ("lifecycle stage", "lifecyclestage"),
        "status": ("lead status", "hs_lead_status"),
        "source": (
            "original source",
            "original traffic source",
            "original source type",
            "hs_analytics_source",
        ),
        "detail": (
            "original source drill-down 1",
            "original traffic source drill-down 1",
            "hs_analytics_source_data_1",
        ),
        "further": (
            "original source drill-down 2",
            "original traffic source drill-down 2",
            "hs_analytics_source_data_2",
        ),
        "customer_at": (
            "became a customer date",
            "date entered customer",
            "hs_lifecyclestage_customer_date",
            "hs_v2_date_entered_customer",
        ),
        "value": ("recent deal amount", "recent_deal_amount"),
    },
    required=("lead_id", "created_at", "email", "stage"),
    languages=("en",),
    tried=False,
    feeds=("leads",),
)
DEALS = Layout(
    id="hubspot-deals/1",
    what="HubSpot deals export",
    headers={
        "deal_id": ("record id", "hs_object_id", "deal id"),
        "name": ("deal name", "dealname"),
        "stage": ("deal stage", "dealstage"),
    },
    required=("deal_id", "name", "stage"),
    languages=("en",),
    tried=False,
    feeds=(),
)
LAYOUTS = (CONTACTS, DEALS)

_MISSING = ("(no value)", "no value", "unknown")
_QUALIFIED = {
    "marketing qualified lead",
    "marketingqualifiedlead",
    "sales qualified lead",
    "salesqualifiedlead",
    "opportunity",
    "customer",
    "evangelist",
}
_UNQUALIFIED = {"unqualified", "disqualified", "junk", "bad fit", "not a fit"}
_SOCIAL = {"organic social", "social media", "paid social"}
_CAMPAIGN_FIRST = {"paid search", "email marketing", "other campaigns"}
"""Original sources whose first detail is the campaign; of social ones the network comes first."""


def read(file: RawFile, context: Context) -> Reading:
    """Read contacts as leads.

    Raises:
        ExportError: It is no export of contacts, or its days can't be told.
    """
    parts: list[Rows] = []
    frames: list[pd.DataFrame] = []
    notes = list(file.notes)
    for table, match in headers.recognise(file, LAYOUTS):
        rows = Rows(table, match.columns, _MISSING)
        parts.append(rows)
        if len(rows):
            frames.append(_leads(rows, context, notes))
    if not any(len(frame) for frame in frames):
        notes.append("no rows")
    return reading(CONTACTS, parts, {"leads": frames}, notes=notes)


def _leads(rows: Rows, context: Context, notes: list[str]) -> pd.DataFrame:
    lead_id = ids(rows, "lead_id")
    rows.set_aside(lead_id.isna(), "no id of the contact", "lead_id")
    when = dated(rows, "created_at", ("customer_at",), context)
    source = _label(rows.text("source", 100))
    key = values.folded(source)
    detail, further = scrubbed(rows, "detail", context), scrubbed(rows, "further", context)
    campaign = detail.where(key.isin(_CAMPAIGN_FIRST)).fillna(further.where(key.isin(_SOCIAL)))
    stage = rows.text("stage", 100)
    columns: dict[str, object] = {
        "lead_id": lead_id,
        "created_at": when.created,
        "day_only": when.day_only,
        "platform": social(detail.where(key.isin(_SOCIAL | {"referrals"})), context),
        "channel": source,
        "campaign": campaign,
        "stage": stage,
        "qualified": _qualified(stage, rows.text("status", 100)),
        "contact_key": values.keyed(rows.cells("email"), context.pseudonym),
    }
    if rows.has("value"):
        columns["value"] = rows.number("value")
        columns["currency"] = context.source.currency or context.brand.currency
        notes.append("amounts taken to be in the declared currency: the file doesn't say")
    if "customer_at" in when.later:
        columns["customer_at"] = when.later["customer_at"]
        customers = values.folded(stage).eq("customer").fillna(value=False)
        undated = int((customers & when.later["customer_at"].isna()).sum())
        if undated:
            notes.append(f"{undated} customer(s) without the day they became one: not counted as won")
    else:
        notes.append("nothing says since when a contact is a customer: none is counted as won")
    rows.set_aside_repeats(lead_id)
    frame = rows.frame(columns)
    frame["snapshot_at"] = pd.Timestamp(when.moment)
    return frame


def _label(texts: pd.Series) -> pd.Series:
    """ORGANIC_SEARCH of the interface as "Organic Search"."""
    internal = texts.str.fullmatch("[A-Z]+(_[A-Z]+)*").fillna(value=False)
    return texts.mask(internal, texts.str.replace("_", " ").str.title()).astype("string")


def _qualified(stage: pd.Series, status: pd.Series) -> pd.Series:
    """Judged good by its stage, judged bad by its status; else not judged yet."""
    found = pd.Series(pd.NA, index=stage.index, dtype="boolean")
    good = values.folded(stage).isin(_QUALIFIED)
    bad = values.folded(status.str.replace("_", " ")).isin(_UNQUALIFIED)
    return found.mask(good, other=True).mask(bad, other=False)
