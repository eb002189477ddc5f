# The academy's commands. Each does what it needs first: on a fresh machine `make demo` is enough.
#
#   make demo     run the academy with example data      PORT=8000  ACADEMY_DATA_DIR=./var
#   make test     all checks and all tests
#   make help     everything else

PYTHON ?= python3
# Who names a Python gets that one in .venv; else it may be the system's own.
SETUP := $(PYTHON) scripts/setup.py $(if $(filter file,$(origin PYTHON)),,--this-python)
PORT ?= 8000
PY := .venv/bin/python
# The tests make a data folder and databases of their own, whatever the demo was told to use.
PYTEST := env -u ACADEMY_DATA_DIR -u ACADEMY_PLUGINS_DISABLED $(PY) -m pytest
# The checks see the site as the tests do, and leave the demo's data alone.
CHECK := env -u DATABASE_URL ACADEMY_DATA_DIR=var/checks DJANGO_SETTINGS_MODULE=academy.settings.test
SOURCES := academy courses plugins templates
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
# The order counts, also under `make -j`; but for what says itself that it runs two at once.
ifndef TWO_AT_ONCE
.NOTPARALLEL:
endif
.PHONY: help setup setup-dev demo serve test lint types style imports templates site tests-compiled sqlite-template first-database postgres-template unit postgres bench bench-plugins bench-enrolment bench-evaluation bench-certificates bench-pages bench-suite bench-beside bench-databases bench-pretix bench-demo scale prove-lti prove-xapi format messages sbom audit matrix lock clean

help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

setup: ## Install what the academy needs (system, Python, front end)
	@$(SETUP)

setup-dev: ## The same, with what the tests need
	@$(SETUP) --dev

demo: ## Load the example data and start the academy
	@$(SETUP) --demo
	@PORT=$(PORT) $(PY) scripts/demo.py

serve: setup ## Start the academy of the settings in the environment, as on a server (docs/operators.md)
	@export DJANGO_SETTINGS_MODULE=$${DJANGO_SETTINGS_MODULE:-academy.settings.production}; \
	  exec $(PY) manage.py academy run --prepare --bind 127.0.0.1:$(PORT)

test: setup-dev ## All checks, then all tests
	@$(AT_ONCE) sqlite-template types postgres-template tests-compiled templates site style imports
	@$(MAKE) unit postgres

lint: setup-dev ## Style, types, imports, templates, migrations
	@$(AT_ONCE) types style imports templates site

# Two at the same time, each telling at its end what it had to say: one takes one processor.
AT_ONCE := $(MAKE) --jobs=2 --output-sync=target TWO_AT_ONCE=1

types:
	@echo "→ Types (mypy)"
	@$(CHECK) $(PY) -m mypy --no-error-summary

style:
	@echo "→ Style (ruff)"
	@$(PY) -m ruff check --quiet .
	@$(PY) -m ruff format --quiet --check . || { $(PY) -m ruff format --check .; exit 1; }

imports:
	@echo "→ Who imports whom (import-linter)"
	@$(PY) scripts/quietly.py .venv/bin/lint-imports

templates:
	@echo "→ Templates (djlint)"
	@$(PY) scripts/quietly.py $(PY) -m djlint --check $(SOURCES)
	@$(PY) scripts/quietly.py $(PY) -m djlint --lint $(SOURCES)

site:
	@echo "→ Site and migrations (Django)"
	@$(CHECK) $(PY) scripts/quietly.py $(PY) manage.py check --fail-level WARNING
	@$(CHECK) $(PY) scripts/quietly.py $(PY) manage.py makemigrations --check --dry-run

# Made while the checks leave a processor free: later all processes with tests would wait for one, or
# each would do it.
tests-compiled:
	@echo "→ All tests can be found"
	@unset DATABASE_URL; $(PY) scripts/quietly.py $(PYTEST) --collect-only -q -p no:cacheprovider

sqlite-template:
	@echo "→ The database that tests copy (SQLite)"
	@$(CHECK) $(PY) -m tests.databases

first-database: setup-dev ## Keep the database of a new academy, after new migrations
	@$(CHECK) $(PY) -m tests.databases --first

postgres-template:
	@echo "→ The database that tests copy (PostgreSQL)"
	@$(CHECK) $(PY) scripts/with_postgres.py $(PY) -m tests.databases

unit: setup-dev ## The tests on SQLite, those in the browser too
	@echo "→ Tests on SQLite"
	@unset DATABASE_URL; $(PYTEST) -q -n 3 -p tests.branches -m "not postgres"

postgres: setup-dev ## The tests that concern the database, on a real PostgreSQL
	@echo "→ Tests on PostgreSQL"
	@$(PY) scripts/with_postgres.py $(PYTEST) -q -n 2 -m "both_databases or postgres"

bench: setup-dev ## Measure the speed (QUICK=1 for a minute's worth)
	@$(PY) -m bench

bench-plugins: setup-dev ## Measure what idle plugins cost a page (QUICK=1 for a minute's worth)
	@$(PY) -m bench plugins
	@$(PY) -m bench saving
	@$(PY) -m bench uploading

