// Package lokiexporter sends logs to Grafana Loki over its native push API
// (snappy-compressed protobuf): every entry with the record's own time, its
// ids and attributes as structured metadata, one stream a request, and a retry
// that is byte for byte what was sent before, so that Loki drops the copy.
package lokiexporter

//go:generate mdatagen metadata.yaml
