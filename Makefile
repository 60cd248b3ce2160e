# On a bare machine with Python 3.11 or later and make, `make demo` and `make test` are all the set-up there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python -m

.PHONY: demo test check bench format clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(RUN) pip install --quiet --disable-pip-version-check --upgrade pip
	$(RUN) pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed pyproject.toml
	$(RUN) pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

demo: $(VENV)/.installed
	$(BIN)/qualcode demo --to build/demo --keep

test: $(VENV)/.installed-test
	$(RUN) pytest -n auto --dist loadgroup

check: $(VENV)/.installed-test
	$(RUN) ruff format --check src tests benchmarks
	$(RUN) ruff check src tests benchmarks
	$(RUN) mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-test
	$(RUN) benchmarks

format: $(VENV)/.installed-test
	$(RUN) ruff check --fix src tests benchmarks
	$(RUN) ruff format src tests benchmarks

clean:
	rm -rf build dist $(VENV)
