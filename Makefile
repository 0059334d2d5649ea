# Each target makes its own environment on a fresh machine: Python 3.11 or newer (with venv) and make.
PYTHON ?= python3
BIN := .venv/bin
SCALE ?= full
ONLY ?=
CASES ?= tests/metrics
FUZZ ?= 20

.PHONY: report test slow check fuzz lab bench coverage browser spark docs lock format
report: .venv/ready  ## import the example brands' exports and make their reports
	@$(BIN)/kpikit report --all

test: .venv/ready  ## the tests, without those of many cases and of kernels that hang
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

slow: .venv/ready  ## turned samples, large and damaged files, laws, hostile files in short form, kernels that hang
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m slow

check: .venv/ready  ## linters and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

fuzz: .venv/ready  ## hostile files for the readers, ever new ones, for some minutes; FUZZ=100 for longer
	@FUZZ=$(FUZZ) $(BIN)/python -m pytest -n 2 tests/fuzz tests/sources/test_samples_hold_when_turned.py \
	  tests/sources/test_every_table_can_be_mapped.py tests/store/test_large_tables.py tests/metrics/test_large_tables_by_month.py

lab: .venv/ready  ## JupyterLab on the notebooks; LAB="--no-browser --allow-root" hands options on
	@$(BIN)/kpikit import && $(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks $(LAB)

bench: .venv/ready  ## comparisons with other ways of doing the same; SCALE=small ends within ten minutes, ONLY=metrics runs one
	@$(BIN)/python -m tests.bench --scale $(SCALE) $(if $(ONLY),--only $(ONLY))

coverage: .venv/ready  ## how often intervals hold the truth on simulated processes; writes docs/intervals.md
	@$(BIN)/python -m tests.coverage

browser: .venv/ready  ## the notebooks in a real JupyterLab; needs Chromium (Debian, Ubuntu: apt install chromium)
	@$(BIN)/python -m pytest -rs tests/browser/notebooks_in_jupyterlab.py

spark: .venv/ready  ## the worked cases of metrics on Spark; needs Java 17 (installs pyspark once)
	@$(BIN)/python -c 'import pyspark' 2>/dev/null || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	@KPIKIT_TEST_ENGINE=spark $(BIN)/python -m pytest -m conformance $(CASES)

docs: .venv/ready  ## write the references in docs/ anew from the entries they tell of
	@$(BIN)/python -m tests.docs

lock: .venv/ready  ## write requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --extra dev --upgrade -o requirements.lock pyproject.toml
	@echo 'pyspark>=4.0' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --upgrade -o requirements-spark.lock -

format: .venv/ready
	@$(BIN)/ruff check --fix-only --quiet . ; $(BIN)/ruff format --quiet .

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("kpikit needs Python 3.11 or newer; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python came without venv: install it (Debian, Ubuntu: apt install python3-venv)"; exit 1; }
	@echo "Making the environment in .venv (once, a few minutes) …"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
