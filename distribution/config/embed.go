// Package config holds the configurations that ship with the gateway.
package config

import _ "embed"

// Default is the configuration of a gateway that is started without one: OTLP
// on loopback in, redacted and correlated JSON lines below ./data out, no other
// server needed.
//
//go:embed default.yaml
var Default string

// Gateway is the configuration of a gateway in front of Loki, Elasticsearch
// and Jaeger. Its head lists the environment variables that it reads.
//
//go:embed gateway.yaml
var Gateway string

// Agents is laid over Gateway: doors for agents that speak to Elasticsearch,
// Logstash or Loki. Its head lists the environment variables that it reads.
//
//go:embed agents.yaml
var Agents string

// Strict is laid over Gateway: no queues, and what is acknowledged is in every
// backend. Its head lists the environment variables that it reads.
//
//go:embed gateway-strict.yaml
var Strict string
