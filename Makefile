# `make demo` and `make test` need Python 3.11 or newer, make and git; everything else is installed into .venv.
# The second run of either installs nothing: the stamp below is named after the content of what decides.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
KEY := $(shell cat pyproject.toml constraints.txt | cksum | tr ' ' '-')
STAMP := $(VENV)/.installed/$(KEY)
PYTEST_ARGS ?=
WORKERS ?= auto
FUZZ_ARGS ?= --seconds 60

# The first interpreter that is new enough; PYTHON=/path/to/python picks another one.
FIND = for name in python3 python3.13 python3.12 python3.11 python; do \
	  $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$name; break; }; done
PYTHON ?= $(shell $(FIND))

.DEFAULT_GOAL := help
.PHONY: help install demo test lint types layers pytest startup bench fuzz-liquid clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1 \t/p' Makefile | expand -t 16

install: $(STAMP) ## the virtual environment, unless it is up to date

$(STAMP):
	@test -n "$(PYTHON)" || { echo 'callplan needs Python 3.11 or newer: none found (PYTHON=... names one)' >&2; exit 1; }
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@mkdir -p $(VENV)/src && ln -sfn ../.. $(VENV)/src/callplan
	@echo 'Installing callplan and its tools into $(VENV) ...'
	@.ci/pip $(BIN)/python -e '.[dev]'
	@rm -rf callplan.egg-info  # what the build leaves here would be a second distribution to whoever starts in this folder
	@rm -rf $(@D) && mkdir -p $(@D) && touch $@

demo: $(STAMP) ## a tour of the example workspace: check, compile, run, test, diff
	@.ci/demo $(BIN)/callplan

test: lint types layers pytest startup ## everything that guards the code
	@echo 'make test: all passed'

lint: $(STAMP) ## ruff: format and rules
	@echo '== ruff'
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(STAMP) ## mypy, strict
	@echo '== mypy'
	@cd $(VENV)/src && ../bin/python -m mypy -p callplan.schemas -p callplan.compiler -p callplan.runtime \
	  -p callplan.cli --config-file callplan/pyproject.toml --cache-dir ../../.mypy_cache

layers: $(STAMP) ## import-linter: cli over runtime over compiler over schemas, no cycles
	@echo '== layers'
	@cd $(VENV)/src && ../bin/lint-imports --no-logo --config callplan/pyproject.toml --cache-dir ../../.import_linter_cache

pytest: $(STAMP) ## the tests, a worker a processor (PYTEST_ARGS="-k name" narrows them, WORKERS=0 does without)
	@echo '== pytest'
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

startup: $(STAMP) ## what `callplan check` must not import
	@echo '== start-up'
	@$(BIN)/python benchmarks/startup.py --guard

bench: $(STAMP) ## the numbers of benchmarks/RESULTS.md
	@$(BIN)/python benchmarks/run.py

fuzz-liquid: $(STAMP) ## the Liquid engine against LiquidJS (needs Node.js)
	@$(BIN)/python tests/conformance/fuzz.py $(FUZZ_ARGS)

clean: ## remove everything that the targets made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
