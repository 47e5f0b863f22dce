package redact

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// randomMatch writes a text that an expression matches: no secret stands in
// this repository, each run makes its own.
func randomMatch(r *rand.Rand, re *syntax.Regexp) string {
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune)
	case syntax.OpCharClass:
		var runes []rune
		for i := 0; i < len(re.Rune); i += 2 {
			for c := max(re.Rune[i], ' '); c <= min(re.Rune[i+1], '~'); c++ {
				runes = append(runes, c)
			}
		}
		if len(runes) == 0 {
			return "\n"
		}
		return string(runes[r.IntN(len(runes))])
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "."
	case syntax.OpCapture:
		return randomMatch(r, re.Sub[0])
	case syntax.OpConcat:
		var b strings.Builder
		for _, sub := range re.Sub {
			b.WriteString(randomMatch(r, sub))
		}
		return b.String()
	case syntax.OpAlternate:
		return randomMatch(r, re.Sub[r.IntN(len(re.Sub))])
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		least, most := bounds(re)
		if most < 0 {
			most = least + 8
		}
		if op := re.Sub[0].Op; op == syntax.OpAnyChar || op == syntax.OpAnyCharNotNL {
			return " "[:1-min(least, 1)] + letters(r, alnumSet, least)
		}
		var b strings.Builder
		for range least + r.IntN(min(most-least, 8)+1) {
			b.WriteString(randomMatch(r, re.Sub[0]))
		}
		return b.String()
	}
	return ""
}

// secretExample makes an example of a rule of the table: a text that its
// expression matches, and the secret in it.
func secretExample(t testing.TB, r *rand.Rand, s *rules.Secret) rules.Example {
	t.Helper()
	parsed, err := syntax.Parse(s.Pattern, syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	re := regexp.MustCompile(s.Pattern)
	allow := newSecretAllow(s)
	for range 500 {
		text := randomMatch(r, parsed)
		caps := re.FindStringSubmatchIndex(text)
		if caps == nil {
			continue
		}
		shape := secretShape{group: -1}
		if s.Group > 0 {
			shape.group = s.Group
		}
		first, last := shape.span(caps)
		secret := text[first:last]
		if looksLikeID(secret) {
			name, _, _ := strings.Cut(s.ID, "-")
			text = name + "_token = " + secret
			if caps = re.FindStringSubmatchIndex(text); caps == nil {
				continue
			}
			first, last = shape.span(caps)
		}
		if s.ID == "jwt-base64" {
			secret = text
		}
		if s.ID == "facebook-access-token" || s.ID == "sourcegraph-access-token" || s.ID == "airtable-personnal-access-token" {
			text = strings.TrimSuffix(s.ID, "-access-token") + " " + text
		}
		if entropy(secret) <= s.Entropy+0.2 || !strings.ContainsAny(secret, "0123456789") && strings.Contains(s.Pattern, gitleaksOperator) ||
			allow.allowed(text, first, last, caps[0], caps[1]) {
			continue
		}
		return rules.Example{Text: text, Secret: secret}
	}
	t.Fatalf("%s: no example in 500 tries", s.ID)
	return rules.Example{}
}

// carriersOfLines put a text into a line as logs have them.
var carriersOfLines = []func(string) string{
	func(s string) string { return s },
	func(s string) string { return "2026-11-22 18:56:45,123 INFO [main] server: " + s },
	func(s string) string { return "2026-11-22T18:56:45Z WARN call failed " + s + "\nretrying in 3s" },
}

// TestTableSecretsAreFound makes examples of every rule, odd and even places
// included, since the search looks at every second one.
func TestTableSecretsAreFound(t *testing.T) {
	s := newScanner(t, Options{Actions: map[string]Action{"generic_api_key": Mask}})
	r := rand.New(rand.NewPCG(7, 11))
	for _, rule := range rules.All() {
		if rule.Secret == nil {
			continue
		}
		missed := 0
		for n := range 12 {
			ex := secretExample(t, r, rule.Secret)
			text := carriersOfLines[n%len(carriersOfLines)](strings.Repeat(" ", n/2%2) + ex.Text)
			got, changed := s.String(Key{}, text)
			if !changed || strings.Contains(got, ex.Secret) {
				missed++
				if missed == 1 {
					t.Logf("%s: %q became %q", rule.Name, text, got)
				}
				continue
			}
			if again, changed := s.String(Key{}, got); changed {
				t.Errorf("%s: %q became %q and then %q", rule.Name, text, got, again)
			}
		}
		if missed > 0 {
			t.Errorf("%s: %d of 12 missed", rule.Name, missed)
		}
	}
}

// TestSecretProgramsMatchLikeRegexp compares the matcher with the standard
// library on texts that match and on texts with one byte changed.
func TestSecretProgramsMatchLikeRegexp(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	for _, rule := range rules.All() {
		if rule.Secret == nil || secretVariants[rule.Secret.ID] != nil {
			continue
		}
		pattern, _ := ourPattern(rule.Secret.Pattern)
		pattern = strings.NewReplacer(string(termLoose), "", string(termStrict), "").Replace(pattern)
		pattern = strings.TrimPrefix(strings.Replace(pattern, `(?i)\b`, `(?i)`, 1), `\b`)
		p, _, err := compileSecret(pattern)
		if err != nil {
			t.Fatal(err)
		}
		re := regexp.MustCompile(`\A(?:` + pattern + `)`)
		for range 30 {
			text := []byte(secretExample(t, r, rule.Secret).Text)
			if n := r.IntN(3); n > 0 {
				text[r.IntN(len(text))] = byte(' ' + r.IntN('~'-' '))
			}
			var m secretMatch
			var got []int
			if m.match(p, string(text), 0, len(text)) {
				got = m.caps[:2]
			}
			want := re.FindSubmatchIndex(text)
			if want != nil {
				want = want[:2]
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s on %q: %v, regexp says %v", rule.Name, text, got, want)
			}
		}
	}
}

func TestNoInBandOptOut(t *testing.T) {
	s := newScanner(t, Options{})
	r := rand.New(rand.NewPCG(1, 1))
	for _, rule := range rules.All() {
		if rule.Name != "github_pat" && rule.Name != "stripe_access_token" {
			continue
		}
		ex := secretExample(t, r, rule.Secret)
		if got, _ := s.String(Key{}, ex.Text+" gitleaks:allow"); strings.Contains(got, ex.Secret) {
			t.Errorf("%s: the mark of gitleaks lets a secret through", rule.Name)
		}
	}
}

// letters is random text of a length, of a set of bytes.
func letters(r *rand.Rand, set string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = set[r.IntN(len(set))]
	}
	return string(b)
}

