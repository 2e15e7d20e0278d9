# The commands of the project. `make` alone lists them.
BIN := .venv/bin
DEMO := demo-kommun
DEMO_AS_OF := 2026-10-05

.PHONY: help set-up nightly test bench docs
help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/' | expand -t 16

set-up: ## install what is needed (the others do it too)
	@.ci/set-up

nightly: set-up ## run the nightly job on a made-up kommun
	@$(BIN)/framdrift demo $(DEMO)
	@$(BIN)/framdrift nightly $(DEMO) --as-of $(DEMO_AS_OF)

test: set-up ## run all checks: lint, types, import contracts, tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -n 2

bench: set-up ## measure speed and memory, as ratios
	@$(BIN)/python -m tests.benchmarks

docs: set-up ## write the generated documents again
	@$(BIN)/python -m tests.documents
