// Package elasticsearchexporter sends logs and spans to Elasticsearch and
// OpenSearch through the bulk API. Every record becomes a document with an id
// made from the record itself, created and never overwritten, so that sending
// it again cannot double it.
package elasticsearchexporter

//go:generate mdatagen metadata.yaml
