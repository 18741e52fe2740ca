# The two commands of the README are `make demo` and `make test`; the others serve developers.
SHELL := /bin/bash
.DEFAULT_GOAL := help
FOR ?= test
MINUTES ?= 1

.PHONY: help setup demo test e2e lint security security-mutants fuzz bench generate pictures clean

help: ## Say what can be made.
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: ## Install what is missing on Debian (FOR=demo or FOR=test).
	@scripts/setup $(FOR)

demo: ## Build and start everything on embedded defaults, and print the URL to open.
	@scripts/demo

test: ## All tests: both databases, the web client, the real browser.
	@scripts/test

e2e: ## The stories in Chromium alone (needs `make setup`).
	@scripts/e2e

lint: ## Formatting, clippy, licences and bans, unused dependencies, generated files.
	@scripts/lint

security: ## Requirement, test, guard and result, and docs/security.md anew.
	@cargo run --quiet -p xtask -- security

security-mutants: ## Mutate the guards; each mutant must be caught by its crate's tests (resumable).
	@cargo run --quiet -p xtask -- mutants

generate: ## Write anew what is made from the code and from published schemas, and committed.
	@cargo xtask generate

fuzz: ## Fuzz each target for MINUTES minutes.
	@scripts/fuzz $(MINUTES)

bench: ## Figures beside the named peers.
	@scripts/bench

clean: ## Remove what was built and the demo's data.
	rm -rf target web/dist data
