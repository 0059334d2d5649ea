"""Damaged, hostile and merely odd files: a function a kind, each writes one file below a brand's folder.

Deterministic: the same bytes each time. Every text cell that could hold something of a person holds SECRET, and
some figure is FIGURE: neither may appear in what an import says.
"""

from __future__ import annotations

import csv
import io
import os
import struct
import zipfile
from typing import TYPE_CHECKING

import openpyxl

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "jane.secret@mail.example"
FIGURE = "314159265"

BRAND = """\
brand: moor
name: Moor
timezone: UTC
currency: EUR
own_accounts: ["@moor.shop"]
sources:
  meta: {format: meta, platform: instagram, account: moor.shop}
  linkedin: {format: linkedin, platform: linkedin}
  tiktok: {format: tiktok, platform: tiktok, received: 2026-06-30}
  ga4: {format: ga4, platform: web}
  search: {format: search_console, platform: web}
  shop: {format: shopify, platform: shop}
  tickets:
    format: mapped
    platform: helpdesk
    received: 2026-06-30
    mapping:
      table: tickets
      columns: {ticket_id: Id, created_at: Opened, status: Status, first_response_business_hours: Hours, first_response_at: Answered}
      decimal: ","
  mentions:
    format: mapped
    platform: instagram
    received: 2026-06-30
    mapping:
      table: mentions
      columns: {published_at: When, author_key: Who, author_name: Name, text: Text, link: Link}
"""

META = "meta/May-01-2026_Jun-21-2026_1493633672508178.csv"
DAYS = "meta/May-01-2026_May-31-2026_visits.csv"
TIKTOK = "tiktok/Overview_2026-06-01.csv"
LINKEDIN = "linkedin/moor_followers_1780272000000.csv"
GA4 = "ga4/traffic.csv"
SEARCH = "search/moor-Performance-on-Search-2026-06-01.zip"
SHOP = "shop/orders_export_2026-06-01.csv"
TICKETS = "tickets/tickets_2026-06-01.csv"

POSTS = (
    "Post ID", "Account ID", "Account username", "Account name", "Description", "Duration (sec)", "Publish time",
    "Permalink", "Post type", "Data comment", "Date", "Views", "Reach", "Likes", "Shares", "Follows", "Comments", "Saves",
)  # fmt: skip


def post(number: int = 1, **cells: object) -> dict[str, object]:
    """A post of 1,000 views and `number` likes."""
    whole = {
        "Post ID": f"1797469756488{number:04}",
        "Account ID": "17841400000000001",
        "Account username": "moor.shop",
        "Description": f"Größe {SECRET}",
        "Publish time": f"05/{number:02}/2026 10:23",
        "Permalink": f"https://www.instagram.com/p/{number}/",
        "Post type": "IG image",
        "Date": "Lifetime",
        "Views": 1000,
        "Reach": 500,
        "Likes": number,
        "Shares": 0,
        "Follows": 0,
        "Comments": 1,
        "Saves": 2,
    }
    return dict.fromkeys(POSTS, "") | whole | cells


def as_csv(rows: list[dict[str, object]], newline: str = "\n", delimiter: str = ",") -> str:
    """Rows with the keys of the first as header."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline)
    writer.writerow(rows[0])
    writer.writerows(row.values() for row in rows)
    return buffer.getvalue()


def posts(*changed: dict[str, object]) -> list[dict[str, object]]:
    """Five posts, the last ones replaced."""
    return [post(number) for number in range(1, 6 - len(changed))] + list(changed)


def put(root: Path, place: str, content: str | bytes, encoding: str = "utf-8-sig") -> Path:
    """Write a file below the brand's folder."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def days(*numbers: int, value: str = "10") -> str:
    """A daily file of profile visits in May 2026."""
    rows = "".join(f'"2026-05-{day:02}T00:00:00","{value}"\r\n' for day in numbers)
    return f'sep=,\r\n"Instagram profile visits"\r\n"Date","Primary"\r\n{rows}'


def overview(*lines: str) -> str:
    """TikTok's days of May 2026."""
    return "\n".join(['"Date","Video Views","Profile Views","Likes","Comments","Shares"', *lines, ""])


def tickets(*lines: str, header: str = "Id;Opened;Status;Hours;Answered;Subject") -> str:
    """Tickets with decimal commas."""
    return "\n".join([header, *lines, ""])


def ticket(number: int, opened: str = "2026-05-02 10:00", hours: str = "1,5") -> str:
    return f"{number};{opened};open;{hours};2026-05-02 12:00;{SECRET}"


def orders(*created: str, total: str = "98.00") -> str:
    header = "Name,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price\n"
    return header + "".join(
        f"#{number},{SECRET},paid,,EUR,{total},{at},2,Boots,49.00\n"
        for number, at in enumerate(created, 1001)
    )


