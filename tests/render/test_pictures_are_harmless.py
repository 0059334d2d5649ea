from __future__ import annotations

import base64

import pytest

from kpikit.blocks import Figure, Heading
from kpikit.errors import RenderError
from kpikit.render.pictures import picture_of, raster_picture, svg_picture
from kpikit.render.report import ReportFacts, to_html, to_pdf
from tests.render.pages import block_cell, notebook, svg

BAD = {
    "script": "<script>alert(1)</script>",
    "prefixed script": '<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>',
    "handler": '<rect width="1" height="1" onload="alert(1)"/>',
    "file": '<image xlink:href="/etc/passwd" width="9" height="9"/>',
    "relative file": '<image href="report.typ" width="9" height="9"/>',
    "remote": '<image href="https://evil.example/x.png" width="9" height="9"/>',
    "nested svg": '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>',
    "link": '<a href="javascript:alert(1)"><rect width="1" height="1"/></a>',
    "style import": "<style>@import url(https://evil.example/a.css);</style>",
    "style url": '<rect style="fill:url(https://evil.example/a#b)" width="1" height="1"/>',
    "foreign object": '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><p>x</p></body></foreignObject>',
    "animation": '<set attributeName="href" to="javascript:alert(1)"/>',
    "use elsewhere": '<use xlink:href="https://evil.example/x.svg#a"/>',
}


@pytest.mark.parametrize("way", BAD)
def test_what_runs_or_loads_is_left_out_and_the_rest_is_drawn(way):
    """The picture keeps its harmless shapes; Typst, which would read files, finds none named."""
    text = svg(inner='<rect id="kept" width="5" height="5"/>' + BAD[way])
    clean = svg_picture(text)["svg"]
    assert 'id="kept"' in clean
    for bad in ("alert", "evil.example", "/etc/passwd", "report.typ", "svg+xml", "foreignObject"):
        assert bad not in clean
    chapter = notebook(block_cell(Figure(text, "T", "S", "A")))
    assert to_pdf(chapter, ReportFacts("B")).startswith(b"%PDF")


@pytest.mark.parametrize(
    "broken",
    ["", "<svg", "<html/>", '<svg xmlns="http://www.w3.org/2000/svg"/>',
     '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" width="1" height="1">&a;</svg>'],
)  # fmt: skip
def test_a_broken_chart_is_refused_by_chapter_and_cell(broken):
    """Not well-formed, without size, or with entities: the error says where."""
    chapter = notebook(block_cell(Figure(svg(), "T", "S", "A")), block_cell(Figure(broken, "T", "S", "A")))
    facts = ReportFacts("Seri Kulit", period="October 2026")
    with pytest.raises(RenderError, match=r"Seri Kulit · October 2026.*cell 2: a chart can't be shown"):
        to_html(chapter, facts)


def test_a_picture_only_typst_refuses_is_named_too():
    """A torn PNG looks whole from outside; the error names its chapter and chart."""
    import io

    from matplotlib.figure import Figure as Drawing

    whole = io.BytesIO()
    Drawing(figsize=(2, 1)).savefig(whole, format="png")
    torn = base64.b64encode(whole.getvalue()[:-40]).decode()
    image = f'<image width="9" height="9" href="data:image/png;base64,{torn}"/>'
    chapter = notebook(block_cell(Heading("Reach", 1), Figure(svg(inner=image), "Torn", "S", "A")))
    with pytest.raises(RenderError, match=r"chapter 'Reach', chart 'Torn': the PDF can't be set"):
        to_pdf(chapter, ReportFacts("B"))


def test_deep_nesting_is_refused():
    """A picture nested thousands deep can't exhaust the reader."""
    with pytest.raises(ValueError, match="nested too deeply"):
        svg_picture(svg(inner="<g>" * 3000 + "</g>" * 3000))


def test_sizes_are_read_in_points():
    """Points, pixels at 96 to the inch, inches, or the viewBox."""
    assert svg_picture(svg(360, 150))["width"] == 360
    assert svg_picture('<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48px"/>')["width"] == 72
    assert svg_picture('<svg xmlns="http://www.w3.org/2000/svg" width="2in" height="1in"/>')["height"] == 72
    assert svg_picture('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 48"/>')["height"] == 36


def test_only_pictures_inside_the_notebook_are_taken():
    """Addresses elsewhere and other kinds of data are refused."""
    for address in (
        "https://evil.example/x.png",
        "x.png",
        "data:text/html;base64,eA==",
        "data:image/gif;base64,eA==",
    ):
        with pytest.raises(ValueError, match="only PNG, JPEG and SVG"):
            picture_of(address)
    packed = base64.b64encode(svg().encode()).decode()
    assert picture_of(f"data:image/svg+xml;base64,{packed}")["height"] == 150
    with pytest.raises(ValueError, match="not PNG"):
        raster_picture("data:image/png;base64,eHh4eA==")


def test_ordinary_matplotlib_pictures_pass():
    """SVG and PNG as matplotlib writes them come through whole and are printed."""
    import io

    from matplotlib.figure import Figure as Drawing
    from nbformat.v4 import new_code_cell, new_output

    drawing = Drawing(figsize=(4, 2))
    drawing.subplots().plot([1, 3, 2])
    as_svg, as_png = io.StringIO(), io.BytesIO()
    drawing.savefig(as_svg, format="svg")
    drawing.savefig(as_png, format="png")
    picture = svg_picture(as_svg.getvalue())
    assert picture["width"] == pytest.approx(288)
    assert picture["svg"].count("<path") == as_svg.getvalue().count("<path")
    data = {"image/png": base64.b64encode(as_png.getvalue()).decode(), "text/plain": "<Figure size 4x2>"}
    chapter = notebook(new_code_cell("x", outputs=[new_output("display_data", data)]))
    page = to_html(chapter, ReportFacts("B"))
    assert 'src="data:image/png;base64,' in page
    assert 'alt="Figure without description"' in page
    assert b"/Image" in to_pdf(chapter, ReportFacts("B"))
