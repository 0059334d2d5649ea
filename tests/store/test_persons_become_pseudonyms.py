"""The same person has the same word; nobody's name, address or handle reaches the store."""

import stat

import pyarrow.parquet as pq
import pytest

from kpikit.errors import StoreError
from kpikit.store import Store, import_brand
from kpikit.store.pseudonyms import EXAMPLES, pseudonyms
from tests.store.houses import MENTIONS, TICKETS, make, put


@pytest.fixture
def house(tmp_path):
    return make(tmp_path)


def test_the_key_is_readable_by_its_owner_alone(house):
    """Made at the first use, 32 bytes, mode 600; used again afterwards."""
    project, _ = house
    first = pseudonyms(project, "moor")("jo@mail.example")
    key = project.data / ".key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(bytes.fromhex(key.read_text())) == 32
    assert pseudonyms(project, "moor")("jo@mail.example") == first
    assert sorted(path.name for path in project.data.iterdir()) == [".key"]


def test_a_person_is_one_word_of_twenty_digits(house):
    """Case, blanks and "@" make no difference; another person, brand or project does."""
    project, _ = house
    key = pseudonyms(project, "moor")
    assert key("Jo@Mail.example ") == key("jo@mail.example")
    assert key("@lee") == key("lee")
    assert len({key("jo"), key("ann"), pseudonyms(project, "fen")("jo")}) == 3
    assert len(key("jo")) == 20
    assert int(key("jo"), 16)


def test_only_the_example_brands_have_a_fixed_key(house, tmp_path):
    """Their reports are the same everywhere; all other brands need the project's secret."""
    project, _ = house
    other = type(project)(tmp_path / "other")
    for brand in EXAMPLES:
        assert pseudonyms(project, brand)("jo") == pseudonyms(other, brand)("jo")
    assert not (project.data / ".key").exists()
    assert pseudonyms(project, "moor")("jo") != pseudonyms(other, "moor")("jo")


def test_a_damaged_key_is_said(house):
    """Nothing is imported under another key without a word."""
    project, brand = house
    project.data.mkdir()
    (project.data / ".key").write_text("oops")
    with pytest.raises(StoreError, match="damaged"):
        import_brand(project, brand)


def test_no_private_person_reaches_the_store(house):
    """Neither tables nor parts nor the log hold an address or handle; the brand's own handle stays."""
    project, brand = house
    put(project, "tickets/tickets-2026-10-06.csv", TICKETS)
    put(project, "mentions/mentions-2026-10-06.csv", MENTIONS)
    import_brand(project, brand)
    for path in project.store.rglob("*.parquet"):
        text = str(pq.ParquetFile(path).read().to_pylist()).casefold()
        assert not any(word in text for word in ("jo@", "ann@", "jane", "@lee")), path
    store = Store(project, "moor")
    got = store.frame("SELECT text, author_kind FROM mentions ORDER BY published_at")
    assert got.to_numpy().tolist() == [
        ["hello [handle], write me: [e-mail]", "user"],
        ["thank you [handle]", "own"],
        ["好用", "user"],
    ]
    persons = store.frame("SELECT ticket_id, customer_key FROM tickets ORDER BY ticket_id")["customer_key"]
    assert persons[0] == persons[2] != persons[1]
    store.close()
