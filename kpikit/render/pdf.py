"""The PDF exporter for nbconvert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nbconvert.exporters.exporter import Exporter
from traitlets import default

from kpikit.render.content import read_document
from kpikit.render.typesetting import typeset

if TYPE_CHECKING:
    from nbformat import NotebookNode


class KpikitPDFExporter(Exporter):
    """`jupyter nbconvert --to kpikit-pdf chapter.ipynb`: the report as tagged PDF, code hidden."""

    export_from_notebook = "kpikit report (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override] # bytes, as nbconvert's own exporters return
        self,
        nb: NotebookNode,
        resources: dict[str, Any] | None = None,
        **options: Any,  # noqa: ANN401
    ) -> tuple[bytes, dict[str, Any]]:
        """Make the PDF.

        Args:
            nb: An executed notebook.
            resources: nbconvert's.
            options: nbconvert's.

        Raises:
            RenderError: An output can't be read or drawn; the text names chapter and cell where it is known.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **options)
        resources["output_extension"] = ".pdf"
        return typeset(read_document(notebook)), resources
