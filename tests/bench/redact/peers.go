//go:build peers

package main

import (
	"strings"

	"github.com/open-telemetry/opentelemetry-collector-contrib/processor/redactionprocessor"
	"github.com/zricethezav/gitleaks/v8/detect"
	"go.opentelemetry.io/collector/processor"
)

// peerEngines are the engines of others; the Makefile says at which versions.
func peerEngines() ([]*lineEngine, error) {
	d, err := detect.NewDetectorDefaultConfig()
	if err != nil {
		return nil, err
	}
	return []*lineEngine{{
		name: "gitleaks' detector", nth: 13,
		mask: func(line string) string {
			for _, f := range d.DetectString(line) {
				line = strings.ReplaceAll(line, f.Secret, "****")
			}
			return line
		},
	}}, nil
}

func contribFactory() processor.Factory { return redactionprocessor.NewFactory() }
