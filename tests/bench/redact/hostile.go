package main

import (
	"strings"

	"github.com/lethe-otel/lethe/internal/redact"
)

// hostileUnits are what makes each family of verifiers work hard when it is
// repeated: it begins all the time and never ends well.
var hostileUnits = []struct{ name, unit string }{
	{"digits", "4"},
	{"groups of digits", "4111 "},
	{"cards with a wrong check digit", "4111111111111112 "},
	{"phone numbers", "+49 "},
	{"e-mail", "a@b."},
	{"JWT", "eyJhbGci."},
	{"PEM", "-----BEGIN PRIVATE KEY-----"},
	{"bearer", "bearer "},
	{"URL", "a://b:c/"},
	{"pairs", "&password=a"},
	{"headers", "authorization: "},
	{"cookies", "cookie: a=b; "},
	{"JSON", `"password":{`},
	{"JSON in JSON", `\"password\":\"`},
	{"quotes", `\\"`},
	{"XML", "<password>"},
	{"percent escapes", "password%3D"},
	{"options", "--password "},
	{"prefixes of tokens", "ghp_xoxb-AKIAglpat-"},
	{"names of providers", "dropbox:"},
	{"own tokens", "password=[REDACTED:password]"},
	{"invalid UTF-8", "\xff@"},
}

// hostile measures values of one and two MiB; where the cost is linear, twice
// the length takes twice the time.
func (b bench) hostile() error {
	e, err := redact.New(redact.Options{})
	if err != nil {
		return err
	}
	s := e.NewScanner()
	s.CacheValues(false)
	b.row("Adversarial value of 1 MiB\tMB/s\ttime of 2 MiB to that of 1 MiB")
	short := bench{each: b.each / 4}
	for _, h := range hostileUnits {
		var mb [2]float64
		for i := range mb {
			v := strings.Repeat(h.unit, (i+1)<<20/len(h.unit))
			mb[i], _ = short.speed(len(v), func() { s.String(redact.Key{}, v) })
		}
		b.row("%s\t%.1f\t%.2f", h.name, mb[0], 2*mb[0]/mb[1])
	}
	b.flush()
	return nil
}

// quoted prints what others reach on such lines, measured elsewhere.
func (b bench) quoted() {
	b.row("Quoted: others on loghub lines, one core, another run\tMB/s")
	for _, q := range []struct{ name, mb string }{
		{"dd-sensitive-data-scanner (Rust): 15 rules with validators / 100 gitleaks rules", "56 / 5.3"},
		{"redact of VRL (Rust): 15 expressions", "77"},
		{"Rust regex, 15 patterns at once, with positions", "589"},
		{"Rust keyword automaton, then 100 gitleaks expressions on a hit", "449"},
		{"Hyperscan 5.4: 15 patterns, ends only / with starts", "330 / 183"},
		{"Hyperscan 5.4: 100 gitleaks patterns, ends only", "425"},
		{"Hyperscan 5.4: 200 literals alone, line by line", "1626"},
	} {
		b.row("%s\t%s", q.name, q.mb)
	}
	b.flush()
}
