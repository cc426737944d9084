# Everything a newcomer or a continuous build needs; `make help` lists it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(VENV)/.installed
DEV    := $(VENV)/.installed-dev
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
DEMO_QUERIES := "lighthouse lamp" "bread OR pão"

.DEFAULT_GOAL := help
.PHONY: help demo test check docs quality bench pywb clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "archivesearch needs Python 3.11 or newer: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "$(PYTHON) has no venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(RUN): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) --editable '.[dev]'
	@touch $@ $(RUN)

demo: $(RUN) ## index the samples into ./index and search them
	$(BIN)/archivesearch index samples
	@for query in $(DEMO_QUERIES); do \
	  printf '\n$$ archivesearch search %s\n' "'$$query'"; \
	  $(BIN)/archivesearch search --color always --no-pager --limit 3 "$$query" || exit; \
	done

test: $(DEV) ## run all tests
	$(BIN)/python -m pytest -n auto

check: $(DEV) ## format, lint, types, layers, tests and documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/python -m pytest -n auto

docs: $(DEV) ## write the generated parts of the documents
	$(BIN)/python docs/generate.py

quality: $(DEV) ## measured quality against its floors, where the evaluation data is present
	$(BIN)/python -m tests.quality

# pip before 24 cannot install these together.
$(VENV)/.installed-bench: $(DEV)
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --upgrade pip
	$(PIP) --editable '.[dev,bench]' || echo "the other extractors cannot be installed; measuring without them" >&2
	@touch $@

bench: $(VENV)/.installed-bench ## speed and what comes out, beside other tools, written to benchmarks/RESULTS.md
	$(BIN)/python benchmarks/extraction.py $(PAGES)
	$(BIN)/python benchmarks/extraction_quality.py $(if $(KIT),--kit $(KIT))
	$(BIN)/python benchmarks/search_speed.py

# pywb wants older libraries than the rest, so it has an environment of its own.
pywb: $(VENV)/pywb/.installed ## pywb, for the tests that read a web archive back
$(VENV)/pywb/.installed: | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/pywb
	$(VENV)/pywb/bin/python -m pip --disable-pip-version-check install --quiet 'pywb>=2.8'
	@touch $@

clean: ## remove what the other targets made, the index included
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find index -mindepth 1 ! -name README.md -delete
