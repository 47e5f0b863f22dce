package main

import (
	"fmt"
	"os"
	"regexp"

	"go.opentelemetry.io/collector/confmap"
	"go.yaml.in/yaml/v3"

	"github.com/lethe-otel/lethe/internal/redact"
)

// lineEngine masks one line after the other.
type lineEngine struct {
	name  string
	nth   int  // more than 1 for a slow one, which gets each nth line only
	exact bool // it must mask all that is planted
	mask  func(line string) string
	reset func() // ends a batch
}

func (e *lineEngine) all(lines []string) {
	for i, line := range lines {
		e.mask(line)
		if i%512 == 511 && e.reset != nil {
			e.reset()
		}
	}
}

// lineEngines: Lethe without and with its cache first.
func lineEngines(patterns []*regexp.Regexp) ([]*lineEngine, error) {
	var engines []*lineEngine
	for _, cache := range []bool{false, true} {
		e, err := redact.New(redact.Options{})
		if err != nil {
			return nil, err
		}
		s := e.NewScanner()
		s.CacheValues(cache)
		name := "Lethe, all default packs, cache off"
		if cache {
			name = "Lethe, all default packs, cache on"
		}
		engines = append(engines, &lineEngine{
			name: name, nth: 1, exact: true, reset: s.Reset,
			mask: func(line string) string {
				out, _ := s.String(redact.Key{}, line)
				return out
			},
		})
	}
	engines = append(engines, &lineEngine{
		name: fmt.Sprintf("%d stdlib regular expressions in a loop", len(patterns)), nth: 13,
		mask: func(line string) string {
			for _, re := range patterns {
				if re.MatchString(line) {
					line = re.ReplaceAllString(line, "****")
				}
			}
			return line
		},
	})
	peers, err := peerEngines()
	return append(engines, peers...), err
}

// contribSection reads the section of the redaction processor and compiles its
// patterns for values, each in the cheapest form that it has.
func contribSection(path string) (section *confmap.Conf, patterns []*regexp.Regexp, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	var file struct {
		Processors struct {
			Redaction map[string]any `yaml:"redaction"`
		} `yaml:"processors"`
	}
	if err := yaml.Unmarshal(raw, &file); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	values, _ := file.Processors.Redaction["blocked_values"].([]any)
	for _, v := range values {
		re, err := regexp.Compile(fmt.Sprint(v))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		patterns = append(patterns, re)
	}
	return confmap.NewFromStringMap(file.Processors.Redaction), patterns, nil
}
