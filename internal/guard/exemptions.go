package guard

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.uber.org/zap"
)

// section is the top-level section of the exemptions.
const section = "lethe"

const (
	allowUnredacted = "allow_unredacted"
	allowInsecure   = "allow_insecure"
)

// exemptions are what a configuration may do in spite of the guard.
type exemptions struct {
	unredacted exempt // exporters
	insecure   exempt // receivers
}

// exempt holds the ids of one exemption, and of each whether it was needed.
type exempt map[string]bool

// covers says whether id is exempt, and notes that it had to be.
func (e exempt) covers(id string) bool {
	if _, ok := e[id]; !ok {
		return false
	}
	e[id] = true
	return true
}

// readExemptions reads the section. A mistake in it is a problem of its own, so
// that a misspelt exemption does not look like one that is ignored.
func readExemptions(c *configuration) (exemptions, []error) {
	read := exemptions{unredacted: exempt{}, insecure: exempt{}}
	if c.lethe == nil {
		return read, nil
	}
	settings, ok := c.lethe.(map[string]any)
	if !ok {
		return read, []error{errors.New("lethe: must be a map with allow_unredacted or allow_insecure")}
	}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		var errs []error
		switch name {
		case allowUnredacted:
			read.unredacted, errs = readExempt(name, settings[name], "exporter", c.exporters)
		case allowInsecure:
			read.insecure, errs = readExempt(name, settings[name], "receiver", c.receivers)
		default:
			errs = []error{fmt.Errorf("lethe::%s: no such setting, use allow_unredacted or allow_insecure", name)}
		}
		problems = append(problems, errs...)
	}
	return read, problems
}

func readExempt(name string, raw any, kind string, defined map[string]map[string]any) (exempt, []error) {
	read := exempt{}
	switch raw.(type) {
	case nil, string, []any:
	default:
		return read, []error{fmt.Errorf("lethe::%s: must be a list of %ss", name, kind)}
	}
	var problems []error
	for _, id := range ids(raw) {
		if _, ok := defined[id]; ok {
			read[id] = false
			continue
		}
		known := "none is defined"
		if len(defined) > 0 {
			known = "defined are " + strings.Join(slices.Sorted(maps.Keys(defined)), ", ")
		}
		problems = append(problems, fmt.Errorf("lethe::%s: there is no %s %q; %s", name, kind, id, known))
	}
	return read, problems
}

// log warns of each exemption, also of those that nothing needs: they would
// hide the next mistake.
func (e exemptions) log(logger *zap.Logger) {
	for id, needed := range sorted(e.unredacted) {
		if needed {
			logger.Warn("unredacted data may leave through an exporter, because lethe::allow_unredacted lists it", zap.String("exporter", id))
		} else {
			logger.Warn("lethe::allow_unredacted lists an exporter that does not need it", zap.String("exporter", id))
		}
	}
	for id, needed := range sorted(e.insecure) {
		if needed {
			logger.Warn("a receiver takes data without TLS or authentication, because lethe::allow_insecure lists it", zap.String("receiver", id))
		} else {
			logger.Warn("lethe::allow_insecure lists a receiver that does not need it", zap.String("receiver", id))
		}
	}
}

func sorted(e exempt) func(yield func(string, bool) bool) {
	return func(yield func(string, bool) bool) {
		for _, id := range slices.Sorted(maps.Keys(e)) {
			if !yield(id, e[id]) {
				return
			}
		}
	}
}
