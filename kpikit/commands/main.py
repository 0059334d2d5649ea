"""`kpikit`: the commands' words and options. What they do is imported when one is called."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from kpikit import __version__
from kpikit.commands.ending import INTERRUPTED, SOME_FAILED, WRONG_USAGE, say_problems
from kpikit.errors import KpikitError, PeriodError, UsageError
from kpikit.project import Project

_ROOT = click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder that holds params/ data/ notebooks/ reports/ (default: found upward from here).",
)
_BRANDS = click.argument("brands", nargs=-1, metavar="[BRAND…]")
_PERIODS = "2026-10, 2026-W42, 2026-Q3, 2026, 2026-10-03..2026-11-14 or last-month"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kpikit")
def cli() -> None:
    """Monthly social-media KPI reports from platform exports: notebooks in, trustworthy PDF and HTML out."""


@cli.command()
@click.argument("brand")
@click.option(
    "--goal", help="What social media shall do for the brand: awareness, traffic, leads, revenue, …"
)
@_ROOT
def new(brand: str, goal: str | None, root: Path | None) -> int:
    """Parameters and data folders to fill in."""
    from kpikit.commands.starting import start_brand

    return start_brand(Project((root or _found_or_here()).resolve()), brand, goal)


@cli.command()
@_BRANDS
@_ROOT
def check(brands: tuple[str, ...], root: Path | None) -> int:
    """Check parameters and exports; nothing is written; every problem with its file and line."""
    from kpikit.commands.importing import check_all

    project = Project.find(root)
    return check_all(project, _chosen(project, brands))


@cli.command(name="import")
@_BRANDS
@_ROOT
def import_(brands: tuple[str, ...], root: Path | None) -> int:
    """Exports into the store: a line a file (layout, rows read = used + repaired + set aside, why)."""
    from kpikit.commands.importing import import_all

    project = Project.find(root)
    return import_all(project, _chosen(project, brands))


@cli.command()
@click.argument("brand")
@click.option("--period", required=True, metavar="P", help=f"{_PERIODS}.")
@click.option("--by", default="", metavar="COLUMN,…", help="Break figures down: platform, content_type, …")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "parquet"]),
    default="table",
    show_default=True,
)
@_ROOT
def metrics(brand: str, period: str, by: str, form: str, root: Path | None) -> int:
    """All metrics of a brand in a period, with what each rests on."""
    from kpikit.commands.figures import show_metrics

    columns = tuple(word.strip() for word in by.split(",") if word.strip())
    return show_metrics(Project.find(root), brand, period, columns, form)


@cli.command()
@_BRANDS
@click.option("--all", "every", is_flag=True, help="Every brand that has a parameter file.")
@click.option("--period", metavar="P", help=f"{_PERIODS} (default: each brand's last whole month).")
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Notebooks at a time (default: one a core)."
)
@click.option("--engine", type=click.Choice(["warm", "papermill"]), default="warm", show_default=True)
@click.option("--force", is_flag=True, help="Execute chapters anew even where nothing has changed.")
@click.option("-v", "--verbose", is_flag=True, help="A line a file imported and a line a chapter.")
@_ROOT
def report(brands: tuple[str, ...], every: bool, root: Path | None, **options: Any) -> int:  # noqa: ANN401 - click's
    """Import, execute all chapters, and publish PDF, HTML and figures."""
    from kpikit.commands.reporting import Options, report_all

    project = Project.find(root)
    if bool(brands) == every:
        raise UsageError(f"name the brands to report on, or --all for all of: {', '.join(project.brands())}")
    chosen = project.brands() if every else _chosen(project, brands)
    return report_all(project, chosen, Options(**options))


@cli.command(name="list")
@_ROOT
def list_(root: Path | None) -> int:
    """Reports issued: period, when, state, where."""
    from kpikit.commands.listing import show_reports

    return show_reports(Project.find(root))


@cli.command()
@click.argument("formats", nargs=-1, metavar="[FORMAT…]")
def formats(formats: tuple[str, ...]) -> int:
    """Exports that can be read: format, layout, languages, tables filled, whether tried on real files."""
    from kpikit.commands.listing import show_formats

    return show_formats(formats)


def _chosen(project: Project, brands: tuple[str, ...]) -> list[str]:
    """The brands named, each once and existing; without names all."""
    from kpikit.commands.checking import known

    return [known(project, brand) for brand in dict.fromkeys(brands)] or project.brands()


def _found_or_here() -> Path:
    try:
        return Project.find().root
    except UsageError:
        return Path.cwd()


def main() -> NoReturn:
    """Run the command line; exit 0 all well, 1 something failed or was refused, 2 wrong usage."""
    try:
        sys.exit(cli(standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(WRONG_USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(WRONG_USAGE)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except (UsageError, PeriodError) as error:
        say_problems(error)
        sys.exit(WRONG_USAGE)
    except KpikitError as error:
        say_problems(error)
        sys.exit(SOME_FAILED)
