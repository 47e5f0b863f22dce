// Package elasticsearchbulkreceiver takes documents from senders that speak to
// Elasticsearch: Beats, Logstash, Fluent Bit, Fluentd, Vector, rsyslog, Telegraf
// and the official clients. It answers what they ask at start, takes their bulk
// requests line by line, and acknowledges a request when the pipeline has taken
// it.
package elasticsearchbulkreceiver

//go:generate mdatagen metadata.yaml
