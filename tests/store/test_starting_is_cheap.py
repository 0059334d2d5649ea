"""The command line and the process that forks notebooks import the store without its heavy libraries."""

import subprocess
import sys


def test_importing_the_package_loads_no_heavy_library():
    """pandas, Arrow and DuckDB are loaded when the store is used, not before."""
    code = (
        "import sys, kpikit.store, kpikit.store.records; "
        "sys.exit(' '.join({'pandas', 'pyarrow', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
