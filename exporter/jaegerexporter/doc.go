// Package jaegerexporter delivers traces to Jaeger over OTLP, by gRPC or HTTP,
// so that no span is lost and none is stored twice.
//
// It is more than a plain OTLP exporter in what it does with an answer: only
// what an answer covers counts as stored, what has to wait is sent again for
// ever, and what the server refuses for good is found span by span.
package jaegerexporter

//go:generate mdatagen metadata.yaml
