// Package e2e holds the end-to-end tests: the built gateway with the
// configuration that ships, real OpenTelemetry SDKs in front of it, and real
// Loki, Elasticsearch and Jaeger behind it.
//
//	make e2e
//	go test -tags e2e -count=1 -run TestProof ./tests/e2e/...
//
// The tests stand behind the build tag e2e. $LETHE_BIN is the gateway to test
// (bin/lethe by default), $LETHE_CACHE the folder for what is installed once,
// $LETHE_TEST_SEARCH the server in place of Elasticsearch 9 (elasticsearch8,
// opensearch2 or opensearch3), and with $LETHE_E2E_KEEP set the run's folder with
// all logs is kept.
package e2e
