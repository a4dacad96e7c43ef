# Two commands matter on a fresh machine: `make demo` and `make test`.
# Everything lives in .venv; a second run needs no network.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev system demo test coverage check fmt screenshots bench drill tamper pythons clean

BIN := .venv/bin
LOCKED := pyproject.toml client/pyproject.toml uv.lock tools/setup.sh
SOURCES := registry client tests
TESTS ?= tests
WORKERS ?= 2
COVER ?=
# A worker that has nothing left to do takes over what waits at another: no long test ends alone.
TESTING = $(BIN)/pytest -n $(WORKERS) --dist worksteal $(COVER)
# The browser's tests keep an event loop running in their process, where others want to start one.
WHOLE = $(filter tests,$(TESTS))

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: .venv/.ready  ## make .venv with the service, the client and their locked dependencies

.venv/.ready: $(LOCKED)
	@sh tools/setup.sh run

setup-dev: .venv/.ready-dev

.venv/.ready-dev: $(LOCKED)
	@sh tools/setup.sh dev

demo: setup  ## play the main job on this machine and keep serving (ONCE=1: end after the story)
	@$(BIN)/registry demo $(if $(filter-out 0,$(ONCE)),--once)

test: setup-dev  ## run all tests, the database ones on SQLite and PostgreSQL
	@sh tools/system.sh
	@$(TESTING) $(TESTS) $(if $(WHOLE),--ignore=tests/browser)
	@$(if $(WHOLE),$(TESTING) tests/browser)

coverage: setup-dev  ## the same, half as long again, and how many lines and branches are run
	@$(BIN)/coverage erase
	@$(MAKE) --no-print-directory test COVER="--cov --cov-append --cov-report="
	@echo "covered: $$($(BIN)/coverage report --format=total) % (.venv/bin/coverage report -m says which lines)"

check: setup-dev  ## format, lint, strict types, import contracts, documents, spelling
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy registry client/bonafide tests
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/pytest -q tests/architecture

fmt: setup-dev  ## format the code and mend what can be mended by itself
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

screenshots: setup-dev  ## every page, both languages, phone and desk, as pictures in var/screenshots
	@sh tools/system.sh
	@rm -rf var/screenshots
	@BONAFIDE_SCREENSHOTS=$(CURDIR)/var/screenshots $(BIN)/pytest -q -n $(WORKERS) tests/browser/test_every_page.py
	@echo "look at var/screenshots"

bench: setup-dev  ## measure this machine beside its own ceilings (20 minutes, wants it to itself)
	@mkdir -p var/bench
	@for load in lookups reports evaluations; do \
	  $(BIN)/registry bench $$load --json >var/bench/$$load.json || exit 1; done
	@$(BIN)/python tools/performance.py var/bench docs

drill: setup-dev  ## 400 slow clients against the files of deploy/, with the proxy and without
	@sh tools/system.sh
	@$(BIN)/python -W ignore -m tests.faults.trickle

tamper: setup-dev  ## 1,000 changes behind the service's back on each engine: every one is found
	@BONAFIDE_STRIKES=1000 $(BIN)/pytest -q tests/rooms/audit/test_tampering.py -k every_change

pythons:  ## the client by itself, installed and tested on every Python 3.11 to 3.14 found here
	@WORKERS=$(WORKERS) sh tools/pythons.sh

clean:  ## remove .venv, caches and what the demo left
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
