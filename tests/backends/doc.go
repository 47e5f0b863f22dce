// Package backends installs, starts, stops and restarts the real servers that
// the end-to-end tests deliver to: Grafana Loki, Jaeger, and Elasticsearch or
// OpenSearch.
//
// Loki and Jaeger are built from the Go modules in the folders beside this
// file; Elasticsearch and OpenSearch are zips from Maven Central with pinned
// checksums. All of it happens once, into a cache folder (see OpenCache). Every
// server listens
// on free loopback ports and keeps ports and data over a Stop and a Start.
//
// What a machine lacks (a JDK, Maven) is an error that says so and what to do;
// nothing is skipped.
package backends
