"""The HTML exporter: one page that loads nothing and runs nothing, on nbconvert's `base` template."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import default

from kpikit.render.content import DATA_KEY, Document, read_document

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbformat import NotebookNode

    from kpikit.render.facts import ReportFacts

TEMPLATES = Path(__file__).parent / "templates"


class KpikitHTMLExporter(TemplateExporter):
    """`jupyter nbconvert --to kpikit-html chapter.ipynb`: the report as HTML, code hidden, nothing loaded."""

    export_from_notebook = "kpikit report (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_extension")
    def _template_extension_default(self) -> str:
        return ".html.j2"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "kpikit"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [*super()._default_extra_template_basedirs(), str(TEMPLATES)]

    def _create_environment(self) -> Environment:
        """Jinja as nbconvert sets it up, but with every value escaped."""
        environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.autoescape = True
        return environment

    def from_notebook_node(  # type: ignore[override] # text, as nbconvert's own exporters return
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        **options: Any,  # noqa: ANN401
    ) -> tuple[str, dict[str, Any]]:
        """Make the page.

        Args:
            nb: An executed notebook.
            resources: nbconvert's.
            options: nbconvert's.

        Raises:
            RenderError: An output can't be read; the text names chapter and cell.
        """
        # The document is read from what the preprocessors a user set up have left, as in the PDF.
        notebook, resources = Exporter.from_notebook_node(self, nb, resources, **options)
        return self.draw(read_document(notebook)), resources

    def draw(self, document: Document) -> str:
        """The page of a document."""
        return str(self.template.render(nb={"cells": []}, resources=_words(document)))


def page(notebook: NotebookNode, facts: ReportFacts) -> str:
    """The report as one HTML page."""
    # nbconvert's copy of the notebook, made for its preprocessors, would cost more than drawing the page.
    return _exporter().draw(read_document(notebook, facts))


@cache
def _exporter() -> KpikitHTMLExporter:
    """Setting an exporter up compiles its templates; a run makes many pages."""
    return KpikitHTMLExporter()  # type: ignore[no-untyped-call]


def _words(document: Document) -> dict[str, Any]:
    facts = document.facts
    data = [(1, facts.label("data"), DATA_KEY)] if document.data else []
    contents = [*document.contents(), *data]
    style = (TEMPLATES / "kpikit" / "style.css").read_text(encoding="utf-8")
    return {
        "kpikit": document,
        "kpikit_title": facts.document_title,
        "kpikit_contents": contents if len(contents) > 2 else [],
        "kpikit_data_key": DATA_KEY,
        "kpikit_imprint": " · ".join(part for part in (facts.version, _made(facts)) if part),
        "kpikit_style": Markup(style),  # noqa: S704 - the style sheet is ours
    }


def _made(facts: ReportFacts) -> str:
    return facts.made.isoformat() if facts.made else ""