bench-enrolment: setup-dev ## Measure enrolling, many at once, and staff's screens after 20 years (QUICK=1)
	@$(PY) -m bench enrolment $(COMMIT)

bench-evaluation: setup-dev ## Measure evaluations, sent in and read, beside an older commit (QUICK=1)
	@$(PY) -m bench evaluation $(COMMIT)

bench-certificates: setup-dev ## Measure certificates beside an older commit and a bare page (QUICK=1)
	@$(PY) -m bench certificates $(COMMIT)

bench-pages: setup-dev ## Measure what pages weigh, and when they are there, beside an older commit (QUICK=1)
	@$(PY) -m bench pages $(COMMIT)

scale: setup-dev ## Show an academy on two machines, on this one, and kill each part (needs nginx and pgbouncer)
	@$(PY) -m bench scale

bench-suite: setup-dev ## Measure the tests beside an older commit: COMMIT=... (QUICK=1 for a sample)
	@$(PY) -m bench suite $(COMMIT)

bench-beside: setup-dev ## Measure pages beside those of an older commit, by turns (QUICK=1: roughly)
	@$(PY) -m bench beside $(COMMIT)

bench-databases: setup-dev ## Measure what pages cost on PostgreSQL more than on SQLite, here and before (QUICK=1)
	@$(PY) -m bench databases $(COMMIT)

bench-pretix: setup-dev ## Measure pages beside pretix (PRETIX=/path/to/python that has it; QUICK=1)
	@$(PY) -m bench pretix

bench-demo: setup-dev ## Measure `make demo` in a fresh clone, beside an older commit (QUICK=1: each once)
	@$(PY) -m bench demo $(COMMIT)

prove-lti: setup-dev ## Try LTI against ltijs and lti1p3platform, which are fetched for it (PACKAGES=folder)
	@$(PY) scripts/prove_lti.py $(PACKAGES)

prove-xapi: setup-dev ## Try xAPI and cmi5 against @xapi/cmi5 and a validator, which are fetched for it (PACKAGES=folder)
	@$(PY) scripts/prove_xapi.py $(PACKAGES)

format: setup-dev ## Put the code and the templates into the project's style
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format --quiet .
	@$(PY) -m djlint --reformat --quiet $(SOURCES) || true

messages: setup-dev ## Collect the texts that are new, to translate in locale/ (needs gettext)
	@$(CHECK) $(PY) manage.py makemessages --locale en --no-obsolete --no-location --verbosity 0 \
	  -i .venv -i node_modules -i var -i bench -i tests -i findings
	@# In the order of the texts: that of the files differs from disk to disk.
	@msgcat --no-location --sort-output -o locale/en/LC_MESSAGES/django.po locale/en/LC_MESSAGES/django.po
	@msgfmt --check --statistics -o locale/en/LC_MESSAGES/django.mo locale/en/LC_MESSAGES/django.po

AUDIT := var/audit/bin/python

$(AUDIT): requirements-audit.txt
	@$(PYTHON) -m venv var/audit
	@$(AUDIT) -m pip install --quiet --require-hashes --requirement requirements-audit.txt
	@touch $(AUDIT)

sbom: $(AUDIT) ## Write down what the academy is built of (CycloneDX), in var/sbom/
	@$(AUDIT) scripts/bill_of_materials.py

audit: $(AUDIT) ## Ask whether known weaknesses are in the locked packages (needs the network)
	@$(AUDIT) -m pip_audit --requirement requirements.txt --require-hashes --disable-pip
	@npm audit --omit dev --package-lock-only

# What is newest within the bounds of requirements.in, or within others: WAGTAIL="wagtail>=8.1,<8.2".
matrix: setup-dev ## The tests with the newest packages: WAGTAIL="wagtail>=8.1a0" DJANGO="Django>=6.0,<6.1"
	@rm -rf var/matrix && $(PYTHON) -m venv var/matrix
	@sed -E $(if $(WAGTAIL),-e 's/^wagtail.*/$(WAGTAIL)/') $(if $(DJANGO),-e 's/^Django.*/$(DJANGO)/') -e '/^-/d' \
	  requirements.in requirements-dev.in > var/matrix/wanted.txt
	@var/matrix/bin/python -m pip install --quiet --upgrade --requirement var/matrix/wanted.txt
	@var/matrix/bin/python -m pip list | grep -iE '^(django|wagtail|django-allauth) '
	@unset DATABASE_URL; var/matrix/bin/python -m pytest -q -n 3 -m "not postgres and not browser" $(TESTS)

lock: setup-dev ## Renew the locked versions (UPGRADE=--upgrade for newer ones); needs uv
	@for list in requirements requirements-dev requirements-node requirements-scale requirements-audit; do \
	  UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile $$list.in -o $$list.txt --quiet $(UPGRADE) \
	    --python $(PY) --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --no-emit-index-url --no-emit-find-links || exit 1; \
	done

clean: ## Remove what set-up and the tools made; the data in var/ stays
	rm -rf .venv node_modules academy/website/static/website/dist .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
