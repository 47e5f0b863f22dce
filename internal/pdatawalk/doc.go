// Package pdatawalk is the only place that knows where strings live in logs,
// spans and metrics. It leads a Visitor to each of them, by name, and writes a
// record as bytes that two records share only if they are equal.
package pdatawalk
