package redact

import (
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// The packs that are off by default have scans of their own, apart from the
// first stage: where they are off, they cost one comparison a value.

// keyHints are what the name of a value says to these scans.
type keyHints uint8

const (
	hintVersion    keyHints = 1 << iota // four numbers are a version
	hintAddress                         // four or sixteen bytes are an address
	hintCoordinate                      // a number is a latitude or a longitude
	hintPlace                           // two numbers are
)

// apartSpan is a finding of such a scan. number: in JSON it may stand in the
// place of a number.
type apartSpan struct {
	rule       uint16
	start, end int
	number     bool
}

// addApart notes what these scans have found in v. The quotes are counted from
// the front again, since the other verifiers are at the end of v.
func (s *Scanner) addApart(v string) {
	if len(s.apart) == 0 {
		return
	}
	s.quotes.reset()
	for _, a := range s.apart {
		sp := span{Finding: Finding{Rule: a.rule, Start: a.start, End: a.end}}
		if a.number {
			sp.quote, sp.slashes = s.jsonNumber(v, a.start, a.end)
		}
		s.addSpan(sp)
	}
}

func (h keyHints) has(x keyHints) bool { return h&x != 0 }

var addressWords = setOf("ip", "ipaddr", "ipaddress", "addr", "address", "ipv4", "ipv6", "clientip", "remoteaddr", "srcip", "dstip")

// hintsOf reads the name of a value.
func (e *Engine) hintsOf(name string) (h keyHints) {
	if !e.apart {
		return 0
	}
	t := normalise(name)
	for i := range t.n {
		word := string(t.token(i))
		if inSet(versionWords, word) || len(word) > 7 && word[len(word)-7:] == "version" {
			h |= hintVersion
		}
		if inSet(addressWords, word) {
			h |= hintAddress
		}
		if inSet(latitudeWords, word) || inSet(longitudeWords, word) && word != "long" {
			h |= hintCoordinate
		}
		if inSet(placeWords, word) || word == "location" || word == "position" {
			h |= hintPlace
		}
		if strings.HasPrefix(word, "coord") || strings.HasPrefix(word, "latl") {
			h |= hintCoordinate // of a list of numbers
		}
		if word == "latency" || word == "ms" || word == "us" || word == "usec" {
			return 0 // lat_ms
		}
	}
	return h
}

// compileApart notes which of these packs are on.
func (e *Engine) compileApart(packs []string, numbers map[string]uint16) {
	e.network = networkRules{
		on:      slices.Contains(packs, rules.PackNetwork),
		public:  numbers[rules.IPAddress],
		private: numbers[rules.PrivateIPAddress],
		mac:     numbers[rules.MACAddress],
	}
	e.location = locationRules{on: slices.Contains(packs, rules.PackLocation), coordinates: numbers[rules.Coordinates]}
	e.apart = e.network.on || e.location.on
}

// scanApart leaves the findings of these packs in s.apart. A panic makes the
// value unscannable.
func (s *Scanner) scanApart(k Key, v string) {
	s.apart = s.apart[:0]
	defer func() {
		if recover() != nil {
			s.panics++
			s.apart = append(s.apart[:0], apartSpan{rule: s.e.id.unscanned, end: len(v)})
		}
	}()
	if s.e.network.on {
		s.network(k, v)
	}
	if s.e.location.on {
		s.locations(k, v)
	}
}
