"""Zip archives of strangers: bombs, lies, locks and damage are refused before they cost anything."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from kpikit.errors import ExportError
from kpikit.reader import archives, read_file
from kpikit.reader.limits import Limits

TABLE = "Date,Clicks\n2026-05-01,3\n"


def packed(path, members, kind=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def refused(path, words, documents=False):
    with pytest.raises(ExportError, match=words) as refusal:
        read_file(path, documents=documents)
    assert "jane@mail.example" not in str(refusal.value)


def test_a_bomb_is_known_by_its_ratio(tmp_path):
    """No text packs a thousand times."""
    refused(packed(tmp_path / "a.zip", {"a.csv": "0,0\n" * 5_000_000}), "250 times its size")


def test_small_files_may_pack_well(tmp_path):
    """A column of zeros is no bomb."""
    path = packed(tmp_path / "a.zip", {"a.csv": "a,b\n" + "0,0\n" * 1_000_000})
    assert len(read_file(path).tables[0].rows) == 1_000_000


def test_archives_within_archives_stay_closed(tmp_path):
    """What is in them is not read, and said so; alone they are no export."""
    inner = packed(tmp_path / "inner.zip", {"a.csv": TABLE}).read_bytes()
    file = read_file(packed(tmp_path / "a.zip", {"inner.zip": inner, "b.csv": TABLE}))
    assert [table.member for table in file.tables] == ["b.csv"]
    assert file.notes == ["'inner.zip' in the archive is not a table; not read"]
    refused(packed(tmp_path / "b.zip", {"inner.zip": inner}), "without a table")


def test_many_members_are_refused_and_many_others_are_told_in_one_line(tmp_path, monkeypatch):
    """A log of twenty thousand lines helps nobody."""
    path = packed(tmp_path / "a.zip", {f"{number}.png": "x" for number in range(50)} | {"a.csv": TABLE})
    notes = read_file(path).notes
    assert len(notes) == 11
    assert notes[-1] == "40 more file(s) in the archive are no tables; not read"
    monkeypatch.setattr(archives, "LIMITS", Limits(members=20))
    refused(path, "holds 51 files; the limit is 20")


def patched(path, offset, value, mark=b"PK\x01\x02"):
    """The archive with four bytes of a header replaced."""
    data = bytearray(path.read_bytes())
    place = data.index(mark) + offset
    data[place : place + 4] = struct.pack("<I", value)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("stated", [5, 0xFFFFFFF0])
def test_a_size_that_lies_is_found_out(tmp_path, stated):
    """Too small: the checksum tells; too large: it would be beyond the limit."""
    path = packed(tmp_path / "a.zip", {"a.csv": TABLE * 100})
    refused(patched(path, 24, stated), "damaged|limit")


@pytest.mark.parametrize("offset", [16, 20, 42])
def test_damage_in_the_directory_is_damage(tmp_path, offset):
    """Checksum, packed size, place."""
    refused(patched(packed(tmp_path / "a.zip", {"a.csv": TABLE * 100}), offset, 7), "damaged")


@pytest.mark.parametrize(
    "kind", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_an_archive_cut_or_overwritten_anywhere_is_refused_or_whole(tmp_path, kind):
    """However it is packed; what is read is what was written."""
    path = packed(tmp_path / "a.zip", {"a.csv": TABLE * 20}, kind)
    data = path.read_bytes()
    for place in range(0, len(data), 3):
        for damaged in (data[:place], data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]):
            path.write_bytes(damaged)
            try:
                file = read_file(path)
            except ExportError:
                continue
            assert [row for table in file.tables for row in table.rows] == [["2026-05-01", "3"]] * 20


def test_a_locked_archive_says_so(tmp_path):
    """The lock is told from damage."""
    path = packed(tmp_path / "a.zip", {"a.csv": TABLE})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    refused(path, "locked with a password")


def test_names_of_members_are_made_harmless(tmp_path):
    """They come into logs."""
    file = read_file(packed(tmp_path / "a.zip", {"a\u202egnp\x1b[31m.csv": TABLE, "../../etc/x.csv": TABLE}))
    assert [table.member for table in file.tables] == ["agnp[31m.csv", "../../etc/x.csv"]


def test_an_archive_of_empty_files_is_refused(tmp_path):
    """And one without any."""
    refused(packed(tmp_path / "a.zip", {"a.csv": " \n"}), "without a table")
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    (tmp_path / "b.zip").write_bytes(buffer.getvalue())
    refused(tmp_path / "b.zip", "without a table")


def test_a_damaged_text_inside_is_refused_by_name(tmp_path):
    """A cell without end in one member refuses the archive: part of an export is not the export."""
    refused(packed(tmp_path / "a.zip", {"a.csv": TABLE, "b.csv": 'a,b\n"jane@mail.example,2\n'}), "no end")