def channels(*lines: str) -> str:
    """GA4's report of May 2026."""
    above = [
        "# ----",
        "# Traffic acquisition: Session source / medium",
        "# Account: Moor",
        "# ----",
        "#",
        "# All Users",
    ]
    above += ["# Start date: 20260501", "# End date: 20260531"]
    header = "Session source / medium,Sessions,Engaged sessions,Event count,Key events,Total revenue"
    return "\n".join([*above, header, *lines, ""])


def followers(*lines: str) -> str:
    return "\n".join(
        ["Date,Sponsored followers,Organic followers,Auto-invited followers,Total followers", *lines, ""]
    )


# --- cut off, put together, torn


def whole(root: Path) -> None:
    """Nothing is wrong with it."""
    put(root, META, as_csv(posts()))


def cut_inside_quotes(root: Path) -> None:
    text = as_csv(posts(post(5, Description=f"first, line\nsecond line {SECRET}")))
    put(root, META, text[: text.index("second line") + 8])


def cut_at_a_row(root: Path) -> None:
    put(root, DAYS, b"\xff\xfe" + days(*range(1, 16)).encode("utf-16-le"))


def cut_in_a_row(root: Path) -> None:
    put(
        root,
        TIKTOK,
        overview('"May 1","5","2","0","0","1"', '"May 2","5","27","0","0","1"').removesuffix(
            ',"0","0","1"\n'
        ),
    )


def cut_in_a_character(root: Path) -> None:
    text = as_csv(posts()).encode()
    put(root, META, text[: text.rindex("ö".encode()) + 1])


def cut_workbook(root: Path) -> None:
    put(root, "linkedin/moor.xlsx", workbook([["Date", "n"], ["05/01/2026", 1]])[:-200])


def mixed_encodings(root: Path) -> None:
    first, *rest = as_csv(posts()).splitlines(keepends=True)
    put(root, META, first.encode() + "".join(rest[:2]).encode() + "".join(rest[2:]).encode("cp1252"))


def unknown_encoding(root: Path) -> None:
    put(root, META, as_csv(posts()).encode().replace("ö".encode(), b"\xc3"))


def month_with_missing_days(root: Path) -> None:
    put(root, DAYS, b"\xff\xfe" + days(*range(1, 10), *range(13, 32)).encode("utf-16-le"))


def repeated_header(root: Path) -> None:
    put(root, META, as_csv(posts()) + "\ufeff" + as_csv([post(6)]))


def rows_twice(root: Path) -> None:
    put(root, META, as_csv(posts(post(1), post(2))))


# --- figures that can't be


def total_on_top(root: Path) -> None:
    put(root, TICKETS, tickets(f"Total;;;{FIGURE};;", ticket(1), ticket(2)))


def total_at_the_bottom(root: Path) -> None:
    put(root, TICKETS, tickets(ticket(1), ticket(2), f"Total;;;{FIGURE};;"))


def total_of_days(root: Path) -> None:
    put(
        root,
        TIKTOK,
        overview(
            '"May 1","5","2","0","0","1"',
            '"May 2","5","2","0","0","1"',
            f'"Total","{FIGURE}","4","0","0","2"',
        ),
    )


def rounded_ids(root: Path) -> None:
    put(
        root,
        META,
        as_csv(posts(post(4, **{"Post ID": "1.79747E+16"}), post(5, **{"Post ID": "1,79747E+16"}))),
    )


def rounded_ids_in_tickets(root: Path) -> None:
    put(root, TICKETS, tickets(ticket(1), ticket(2).replace("2;", "1,79747E+17;", 1)))


def impossible_dates(root: Path) -> None:
    put(
        root,
        META,
        as_csv(
            posts(
                post(4, **{"Publish time": "02/31/2026 10:00"}),
                post(5, **{"Publish time": "05/02/0207 10:00"}),
            )
        ),
    )


def impossible_dates_in_tickets(root: Path) -> None:
    put(root, TICKETS, tickets(ticket(1), ticket(2, "2026-02-31 10:00"), ticket(3, "0207-05-02 10:00")))


def future_dates(root: Path) -> None:
    put(root, META, as_csv(posts(post(5, **{"Publish time": "05/02/2031 10:00"}))))


def future_dates_in_tickets(root: Path) -> None:
    put(root, TICKETS, tickets(ticket(1), ticket(2, "2031-05-02 10:00")))


def negative_counts(root: Path) -> None:
    put(root, META, as_csv(posts(post(4, Views=-5), post(5, Likes="-1"))))


