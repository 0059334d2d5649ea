"""docs/parameters.md tells every key of a brand's file, and what it shows is read."""

import pytest

from kpikit.commands.checking import refuse_unknown_words
from kpikit.metrics import registry
from kpikit.parameters import Brand, load_brand
from kpikit.parameters.explaining import inner_model
from kpikit.parameters.reference_page import EXAMPLES, parameters_page
from kpikit.project import Project
from kpikit.sources.common.mapping import misfits
from kpikit.store.tagging import rule_misfits

BASE = "brand: acme\nname: Acme\ntimezone: Europe/Berlin\ncurrency: EUR\n"


def models(model):
    yield model
    for field in model.model_fields.values():
        if (inner := inner_model(field.annotation)) is not None:
            yield from models(inner)


@pytest.mark.parametrize("model", list(models(Brand)), ids=lambda model: model.__name__)
def test_every_key_is_described(model):
    """No key without a word on what it says, none left out of the page."""
    page = parameters_page()
    for name, field in model.model_fields.items():
        assert field.description, name
        assert f"| `{name}`" in page


@pytest.mark.parametrize("key", EXAMPLES)
def test_an_example_is_a_part_of_a_file_that_loads(tmp_path, key):
    """Copied into a brand's file, nothing is complained of."""
    (tmp_path / "params").mkdir()
    project = Project(tmp_path)
    project.brand_file("acme").write_text(BASE + EXAMPLES[key], encoding="utf-8")
    brand = load_brand(project, "acme")
    refuse_unknown_words(project, brand)
    registry(project, brand)
    mappings = [source.mapping for source in brand.sources.values() if source.mapping is not None]
    assert not [wrong for mapping in mappings for wrong in misfits(mapping)]
    assert not [wrong for rule in brand.tags for wrong in rule_misfits(rule)]


def test_what_is_easily_missed_is_shown():
    """Rules, own metrics, the engine and the day of receipt have an example each."""
    shown = "".join(EXAMPLES.values())
    assert all(
        f"{key}:" in shown for key in ("tags", "metrics", "engine", "received", "dates", "exchange_rates")
    )
