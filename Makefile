SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Tools run at the versions that the collector release is built with. ocb is a
# dependency of the module, because its output must match it; mdatagen has a
# module of its own below tools/.
GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOFUMPT       := mvdan.cc/gofumpt@v0.12.0

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w
# Go files that people write: what generators make is not theirs to format.
GO_FILES = $(shell git ls-files --cached --others --exclude-standard '*.go' | grep -vE '(^|/)generated_|/internal/metadata/|/internal/metadatatest/|^distribution/(main|components)')

export CGO_ENABLED ?= 0
# One set of flags for all but the race detector, so that the packages of the
# collector are compiled twice and not once for each target.
NORACE := GOFLAGS='-trimpath $(shell go env GOFLAGS)'

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  %-16s %s\n", $$1, $$2}'

.PHONY: build
build: ## Build the gateway to bin/lethe
	$(NORACE) go build -ldflags '$(LDFLAGS)' -o bin/lethe ./distribution

.PHONY: run
run: build ## Build and start the gateway with the embedded default configuration
	exec bin/lethe

.PHONY: test
test: ## Run the tests with the race detector; no server or network needed but Go modules
	CGO_ENABLED=1 go test -race -timeout 9m ./...

.PHONY: test-linear
test-linear: ## Read hostile texts of 1 MiB: the cost must grow with their length and no faster
	$(NORACE) go test -count=1 -run Linear ./internal/...

.PHONY: e2e
e2e: build ## Run the end-to-end tests against real Loki, Jaeger, Elasticsearch and OpenSearch
	$(NORACE) go run ./tests/backends/cmd/backends -exec 'go test -tags e2e -count=1 -run ^TestReal ./exporter/... ./internal/cli/findcmd'
	$(MAKE) e2e-servers SERVERS=opensearch2
	$(NORACE) LETHE_BIN=$(CURDIR)/bin/lethe go test -tags e2e -count=1 -p 1 -timeout 40m -v ./tests/e2e/...

SERVERS ?= elasticsearch elasticsearch8 opensearch2 opensearch3

.PHONY: e2e-servers
e2e-servers: build ## Run what meets the API of Elasticsearch against 9 and 8 of it and OpenSearch 2 and 3 (SERVERS)
	@for server in $(SERVERS); do \
		$(NORACE) go run ./tests/backends/cmd/backends -exec 'go test -tags e2e -count=1 -run ^TestReal ./exporter/elasticsearchexporter ./internal/cli/findcmd' $$server; \
		$(NORACE) LETHE_TEST_SEARCH=$$server LETHE_BIN=$(CURDIR)/bin/lethe go test -tags e2e -count=1 -run '^TestShippedQueries$$' ./tests/e2e/; \
	done

.PHONY: bench
bench: ## Run the Go benchmarks
	$(NORACE) go test -run '^$$' -bench . -benchtime 1s ./internal/... ./processor/... ./exporter/... ./extension/...

.PHONY: bench-gateway
bench-gateway: build ## Measure the gateway beside the contrib collector of the same version, and its memory
	$(NORACE) LETHE_BIN=$(CURDIR)/bin/lethe go run ./tests/bench/gateway
	$(NORACE) LETHE_BIN=$(CURDIR)/bin/lethe go run ./tests/bench/gateway -memory -batch 10000

.PHONY: bench-receivers
bench-receivers: build ## Measure what our receivers take beside the fluent-forward receiver of contrib
	$(NORACE) LETHE_BIN=$(CURDIR)/bin/lethe go run ./tests/bench/receivers

# What the redaction engine is measured beside; it is no dependency of the module.
BENCH_PEERS := github.com/open-telemetry/opentelemetry-collector-contrib/processor/redactionprocessor@v0.158.0 \
	github.com/zricethezav/gitleaks/v8@v8.30.1

.PHONY: bench-correlate
bench-correlate: ## Measure the store of ids: memory and garbage collection with a million traces, and the cost of filling a record
	$(NORACE) go test -run '^$$' -bench 'Store|Memory' -benchtime 1s ./internal/correlate
	$(NORACE) go test -run '^$$' -bench 'Fill|Learn|Unknown' -benchtime 1s ./processor/redactcorrelateprocessor

