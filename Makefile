# Every target makes its own environment in .venv first; a second run starts at once.
# PYTHON=/path/to/python chooses the interpreter (3.11, 3.12 or 3.13); without it the newest one that runs is taken.
.DEFAULT_GOAL := help
PY := .venv/bin/python

.PHONY: help demo up test deployments spark soak lint format bench peers model mutants test-matrix pins clean runtime dev

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: runtime ## run the whole idea on generated data: what is allowed, what is stopped, and why
	@$(PY) scripts/demo.py

up: runtime ## start Airflow with the same DAGs, to click through
	@$(PY) scripts/up.py

test: dev ## the short, complete test suite (minutes)
	@$(PY) -m pytest $(ARGS)

deployments: dev ## how a company runs it: no harm to other DAGs, bursts, a cluster, installing and removing
	@$(PY) -m pytest -m deployment $(ARGS)

spark: ## scanning and expectations on Spark, local[2]; needs Java 17
	@scripts/set-up spark
	@$(PY) -m pytest -m spark $(ARGS)

soak: dev ## the tests that take long, and the properties with many more examples
	@HYPOTHESIS_PROFILE=soak $(PY) -m pytest -m "soak or property" $(ARGS)

lint: dev ## ruff, mypy, import-linter, deptry
	@PY=$(PY) scripts/lint

format: dev ## let ruff put the code in order
	@$(PY) -m ruff check --fix . && $(PY) -m ruff format .

bench: dev ## measure, and write benchmarks/results.json
	@$(PY) benchmarks/run.py $(ARGS)

peers: dev ## compare the SQL resolver with others, and write docs/sql-peers.md
	@$(PY) benchmarks/crosscheck.py

model: dev ## train the model of the detectors anew, from columns made up here (minutes)
	@$(PY) -m scripts.detection.train $(ARGS)

mutants: dev ## break the code in known ways and see that the tests notice
	@$(PY) scripts/mutants.py $(ARGS)

test-matrix: dev ## the suite on every Python found here, and on the lowest Airflow we declare
	@$(PY) scripts/test_matrix.py $(ARGS)

pins: dev ## resolve constraints/*.txt anew
	@scripts/compile-pins

clean: ## remove environments, caches and what runs left behind
	@rm -rf .venv .venv-* .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .set-up.log build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

runtime:
	@scripts/set-up runtime

dev:
	@scripts/set-up dev
