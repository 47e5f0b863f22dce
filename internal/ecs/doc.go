// Package ecs turns a JSON document as Beats, Logstash, Fluent Bit and the
// clients of Elasticsearch send it into a log record.
//
// A document is read in one pass into a list of values that lie in one copy of
// it, and only a document that was read to its end reaches the batch. Names of
// the Elastic Common Schema become those of the OpenTelemetry semantic
// conventions where the two differ; fields.go has the list.
package ecs
