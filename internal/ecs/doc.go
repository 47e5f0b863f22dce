// Package ecs turns a JSON document as Beats, Logstash, Fluent Bit and the
// clients of Elasticsearch send it into a log record.
//
// A document is read in one pass into a list of values that lie in one copy of
// it, and only a document that was read to its end reaches the batch, with copies
// of the texts that a record is made of. Names of
// the Elastic Common Schema become those of the OpenTelemetry semantic
// conventions where the two differ; fields.go has the list.
//
// Three things differ from what Elasticsearch does with a document. It takes
// comments, which are refused here: RFC 8259 knows none. It refuses a name that
// stands twice in an object, and replaces nothing that is not UTF-8; here both
// values are kept, and what is not UTF-8 becomes U+FFFD, because the agents of
// Lumberjack send both and would send them for ever.
package ecs
