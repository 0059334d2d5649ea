"""`python -m tests.bench --scale full|small [--only NAME]`: run comparisons, print a table, write bench.json."""
# ruff: noqa: T201 - a benchmark prints

import argparse
import importlib
import json
import pkgutil
import sys
from pathlib import Path

import tests.bench


def main():
    """Exit 1 where a bound doesn't hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=tests.bench.__doc__)
    parser.add_argument("--scale", choices=["full", "small"], default="full")
    found = {entry.name for entry in pkgutil.iter_modules(tests.bench.__path__)} - {"__main__"}
    modules = {name: importlib.import_module(f"tests.bench.{name}") for name in sorted(found)}
    comparing = {name: module for name, module in modules.items() if hasattr(module, "compare")}
    parser.add_argument(
        "--only", choices=list(comparing), action="append", help="one comparison; default: all"
    )
    given = parser.parse_args()
    results = [
        result.row() for name in given.only or comparing for result in comparing[name].compare(given.scale)
    ]
    path = Path(__file__).with_name("bench.json")
    path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(f"\n{'':60} {'ours':>9} {'other':>9} {'':8} {'ratio':>6} {'bound':>6}")
    for row in results:
        figures = (
            f"{row['ours']:9.2f} {row['other']:9.2f} {row['unit']:8} {row['ratio']:6.2f} {row['bound']:6.2f}"
        )
        print(f"{row['name']:60} {figures}  {'holds' if row['holds'] else 'DOES NOT HOLD'}")
    print(path)
    sys.exit(0 if all(row["holds"] for row in results) else 1)


if __name__ == "__main__":
    main()
