"""HTML that other libraries left in a notebook, reduced to tables, lists and paragraphs of plain text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

_KEPT = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "p", "div", "br", "li", "ul", "ol",
         "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "hr", "dt", "dd"}  # fmt: skip
_WIDEST = 60
_BREAK = "\u2028"
_NUMBER = re.compile(r"[^\w]*\d[\d.,\s'%+\-\u2212\u2013\u202f\u00a0]*[^\W\d]{0,3}[^\w]*\Z")


def blocks_of_html(source: str) -> list[dict[str, Any]]:
    """Render blocks of foreign HTML.

    nh3 (the Rust library ammonia) drops scripts, styles and everything that loads; what it leaves is taken
    apart here, so that no foreign tag or attribute reaches a page.
    """
    import nh3  # noqa: PLC0415 - most reports have no foreign HTML

    reader = _Reader()
    reader.feed(nh3.clean(source, tags=_KEPT, attributes={"th": {"colspan"}, "td": {"colspan"}}))
    reader.close()
    reader.end_paragraph()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[dict[str, Any]] = []
        self._words: list[str] = []
        self._tables: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.end_paragraph()
            self._tables.append(_Table())
        elif tag == "br":
            self._words.append(_BREAK)
        elif self._tables:
            self._words = self._tables[-1].open(tag, dict(attrs), self._words)
        else:
            self.end_paragraph()

    def handle_endtag(self, tag: str) -> None:
        if not self._tables:
            self.end_paragraph()
        elif tag == "table":
            done = self._tables.pop()
            if not self._tables:
                self.blocks += done.blocks()
        else:
            self._words = self._tables[-1].close(tag, self._words)

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def end_paragraph(self) -> None:
        """Close the paragraph that is open, if it has words."""
        text = _tidy(self._words)
        self._words = []
        if text and not self._tables:
            self.blocks.append({"kind": "prose", "paragraphs": [text], "role": "body"})


class _Table:
    """A table while it is read. Rows before the first one with data cells are its head."""

    def __init__(self) -> None:
        self.caption = ""
        self.rows: list[list[str]] = []
        self.heads = 0
        self._in_head = False
        self._span = 1

    def open(self, tag: str, attrs: dict[str, str | None], words: list[str]) -> list[str]:
        if tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self.rows.append([])
            self.heads += self._in_head
        elif tag in ("td", "th"):
            span = attrs.get("colspan") or "1"
            self._span = min(int(span), _WIDEST) if span.isdecimal() else 1
        else:
            return words
        return []

    def close(self, tag: str, words: list[str]) -> list[str]:
        if tag == "thead":
            self._in_head = False
        elif tag == "caption":
            self.caption = _tidy(words)
        elif tag in ("td", "th") and self.rows:
            self.rows[-1] += [_tidy(words), *[""] * (self._span - 1)]
        else:
            return words
        return []

    def blocks(self) -> list[dict[str, Any]]:
        rows = [row for row in self.rows if row]
        if not rows:
            return []
        width = max(len(row) for row in rows)
        rows = [row + [""] * (width - len(row)) for row in rows]
        head, body = rows[: self.heads], rows[self.heads :]
        columns = [" ".join(part for part in column if part) for column in zip(*head, strict=True)]
        sides = ["r" if _numbers(column) else "l" for column in zip(*body, strict=True)] or ["l"] * width
        cells = [[{"text": text, "tone": "plain", "picture": None} for text in row] for row in body]
        return [
            {"kind": "table", "columns": columns or [""] * width, "rows": cells, "align": "".join(sides),
             "title": self.caption, "note": "", "role": "plain", "key": ""}
        ]  # fmt: skip


def _numbers(column: tuple[str, ...]) -> bool:
    filled = [text for text in column if text not in ("", "—", "NaN", "None")]
    return bool(filled) and all(_NUMBER.match(text) for text in filled)


def _tidy(words: list[str]) -> str:
    lines = "".join(words).split(_BREAK)
    return "\n".join(" ".join(line.split()) for line in lines).strip()
