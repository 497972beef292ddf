# The verbs people and CI use. Everything a bare Debian 12 lacks is installed where that is allowed (as root).
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export GIAOBAN_DATA ?= $(CURDIR)/var
export PYTHONUNBUFFERED := 1
# Compiled modules make a start six seconds shorter; a shell that forbids them does not mean this.
export PYTHONDONTWRITEBYTECODE :=
PORT ?= 8000
PIP_FLAGS := --quiet --disable-pip-version-check --no-input --no-compile --require-hashes

.PHONY: help run test check bench docs messages lock clean

help: ## show these verbs
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: $(VENV)/run.stamp ## set up everything once, then serve http://127.0.0.1:$(PORT)/
	@$(BIN)/giaoban serve_demo --port $(PORT)

test: $(VENV)/dev.stamp ## run every test, on SQLite and on PostgreSQL
	@deploy/test-machine.sh packages
	@deploy/test-machine.sh tests

check: $(VENV)/dev.stamp ## contracts, types, lint, templates, migrations, translations, budgets
	@deploy/check.sh

bench: $(VENV)/dev.stamp ## benchmarks, each a ratio against a named limit or peer
	@$(BIN)/python -m bench

docs: $(VENV)/dev.stamp ## make the tutorial's screenshots again
	@deploy/test-machine.sh packages
	@$(BIN)/python -m docs.screenshots

messages: $(VENV)/dev.stamp ## gather interface texts into locale/en and compile (needs gettext)
	@deploy/messages.sh

lock: $(VENV)/dev.stamp ## lock versions again, with hashes and without addresses
	@deploy/lock.sh

$(VENV)/bin/python:
	@deploy/need-python.sh $(PYTHON)
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Đang cài các thư viện (một lần)… / Installing libraries (once)…"
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r requirements/dev.txt
	@touch $@