def negative_counts_in_tickets(root: Path) -> None:
    put(root, TICKETS, tickets(ticket(1), ticket(2, hours="-1,5")))


def words_for_figures(root: Path) -> None:
    put(root, META, as_csv(posts(post(4, Views=SECRET), post(5, Likes="1.5"))))


def wrong_brand(root: Path) -> None:
    put(
        root,
        META,
        as_csv(
            [post(number, **{"Account ID": "999", "Account username": "other.brand"}) for number in (1, 2)]
        ),
    )


# --- bombs and bounds


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def with_sheet(sheet: str) -> bytes:
    """An xlsx with a sheet of one's own."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["a"]]))) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(
                zipfile.ZipInfo(name), sheet if name == "xl/worksheets/sheet1.xml" else source.read(name)
            )
    return buffer.getvalue()


_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'


def dimension_bomb(root: Path) -> None:
    put(
        root,
        "linkedin/moor.xlsx",
        with_sheet(f'{_SHEET}<dimension ref="A1:XFD1048576"/><sheetData/></worksheet>'),
    )


def hidden_dimension_bomb(root: Path) -> None:
    """Neither the stated dimension nor the first rows tell of the cell far off."""
    near = '<row r="1"><c r="A1"><v>1</v></c></row>' * 200
    far = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    put(
        root,
        "linkedin/moor.xlsx",
        with_sheet(f'{_SHEET}<dimension ref="A1:B2"/><sheetData>{near}{far}</sheetData></worksheet>'),
    )


def archive(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in members.items():
            found.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def zip_of_great_ratio(root: Path) -> None:
    put(
        root,
        SEARCH,
        archive(
            {"Queries.csv": "Top queries,Clicks,Impressions,CTR,Position\n" + "0,0,0,0%,0\n" * 2_000_000}
        ),
    )


def zip_in_zip(root: Path) -> None:
    inner = archive({"Queries.csv": "Top queries,Clicks,Impressions,CTR,Position\npump,1,2,50%,3\n"})
    for _ in range(5):
        inner = archive({f"{number}.zip": inner for number in range(3)})
    put(root, SEARCH, inner)


def zip_of_many(root: Path) -> None:
    put(root, SEARCH, archive({f"{number}.csv": "" for number in range(20_001)}))


def zip_that_lies(root: Path) -> None:
    data = bytearray(
        archive({"Queries.csv": f"Top queries,Clicks,Impressions,CTR,Position\n{SECRET},1,2,50%,3\n" * 50})
    )
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = struct.pack("<I", 60)
    put(root, SEARCH, bytes(data))


def xml_bomb(root: Path) -> None:
    entities = "".join(
        f'<!ENTITY {after} "{f"&{before};" * 10}">'
        for before, after in zip("abcdefgh", "bcdefghi", strict=True)
    )
    put(
        root,
        "tickets/bomb.xls",
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{SECRET}">{entities}]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        '<Worksheet ss:Name="S"><Table><Row><Cell><Data ss:Type="String">&i;</Data></Cell></Row></Table></Worksheet></Workbook>',
        "utf-8",
    )


def json_bomb(root: Path) -> None:
    put(root, "tickets/bomb.csv", '{"a":' * 50_000 + "1" + "}" * 50_000, "utf-8")


def long_cell(root: Path) -> None:
    put(root, META, as_csv(posts(post(5, Description="x" * 100_000))))


def boundless_cell(root: Path) -> None:
    put(root, META, as_csv(posts(post(5, Description="x" * 1_100_000))))


def twenty_thousand_columns(root: Path) -> None:
    put(root, META, "\n".join(",".join(f"{word}{number}" for number in range(20_000)) for word in ("c", "1")))


# --- not a file, or not a table


def fifo(root: Path) -> None:
    (root / "meta").mkdir(parents=True)
    os.mkfifo(root / META)


def device_link(root: Path) -> None:
    (root / "meta").mkdir(parents=True)
    (root / META).symlink_to("/dev/zero")


def link_out(root: Path) -> None:
    put(root.parent, "elsewhere.csv", as_csv(posts()))
    (root / "meta").mkdir(parents=True)
    (root / META).symlink_to(root.parent / "elsewhere.csv")


def dangling_link(root: Path) -> None:
    (root / "meta").mkdir(parents=True)
    (root / META).symlink_to("nowhere.csv")


def folder_named_csv(root: Path) -> None:
    (root / META).mkdir(parents=True)


def html_named_xls(root: Path) -> None:
    put(
        root,
        "linkedin/moor.xls",
        f"<meta charset=utf-8><table><tr><td>Date</td><td>{SECRET}</td></tr></table>",
        "utf-8",
    )


def json_named_csv(root: Path) -> None:
    put(root, META, f'{{"data": [{{"caption": "{SECRET}", "likes": {FIGURE}}}]}}', "utf-8")


def cut_json_named_csv(root: Path) -> None:
    put(root, META, f'{{"data": [{{"caption": "{SECRET}", "likes": {FIGURE}', "utf-8")


def picture_named_csv(root: Path) -> None:
    put(root, META, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


def locked_workbook(root: Path) -> None:
    """An OLE container as spreadsheet programs wrap a locked xlsx in: its directory names the package."""
    sector = 512
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 16
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + b"\0" * 10
    )
    head += (
        struct.pack("<IIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<I", 0)
        + b"\xff" * 432
    )
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * (sector - 8)
    names = ("Root Entry", "EncryptedPackage", "EncryptionInfo", "")
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", 2 * len(name) + 2 if name else 0, (5 if not index else 2) if name else 0, 1)
        + struct.pack("<III", 0xFFFFFFFF, 2 if index == 1 else 0xFFFFFFFF, 1 if not index else 0xFFFFFFFF)
        + b"\0" * 36
        + struct.pack("<IQ", 0xFFFFFFFE, 0)
        for index, name in enumerate(names)
    )
    put(root, "linkedin/moor.xlsx", head[:sector] + table + entries)


def empty(root: Path) -> None:
    put(root, META, b"")


def mark_alone(root: Path) -> None:
    put(root, META, b"\xef\xbb\xbf")


def header_alone(root: Path) -> None:
    put(root, META, as_csv(posts()).splitlines()[0] + "\n")


def header_alone_of(place: str, text: str, encoding: str = "utf-8"):
    def make(root: Path) -> None:
        put(root, place, text, encoding)

    return make


def nul_bytes(root: Path) -> None:
    put(root, META, as_csv(posts()).encode().replace(b"Lifetime", b"\0\0\0\0\0\0\0\0"))


def somebody_elses_table(root: Path) -> None:
    put(root, META, f"Name,Phone\n{SECRET},{FIGURE}\n")


def rows_without_header(root: Path) -> None:
    put(root, META, "".join(as_csv(posts()).splitlines(keepends=True)[1:]))


# --- odd, and right


def half_an_emoji(root: Path) -> None:
    text = as_csv(posts(post(5, Description="so nice \ud83d")))
    put(root, META, b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass"))


def carriage_returns(root: Path) -> None:
    put(root, META, as_csv(posts(), newline="\r"))


def mixed_newlines(root: Path) -> None:
    lines = as_csv(posts()).splitlines()
    put(
        root,
        META,
        "".join(
            line + newline
            for line, newline in zip(lines, ("\r\n", "\n", "\r", "\r\n", "\n", "\r"), strict=True)
        ),
    )


def ragged_rows(root: Path) -> None:
    header, *lines = as_csv(posts()).splitlines()
    lines[1] = lines[1].removesuffix(",1,2")
    lines[3] += f",{SECRET},{FIGURE}"
    put(root, META, "\n".join([header, *lines, ""]))


def columns_twice(root: Path) -> None:
    header, *lines = as_csv(posts()).splitlines()
    put(root, META, "\n".join([f"{header},Views", *(f"{line},1000" for line in lines), ""]))


def columns_turned(root: Path) -> None:
    put(root, META, as_csv([dict(reversed(row.items())) for row in posts()]))


def soft_hyphens(root: Path) -> None:
    put(
        root,
        META,
        as_csv(posts())
        .replace("Publish time", "Pub\u00adlish\u00a0time")
        .replace("Likes", "\u200bLikes\u200e"),
    )


def decimal_commas(root: Path) -> None:
    put(root, TICKETS, tickets(ticket(1), ticket(2, hours="1.234,5")))


def thousands_marks(root: Path) -> None:
    put(root, META, as_csv([post(number, Views="1,000") for number in range(1, 6)]))


def quoted_twice(root: Path) -> None:
    lines = as_csv(posts(post(5, Description=f'first, line\nsaid "hi", {SECRET}'))).splitlines()
    put(root, META, "".join('"' + line.replace('"', '""') + '"\n' for line in lines))


def separator_line(root: Path) -> None:
    put(root, META, "sep=;\r\n" + as_csv(posts(), delimiter=";"))


def formulas(root: Path) -> None:
    put(root, META, as_csv([row | {"Post ID": f'="{row["Post ID"]}"'} for row in posts()]))


def semicolons_without_a_word(root: Path) -> None:
    put(root, META, as_csv(posts(), delimiter=";"))


def blank_lines(root: Path) -> None:
    lines = as_csv(posts()).splitlines()
    put(root, META, "\n".join(["", *lines[:3], "", *lines[3:], "", ""]))