const alnumSet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// TestShapesOfLogs: what code scanners miss.
func TestShapesOfLogs(t *testing.T) {
	s := newScanner(t, Options{})
	r := rand.New(rand.NewPCG(9, 9))
	long := "ghs_" + "12345_" + "ey" + letters(r, alnumSet, 40) + "." + letters(r, alnumSet+"-_", 200) + "." + letters(r, alnumSet+"-_", 180)
	pat := "ghp_" + letters(r, alnumSet, 36)
	aws := "AKIA" + letters(r, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)
	stripe := "sk_live_" + letters(r, alnumSet, 24)
	for _, secret := range []string{long, pat, aws, stripe} {
		for _, form := range []string{"x %s y", "x_%s y", "(%s)", "[%s]", "a,%s,b", "%s.", `{"m":"a\n%s\nb"}`, "https://h.example/p?x=%s&y=1", "m%%3D%s%%26b", "<t>%s</t>", "[REDACTED:%s]", "[REDACTED:password]%s", "%s[REDACTED:email]", "é %s é"} {
			text := fmt.Sprintf(form, secret)
			got, _ := s.String(Key{}, text)
			if strings.Contains(got, secret) || len(secret) > 60 && strings.Contains(got, secret[len(secret)-40:]) {
				t.Errorf("%q became %q", text, got)
			}
			if again, changed := s.String(Key{}, got); changed {
				t.Errorf("%q became %q and then %q", text, got, again)
			}
		}
	}
}

// TestIDsNextToProvidersStay: the name of a provider in a line makes no
// credential of the line's ids.
func TestIDsNextToProvidersStay(t *testing.T) {
	s := newScanner(t, Options{})
	const trace = "0af7651916cd43dd8448eb211c80319c"
	for _, text := range []string{
		"service=linear trace_id=" + trace, "adobe request-id: " + trace, `{"service":"discord","traceId":"` + trace + `"}`,
		"heroku x-request-id: 0af76519-16cd-43dd-8448-eb211c80319c", "fastly trace: " + trace, "confluent span=b7ad6b7169203331",
		"facebook commit 9f2c1b7e4a5d6c8b0e1f2a3b4c5d6e7f8091a2b3", "linkedin: responsibilities", "jira = administration-of-things",
		"curl/7.64.1 -u", "kraken,twitter,discord", "GET /api/discord?limit=100000000000000000",
	} {
		if got, changed := s.String(Key{}, text); changed {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestRepeatedPrefixesAreLinear repeats the start of each rule and what follows it.
func TestRepeatedPrefixesAreLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	s := newScanner(t, Options{})
	s.CacheValues(false)
	r := rand.New(rand.NewPCG(2, 2))
	for _, rule := range rules.All() {
		if rule.Secret == nil || rule.OffByDefault {
			continue
		}
		text := secretExample(t, r, rule.Secret).Text
		for _, unit := range []string{text[:min(len(text), 8)], text[:len(text)/2], text} {
			measureLinear(t, rule.Name, s, unit)
		}
	}
}
