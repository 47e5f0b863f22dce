package redact

import (
	"slices"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// The packs that are off by default have scans of their own, apart from the
// first stage: where they are off, they cost one comparison a value.

// keyHints are what the name of a value says to these scans.
type keyHints uint8

const (
	hintVersion keyHints = 1 << iota // four numbers are a version
	hintAddress                      // four or sixteen bytes are an address
)

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
	e.apart = e.network.on
}

// scanApart leaves the findings of these packs in s.apart. A panic makes the
// value unscannable.
func (s *Scanner) scanApart(k Key, v string) {
	s.apart = s.apart[:0]
	defer func() {
		if recover() != nil {
			s.panics++
			s.apart = append(s.apart[:0], span{Finding: Finding{Rule: s.e.id.unscanned, End: len(v)}})
		}
	}()
	if s.e.network.on {
		s.network(k, v)
	}
}
