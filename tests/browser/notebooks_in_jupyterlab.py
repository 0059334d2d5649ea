"""The chapters in a real JupyterLab: opened, all cells run, looked at. A slow suite of its own: `make browser`."""

from types import SimpleNamespace

import nbformat
import pytest

from kpikit.blocks import MIME
from kpikit.project import Project
from kpikit.run.chapter import execute_chapter
from kpikit.run.forking import zygote
from kpikit.run.work import Edition, Settings, tasks
from kpikit.store import Store
from tests.browser.chromium import Page, program
from tests.browser.laboratory import Laboratory, copy_of_project, open_lab, run_all

BRAND = "seri-kulit"  # the one that the notebooks' parameters cells name
PERIOD = "2026-10"
CHAPTERS = ("00-scorecard", "20-engagement", "50-reputation")
THEMES = ("JupyterLab Light", "JupyterLab Dark")

pytestmark = pytest.mark.skipif(
    program() is None, reason="needs Chromium: apt install chromium, or its path in $CHROMIUM"
)

PICTURES = """
[...panel.node.querySelectorAll('.kpikit img')].map(image => {
  const box = image.getBoundingClientRect(), around = image.closest('.kpikit').getBoundingClientRect();
  return {natural: image.naturalWidth, shown: box.width, high: box.height, alt: image.alt,
          inside: box.right <= around.right + 1};
})"""

TABLES = """
[...panel.node.querySelectorAll('.kpikit table')].filter(table => table.checkVisibility()).map(table => ({
  rows: table.rows.length,
  wrong: [...table.querySelectorAll('th, td')].filter(cell =>
    getComputedStyle(cell).textAlign !== {l: 'left', r: 'right', c: 'center'}[cell.className[0]]).length,
}))"""

FAINT = """
(() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((part, i) => part * a + under[i] * (1 - a));
  const paper = node => node ? over(numbers(getComputedStyle(node).backgroundColor), paper(node.parentElement))
                             : [255, 255, 255];
  const light = colour => colour.map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  return [...panel.node.querySelectorAll('.kpikit *')]
    .filter(node => node.checkVisibility() && node.tagName !== 'STYLE')
    .filter(node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
    .filter(node => {
      const below = paper(node), ink = over(numbers(getComputedStyle(node).color), below);
      const [pale, dark] = [light(ink), light(below)].sort((a, b) => b - a);
      return (pale + 0.05) / (dark + 0.05) < 4.5;
    }).map(node => node.textContent.slice(0, 60));
})()"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a project with one brand, nothing imported yet, and a browser that shows it."""
    private = tmp_path_factory.mktemp("private")
    root = copy_of_project(tmp_path_factory.mktemp("project"), BRAND)
    laboratory = Laboratory(root, private)
    page = Page(private / "profile", (1500, 1000))
    open_lab(page, laboratory)
    yield SimpleNamespace(page=page, root=root, pictures=private)
    page.close()
    laboratory.close()


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(lab, request):
    """A chapter, open in JupyterLab, all its cells run."""
    before = len(lab.page.complaints)
    outputs = run_all(lab.page, f"notebooks/{request.param}.ipynb")
    lab.page.picture(lab.pictures / f"{request.param}.png")
    said = lab.page.complaints[before:]
    return SimpleNamespace(name=request.param, outputs=outputs, page=lab.page, said=said, root=lab.root)


def test_all_cells_run_without_error_or_warning(chapter):
    """Outputs are blocks and nothing else; the page has nothing to complain of."""
    assert {output["output_type"] for output in chapter.outputs} == {"execute_result"}
    assert all(MIME in output["data"] for output in chapter.outputs)
    assert chapter.said == []


def test_charts_are_visible_at_a_sensible_size(chapter):
    """Each picture has loaded, has words in its place, is neither blown up nor shrunk, and stays on the page."""
    pictures = chapter.page.run(PICTURES)
    assert pictures
    for picture in pictures:
        assert picture["alt"]
        assert picture["inside"]
        assert picture["high"] > 15
        assert 0.5 * picture["natural"] < picture["shown"] < 1.2 * picture["natural"]


def test_tables_are_aligned_as_the_report_aligns_them(chapter):
    """JupyterLab's own style, all cells to the right, does not win."""
    tables = chapter.page.run(TABLES)
    assert tables
    assert all(table["rows"] > 1 and table["wrong"] == 0 for table in tables)


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_in_either_theme(chapter, theme):
    """Each text stands out from what is below it by WCAG's 4.5 : 1."""
    chapter.page.run(
        f"jupyterapp.commands.execute('apputils:change-theme', {{theme: {theme!r}}}).then(() => true)"
    )
    chapter.page.until(f"document.body.dataset.jpThemeName === {theme!r}")
    assert chapter.page.run(FAINT) == []


def test_the_figures_are_those_of_the_report(chapter):
    """The blocks are the same as those of `kpikit report`."""
    edition = Edition(BRAND, PERIOD, ("en",), Store(Project(chapter.root), BRAND).fingerprint())
    work = tasks(Project(chapter.root), edition, Settings())
    outcome = execute_chapter(next(task for task in work if task["chapter"] == chapter.name))
    zygote().end()
    cells = nbformat.read(outcome["notebook"], as_version=4).cells
    report = [output.data[MIME] for cell in cells for output in cell.get("outputs", [])]
    assert [output["data"][MIME] for output in chapter.outputs] == report


def test_the_chapter_tells_what_it_can_do(chapter):
    """Tab after `chapter.` offers the calls; `chapter` alone lists them with what they give."""
    kernel = "panel.sessionContext.session.kernel"
    offered = chapter.page.run(
        f"{kernel}.requestComplete({{code: 'chapter.', cursor_pos: 8}}).then(reply => reply.content.matches)"
    )
    told = chapter.page.run(
        f"{kernel}.requestExecute({{code: '', user_expressions: {{told: 'chapter'}}, store_history: false}})"
        ".done.then(reply => reply.content.user_expressions.told.data['text/plain'])"
    )
    calls = [line.split("()")[0].strip() for line in told.splitlines()[1:]]
    assert calls
    assert {call.removeprefix("chapter.") for call in calls} <= set(offered)
