# Each verb does all its own set-up; Python 3.11 with venv and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

.PHONY: assess test slow bench lint messages schemas docs bundle wheel clean help

help:            ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/'

assess: $(VENV)/.installed  ## the interview, and both reports at its end
	@$(BIN)/trata assess --reports reports

test: $(VENV)/.dev lint  ## lint, types and tests, in parallel
	$(BIN)/python -m pytest -n auto -m "not slow"

slow: $(VENV)/.data  ## the tests that take minutes
	$(BIN)/python -m pytest -n auto -m slow

bench: $(VENV)/.dev  ## measure against peers and on nasty files; writes docs/performance.md
	$(BIN)/python -m bench

lint: $(VENV)/.dev  ## style and types alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

messages: $(VENV)/.dev  ## extract, update and compile the catalogues
	$(BIN)/python -m tools.messages

schemas: $(VENV)/.dev  ## write what is made from the code: schemas/, docs/templates.md, the handbook's reference
	$(BIN)/python -m tools.schemas
	$(BIN)/python -m tools.templates
	$(BIN)/python -m tools.handbook

docs: $(VENV)/.docs  ## the handbook as a site, in site-docs/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo site-docs/index.html

wheel: $(VENV)/.dev  ## the wheel, in dist/
	$(BIN)/python -m build --wheel --outdir dist .

bundle: $(VENV)/.dev  ## wheels and instructions in one zip, for laptops without a connection
	$(BIN)/python -m tools.bundle

clean:           ## away with what the other verbs made
	rm -rf $(VENV) dist build reports site-docs

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

$(VENV)/.data: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group data
	@touch $@

$(VENV)/.docs: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	@touch $@
