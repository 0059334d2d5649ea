"""Personal data stop here: what is replaced in the texts of strangers before a row leaves its reader.

Identifiers of persons become keyed pseudonyms (`Context.pseudonym`). Free text keeps its words, but
addresses, telephone numbers and handles of private people are replaced by what they were: "[e-mail]",
"[phone]", "[handle]". Handles of the brand's own accounts stay: who answered is what a reply rate counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpikit.text import LONGEST, clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from kpikit.parameters import Brand

ADDRESS_WITH_MAIL = "an e-mail address stands in it"
"""Why rows named by a page or a query are set aside: with it taken out, two of them might become one."""

PUBLIC_AUTHORS = frozenset({"own", "influencer", "media"})
"""Kinds of author whose name may be kept: they speak in public by profession."""

_EMAIL = re.compile(r"(?<![@\uff20\w.+%-])[\w.+%-]+[@\uff20][\w-]+(?:\.[\w-]+)+")
_CHAT_LINK = re.compile(r"(?i)\b(wa\.me/|api\.whatsapp\.com/send\?phone=|tel:|callto:)\+?\d[\d-]{5,}")
# A number may follow letters of scripts that set no spaces, but not be part of a link, an id or an amount.
_PHONE = re.compile(
    r"(?<![A-Za-z0-9_/=#&?.,:-])(?:\+|\(\+?)?\d(?:[ ().\u00a0/-]{0,2}\d){6,18}(?![A-Za-z0-9_%])"
)
_MAIL_IN_ADDRESS = r"[\w.+-]+(?:[@\uff20]|%40)[\w-]+\.[\w.-]+"
_DIGIT = re.compile(r"\d")
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b")
_HANDLE = re.compile(r"(?<![\w/.])[@\uff20](\w[\w.-]*(?:@[\w.-]+)?)")
_ASCII_HANDLE = re.compile(r"[A-Za-z0-9_.-]+")


@dataclass(frozen=True)
class Scrubber:
    """Cleans texts and takes personal data out of them.

    Attributes:
        own: The brand's own handles, as `handle` writes them.
    """

    own: frozenset[str]

    @classmethod
    def of(cls, brand: Brand) -> Scrubber:
        """The scrubber that spares the brand's own accounts."""
        return cls(frozenset(map(handle, brand.own_accounts)))

    def __call__(self, text: str, longest: int = LONGEST) -> str:
        """`kpikit.text.clean`, without e-mail addresses, telephone numbers and handles of private people."""
        text = clean(text, longest)
        has_handle = "@" in text or "\uff20" in text
        if has_handle:
            text = _EMAIL.sub("[e-mail]", text)
        if _DIGIT.search(text):
            text = _PHONE.sub(_phone, _CHAT_LINK.sub(r"\1[phone]", text))
        return _HANDLE.sub(self._handle, text) if has_handle else text

    def texts(self, values: Iterable[str | None]) -> list[str | None]:
        """Each text scrubbed; missing stays missing."""
        return [None if value is None else self(value) for value in values]

    def column(self, texts: pd.Series, longest: int = LONGEST) -> pd.Series:
        """A string column scrubbed, distinct texts once each; empty becomes null."""
        changed = {text: self(text, longest) for text in texts.dropna().unique()}
        result = texts.map(changed, na_action="ignore").astype("string")
        return result.mask(result == "")

    def is_own(self, author: str | None) -> bool:
        """Whether a handle or name is one of the brand's own accounts."""
        return author is not None and handle(author) in self.own

    def _handle(self, match: re.Match[str]) -> str:
        word = match[1].rstrip(".-")
        after = match[0][len(word) + 1 :]
        latin = _ASCII_HANDLE.match(word)
        if latin and _other_script(word[latin.end() : latin.end() + 1]):
            # "@name" straight before Chinese or Thai words: only the name is the handle.
            after = word[latin.end() :] + after
            word = latin[0]
        return (match[0][0] + word if handle(word) in self.own else "[handle]") + after


def mail_free(text: str) -> str:
    """A line for the log without e-mail addresses: labels of totals are words of the file."""
    return _EMAIL.sub("[e-mail]", text)


def without_mail(texts: pd.Series) -> pd.Series:
    """Words that no reader takes for free text (a campaign, a status), without e-mail addresses."""
    holds = texts.str.contains("[@\uff20]", regex=True).fillna(value=False)
    if not holds.any():
        return texts
    return texts.mask(holds, texts[holds].map(mail_free))


def holds_mail(texts: pd.Series) -> pd.Series:
    """Mask of page addresses, titles or queries with an e-mail address in them, plain or as %40."""
    return texts.str.contains(_MAIL_IN_ADDRESS, regex=True, case=False).fillna(value=False)


def handle(name: str) -> str:
    """The form in which handles are compared: no "@", no case."""
    return name.strip().lstrip("@\uff20").casefold()


def _phone(match: re.Match[str]) -> str:
    written = match[0]
    digits = sum(char.isdigit() for char in written)
    international = written.startswith(("+", "(", "0"))
    is_number = digits >= (8 if international else 9)
    return "[phone]" if is_number and not _DATE.match(written) else written


def _other_script(char: str) -> bool:
    """Whether a letter is of a script other than Latin (Vietnamese letters are Latin too)."""
    return char >= "\u0370" and not "\u1e00" <= char <= "\u1eff"