.PHONY: bench-redact
bench-redact: ## Measure the redaction engine on one core beside others; LETHE_LOGHUB names a folder of loghub's lines
	@mkdir -p bin
	@cp go.mod bin/bench-redact.mod && cp go.sum bin/bench-redact.sum
	@$(NORACE) go get -modfile=bin/bench-redact.mod $(BENCH_PEERS) 2>bin/bench-redact.log || { cat bin/bench-redact.log; exit 1; }
	$(NORACE) go build -modfile=bin/bench-redact.mod -tags peers -o bin/bench-redact ./tests/bench/redact
	GOMAXPROCS=1 bin/bench-redact

.PHONY: eval-secrets
eval-secrets: ## Mask the examples of all rules of gitleaks, which are downloaded and made anew
	@mkdir -p bin
	cd tests/gitleaks && $(NORACE) go run . $(CURDIR)/bin/gitleaks-examples.jsonl
	$(NORACE) LETHE_GITLEAKS_EXAMPLES=$(CURDIR)/bin/gitleaks-examples.jsonl go test -count=1 -run ExamplesOfGitleaks -v ./internal/redact | tail -n 40 | cut -c -300

.PHONY: eval-ids
eval-ids: ## Draw 10 million random ids and a million card numbers: no id changes, every card is masked
	$(NORACE) LETHE_IDS=10000000 go test -count=1 -timeout 10m -run RandomIDsStay -v ./internal/redact

.PHONY: eval-redaction
eval-redaction: ## Plant made-up secrets in every form and place, and records without any: measure both
	@mkdir -p bin
	$(NORACE) go run ./tests/eval/redaction -misses $(CURDIR)/bin/redaction-misses.jsonl

.PHONY: eval-correlation
eval-correlation: ## Write made-up ids in every convention and place, and digits that are none: no wrong id may come out
	$(NORACE) go run ./tests/eval/correlation

# Every fuzz function of the repository is found by itself, as "package function".
FUZZTIME ?= 30s
FUZZ_FUNCTIONS = grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' . | sed -E 's|^(.*)/[^/]*_test.go:[0-9]+:func (.*)|\1 \2|' | sort -u

.PHONY: fuzz
fuzz: ## Fuzz every parser and the engine for FUZZTIME each (30s), two side by side
	@$(FUZZ_FUNCTIONS) | grep -q . || { echo "no fuzz functions found"; exit 1; }
	@$(FUZZ_FUNCTIONS) | $(NORACE) xargs -P 2 -L 1 bash -c 'tests/fuzz/run.sh "$$1" $(FUZZTIME) "$$2"' --

.PHONY: fuzz-nightly
fuzz-nightly: ## Fuzz for ten minutes each, as every night
	$(MAKE) fuzz FUZZTIME=10m

.PHONY: lint
lint: ## Check style, layering and common mistakes
	$(NORACE) go run $(GOLANGCI_LINT) run

.PHONY: fmt
fmt: ## Format the Go files
	go run $(GOFUMPT) -l -w $(GO_FILES)

.PHONY: generate
generate: ## Regenerate distribution/, what mdatagen makes of each metadata.yaml, docs/rules.md and docs/places.md
	go tool builder --config builder-config.yaml --skip-get-modules --skip-compilation
	go run ./internal/cli/graft distribution/main.go
	gofmt -w distribution/*.go
	go build -C tools/mdatagen -o $(CURDIR)/bin/tools/mdatagen go.opentelemetry.io/collector/cmd/mdatagen
	@for f in $$(git ls-files --cached --others --exclude-standard '*metadata.yaml'); do \
		echo "mdatagen $$f"; (cd $$(dirname $$f) && $(CURDIR)/bin/tools/mdatagen metadata.yaml) || exit 1; \
	done
	$(NORACE) go run ./distribution rules --format markdown > bin/rules.md
	mv bin/rules.md docs/rules.md
	$(NORACE) go run ./distribution rules --places > bin/places.md
	mv bin/places.md docs/places.md

.PHONY: check-generated
check-generated: generate ## Fail when generated files are not what is committed
	@changed=$$(git status --porcelain -- distribution docs/rules.md docs/places.md '*generated_*' '*/internal/metadata/*' '*/internal/metadatatest/*' '*/documentation.md' '*/README.md'); \
	if [ -n "$$changed" ]; then \
		echo "generated files are stale, run 'make generate' and commit:"; echo "$$changed"; git --no-pager diff --stat; exit 1; \
	fi
