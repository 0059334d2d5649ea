"""Bytes become text without a character lost, and the encoding is named."""

from __future__ import annotations

import pytest

from kpikit.reader.decoding import UndecodableError, decode


@pytest.mark.parametrize(
    ("text", "written", "named"),
    [
        ("Größe,1", "utf-8", "utf-8"),
        ("Größe,1", "utf-8-sig", "utf-8-sig"),
        ("\ufeffsep=,\r\n", "utf-16-le", "utf-16-le"),
        ("\ufeffsep=,\r\n", "utf-16-be", "utf-16-be"),
        ("Date,Primary\n2026-01-01,3", "utf-16-le", "utf-16-le"),
        ("Größe;Maß;Umsatz in €;schön", "cp1252", "cp1252"),
        ("Дата;Показатель;Значение", "cp1251", "cp1251"),
        ("日期;标题;浏览量;点赞;评论;新品上市", "gb18030", "gb18030"),
    ],
)
def test_an_encoding_is_recognised_by_its_bytes(text, written, named):
    """Marks first, then zeros in every second byte, then UTF-8, then the code page that fits."""
    decoded = decode(text.encode(written))
    assert (decoded.text, decoded.encoding) == (text.removeprefix("\ufeff"), named)


@pytest.mark.parametrize("data", [b"a,b\n1,\x002\n", b"\xef\xbb\xbfa\xff\xfe", b"\xff\xfea\x00\x00\xd8"])
def test_damaged_text_is_refused(data):
    """NUL characters and bytes that break the stated encoding are never dropped or replaced."""
    with pytest.raises(UndecodableError):
        decode(data)
