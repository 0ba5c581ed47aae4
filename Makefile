# The commands of this project. `make demo` shows Wasl, `make test` proves it; the others are for who changes it.
#   make demo [PROGRAMME=iq-al-amal] [PORT=8000] [FAMILIES=120]
#   make test [BROWSER=no] [WORKERS=2]

.DEFAULT_GOAL := help
.PHONY: help demo test check fix browser-test prove bench engine docs messages lock runtime dev catalogues lint-templates
.SUFFIXES:

BIN := .venv/bin
PY := $(BIN)/python
WORKERS ?= 2
SHOWN := .pytest_cache/shown.json
# Python's own warnings and checks while testing; its checks of each byte of memory find nothing in Python and cost a tenth
WATCHFUL := PYTHONDEVMODE=1 PYTHONMALLOC=pymalloc
TEMPLATES := wasl/interfaces/web/templates

# settings of a home and of the browser reach our programs, whichever way they were given
export WASL_HOME WASL_CHROMIUM
ifdef PROGRAMME
export WASL_PROGRAMME := $(PROGRAMME)
endif
ifeq ($(WASL_HOME),)
unexport WASL_HOME
endif

ifeq ($(BROWSER),no)
SELECTION := not browser and not prove
else
SELECTION := not prove
endif

help:
	@sed -n '1,4s/^# \{0,1\}//p' Makefile

# --- what a newcomer needs ----------------------------------------------------------------------------------------

demo: runtime catalogues
	@exec $(BIN)/wasl demo $(if $(PORT),--port $(PORT)) $(if $(FAMILIES),--families $(FAMILIES))

test: check
	@$(if $(filter no,$(BROWSER)),:,sh tools/browser.sh)
	$(WATCHFUL) $(PY) -m pytest -n $(WORKERS) --dist worksteal -q -m "$(SELECTION)" --shown $(SHOWN)
	$(if $(filter no,$(BROWSER)),@echo "Browser tests were left out; docs/requirements.md stays as it is.",$(PY) tools/requirements_page.py $(SHOWN))

# --- what one needs while changing it -----------------------------------------------------------------------------

check: dev catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@[ ! -d $(TEMPLATES) ] || $(BIN)/djlint $(TEMPLATES) --lint --quiet
	$(PY) tools/messages.py --check
	$(PY) -m tools.docs --check

fix: dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(PY) tools/messages.py

browser-test: dev catalogues
	@sh tools/browser.sh
	$(PY) -m pytest -q -m "browser and not prove"

prove: dev catalogues
	@sh tools/browser.sh
	$(WATCHFUL) $(PY) -m pytest -n $(WORKERS) --dist worksteal -q -m prove --proof docs/proof/README.md

bench: dev catalogues
	$(PY) -m bench $(if $(SIZE),--size $(SIZE))

# The bundle in static/vendor is committed; this needs Node and npm, and is needed only to take a newer engine.
engine:
	cd tools/engine && npm ci --no-audit --no-fund && node build.mjs

docs: dev catalogues
	$(PY) -m tools.docs

messages: dev
	$(PY) tools/messages.py
	$(PY) tools/messages.py --compile

# New versions are taken on purpose: make lock, read the difference, commit it.
lock: dev
	for kind in runtime dev; do \
	  $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url \
	    --no-emit-find-links --no-emit-trusted-host -o requirements/$$kind.txt requirements/$$kind.in || exit 1; \
	done

# --- steps that the others share ----------------------------------------------------------------------------------

runtime:
	@sh tools/environment.sh runtime

dev:
	@sh tools/environment.sh dev

catalogues:
	@$(PY) tools/messages.py --compile
