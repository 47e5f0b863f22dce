// Package lokipushreceiver takes logs from the clients of Grafana Loki's push
// API: Promtail, Alloy, the Docker driver, Fluent Bit, Vector, Telegraf and
// every library that speaks it. It answers as Loki does, after the pipeline has
// taken the entries.
package lokipushreceiver

//go:generate mdatagen metadata.yaml
