//go:build !peers

package main

import "go.opentelemetry.io/collector/processor"

// peerEngines: without the tag peers there are none.
func peerEngines() ([]*lineEngine, error) { return nil, nil }

func contribFactory() processor.Factory { return nil }
