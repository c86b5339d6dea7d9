# What can be done here; each line of `make help` is one thing.
PYTHON ?= python3
PORT ?= 8000
ROUNDS ?= 3
RADCAREERS_DATA ?= $(CURDIR)/var
BIN := .venv/bin
# Modules of tests side by side; at most four, as a container may have fewer cores than it sees.
PYTEST := $(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile
# On this machine only, over plain HTTP. docs/settings.md is about anything else.
LOCAL := RADCAREERS_LOCAL=1 RADCAREERS_ORIGIN="http://localhost:$(PORT)" \
  RADCAREERS_DATA="$(RADCAREERS_DATA)" RADCAREERS_SECRET_KEY_FILE="$(RADCAREERS_DATA)/secret-key"

.PHONY: help run test audit check format screenshots bench clean lock

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

run: .venv/runtime $(RADCAREERS_DATA)/secret-key ## Serve the site on http://localhost:$(PORT)
	@$(LOCAL) $(BIN)/python manage.py prepare
	@echo "RadCareers is on http://localhost:$(PORT)/ (Ctrl-C ends it)"
	@PORT=$(PORT) $(LOCAL) exec $(BIN)/gunicorn --log-level warning radcareers.wsgi

test: .venv/development ## Run every test: ARGS are for pytest
	@$(PYTEST) $(ARGS)
	@.ci/postgres $(PYTEST) -m integrity $(ARGS)

audit: .venv/development ## Compare the engine with an independent calculation: 10,000 lives a country
	@$(BIN)/python -m tests.second_voice.audit --lives 10000 $(ARGS)

check: .venv/development ## Lint, types, layers, templates and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	find templates -name '*.html' | xargs $(BIN)/djade --check --target-version 5.2
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py makemigrations --check --dry-run

format: .venv/development ## Format code and templates
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	find templates -name '*.html' | xargs $(BIN)/djade --target-version 5.2

screenshots: .venv/development ## Take the pictures of the documentation anew
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m tests.screenshots

bench: .venv/development ## Measure speed, as ratios within one run: ROUNDS=13 to judge
	$(BIN)/python -m tests.bench.engine
	$(BIN)/python -m tests.bench.questions
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m tests.bench.pages --rounds $(ROUNDS) $(ARGS)

clean: ## Remove what can be made again (never the data)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(RADCAREERS_DATA)/secret-key:
	@umask 077; mkdir -p "$(RADCAREERS_DATA)"; \
	$(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))' > "$@.new" && mv "$@.new" "$@"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# Every package by exact version and hash, those that others bring included; nothing is built here.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:

.venv/runtime: .venv/bin/python requirements.lock
	$(INSTALL) -r requirements.lock
	@touch $@

.venv/development: .venv/runtime requirements-dev.lock
	$(INSTALL) -r requirements-dev.lock
	@touch $@

lock: ## Write the lock files again, after a change of requirements
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet --disable-pip-version-check pip-tools==7.6.2
	for name in requirements requirements-dev; do .venv/lock/bin/pip-compile --quiet --generate-hashes \
	  --strip-extras --no-annotate --no-header --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --allow-unsafe -o $$name.lock $$name.txt; done
