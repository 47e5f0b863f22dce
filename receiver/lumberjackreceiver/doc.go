// Package lumberjackreceiver is the server of the Lumberjack protocol, which
// Beats and Logstash speak. A sender gets the acknowledgement of its events when
// the pipeline has taken them, and a keep-alive until then.
package lumberjackreceiver

//go:generate mdatagen metadata.yaml
