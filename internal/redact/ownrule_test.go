package redact

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var customerNumber = OwnRule{Name: "customer_number", Anchor: "CUST-", Pattern: `CUST-[0-9]{8}`}

func TestOwnRules(t *testing.T) {
	own := []OwnRule{
		customerNumber,
		{Name: "member", Anchor: "-MBR", Pattern: `\b[A-Z]{2}[0-9]{4}-MBR\b`},
		{Name: "policy", Anchor: "pol#", Pattern: `(?i)pol#[0-9a-z]{4,}`},
		{Name: "account", Anchor: "konto=", Pattern: `konto=([0-9]{6,12})`, Check: "luhn"},
		{Name: "short_end", Anchor: "QZX", Pattern: `[0-9]{4}QZX`},
		{Name: "umlaut", Anchor: "Käufer:", Pattern: `Käufer:[A-Z][0-9]{3}`},
		{Name: "digits", Anchor: "990077", Pattern: `990077[0-9]{4}\b`},
		{Name: "fixed", Anchor: "(internal)", Pattern: `\(internal\) [a-z]{3,20}`},
	}
	s := newScanner(t, Options{Own: own})
	for in, want := range map[string]string{
		"CUST-12345678":                        "[REDACTED:customer_number]",
		"xCUST-12345678y":                      "x[REDACTED:customer_number]y",
		"a CUST-12345678, CUST-87654321.":      "a [REDACTED:customer_number], [REDACTED:customer_number].",
		"CUST-12345678CUST-12345678":           "[REDACTED:customer_number][REDACTED:customer_number]",
		"cust-12345678":                        "cust-12345678",
		"CUST-1234567":                         "CUST-1234567",
		"CUST-CUST-12345678":                   "CUST-[REDACTED:customer_number]",
		"AB1234-MBR":                           "[REDACTED:member]",
		"1 AB1234-MBR":                         "1 [REDACTED:member]",
		"xAB1234-MBR AB1234-MBRS":              "xAB1234-MBR AB1234-MBRS",
		"POL#12ab pol#zzzz9 Pol#123":           "[REDACTED:policy] [REDACTED:policy] Pol#123",
		"pol#" + strings.Repeat("a", 5000):     "[REDACTED:policy]",
		"konto=18 konto=79927398713 ok":        "konto=18 konto=[REDACTED:account] ok",
		"konto=79927398710 ok":                 "konto=79927398710 ok",
		"1234QZX":                              "[REDACTED:short_end]",
		"_1234QZX":                             "_[REDACTED:short_end]",
		"1234QZX 1234QZX":                      "[REDACTED:short_end] [REDACTED:short_end]",
		"der Käufer:A123 zahlt":                "der [REDACTED:umlaut] zahlt",
		`{"k":"CUST-12345678","n":9900771234}`: `{"k":"[REDACTED:customer_number]","n":"[REDACTED:digits]"}`,
		"say (internal) word.":                 "say [REDACTED:fixed].",
		"[REDACTED:customer_number]":           "[REDACTED:customer_number]",
		"password=CUST-12345678":               "password=[REDACTED:password]",
	} {
		out, changed := s.String(Key{}, in)
		assert.Equal(t, want, out, in)
		assert.Equal(t, in != want, changed, in)
		again, changed := s.String(Key{}, out)
		assert.Equal(t, out, again)
		assert.False(t, changed, in)
	}
	assert.False(t, s.Clean("CUST-12345678"))
	assert.Zero(t, s.panics)

	e := s.e
	n := uint16(e.RuleCount() - len(own))
	assert.Equal(t, "customer_number", e.RuleName(n))
	assert.Equal(t, "own", e.Describe()[n].Pack)
	assert.True(t, e.Describe()[n].On)
}

func TestOwnRulesLeaveIDs(t *testing.T) {
	s := newScanner(t, Options{Own: []OwnRule{
		{Name: "badge", Anchor: "bad9e", Pattern: `bad9e[0-9a-f]{3}`},
		{Name: "ticket", Anchor: "TKT", Pattern: `TKT[0-9A-Z]{5}`},
	}})
	for _, id := range []string{
		"bad9e123-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-4266bad9e000",
		"0af7651916cdbad9e448eb211c80319c", "b7adbad9e2033310",
		"00-0af7651916cdbad9e448eb211c80319c-b7ad6b7169203331-01", "01ARZ3NDEKTKTV4RRFFQ69G5FA",
	} {
		for _, text := range []string{id, "id=" + id + " x", `{"trace":"` + id + `"}`} {
			out, changed := s.String(Key{}, text)
			assert.False(t, changed, "%s: %s", text, out)
		}
	}
	for _, text := range []string{"bad9e123", "card bad9e123.", "TKTAB123", "bad9e1230-e89b"} {
		_, changed := s.String(Key{}, text)
		assert.True(t, changed, text)
	}
}

func TestOwnRulesOnNumbers(t *testing.T) {
	s := newScanner(t, Options{Own: []OwnRule{{Name: "account", Anchor: "990077", Pattern: `\b990077[0-9]{4}\b`}, customerNumber}})
	for n, want := range map[int64]string{9900771234: "[REDACTED:account]", -9900771234: "[REDACTED:account]", 99007712345: "", 1: "", 4111111111111111: "[REDACTED:card_number]"} {
		text, changed := s.Int(Key{}, n)
		assert.Equal(t, want, text)
		assert.Equal(t, want != "", changed)
		text, changed = s.Double(Key{}, float64(n))
		assert.Equal(t, want, text)
		assert.Equal(t, want != "", changed)
	}
	_, changed := s.Double(Key{}, 0.5)
	assert.False(t, changed)
	assert.Zero(t, testing.AllocsPerRun(10, func() { s.Int(Key{}, 123456) }))
}

// What other actions and modes make of an own rule.
func TestOwnRuleActions(t *testing.T) {
	key := PseudonymKey{ID: "k1", Secret: []byte("0123456789abcdef0123456789abcdef")} // made up
	for _, c := range []struct {
		options Options
		want    string
		finding Finding
	}{
		{Options{}, "a [REDACTED:customer_number] b", Finding{Action: Mask}},
		{Options{Actions: map[string]Action{"customer_number": Keep}}, "a CUST-12345678 b", Finding{Action: Keep}},
		{Options{Actions: map[string]Action{"customer_number": Remove}}, "a  b", Finding{Action: Remove}},
		{Options{Actions: map[string]Action{"default": Partial}}, "a [REDACTED:customer_number] b", Finding{Action: Mask}},
		{Options{Observe: []string{"customer_number"}}, "a CUST-12345678 b", Finding{Action: Mask, Mode: Observe}},
		{Options{Packs: []string{"contact"}}, "a [REDACTED:customer_number] b", Finding{Action: Mask}},
		{Options{Actions: map[string]Action{"customer_number": Pseudonym}, Pseudonym: PseudonymKeys{Current: key}}, "a [customer_number:k1:", Finding{Action: Pseudonym}},
		{Options{MaskText: "(gone-{rule})"}, "a (gone-customer_number) b", Finding{Action: Mask}},
	} {
		c.options.Own = []OwnRule{customerNumber}
		s := newScanner(t, c.options)
		out, _ := s.String(Key{}, "a CUST-12345678 b")
		assert.True(t, strings.HasPrefix(out, c.want), out)
		c.finding.Rule, c.finding.Start, c.finding.End = uint16(s.e.RuleCount()-1), 2, 15
		assert.Equal(t, []Finding{c.finding}, s.Findings(), out)
		again, changed := s.String(Key{}, out)
		assert.Equal(t, out, again)
		assert.False(t, changed)
		assert.False(t, s.Clean("CUST-12345678"), "an id with a finding, whatever becomes of findings")
	}
}

// An exemption lets the spans of its rule stay, and nothing else of the value.
func TestExemptions(t *testing.T) {
	s := newScanner(t, Options{Own: []OwnRule{customerNumber}, Exempt: []string{"email", "password", "customer_number", "card_number"}})
	email, password, customer, card := Exemptions(1), Exemptions(2), Exemptions(4), Exemptions(8)
	for _, c := range []struct {
		set      Exemptions
		in, want string
	}{
		{email, "alice@example.com 4111111111111111 CUST-12345678", "alice@example.com [REDACTED:card_number] [REDACTED:customer_number]"},
		{email | card, "alice@example.com 4111111111111111 CUST-12345678", "alice@example.com 4111111111111111 [REDACTED:customer_number]"},
		{customer, "token=CUST-12345678 CUST-12345678", "token=[REDACTED:token] CUST-12345678"},
		{password, "password=made-up-1 token=made-up-2", "password=made-up-1 token=[REDACTED:token]"},
		{password, "password=alice@example.com", "password=[REDACTED:email]"},
		{card, `{"card":4111111111111111,"password":"made-up"}`, `{"card":4111111111111111,"password":"[REDACTED:password]"}`},
		{0, "alice@example.com", "[REDACTED:email]"},
		{email, "alice@example.com", "alice@example.com"},
	} {
		for range 2 { // the second answer is remembered
			out, _ := s.String(Key{Exempt: c.set}, c.in)
			assert.Equal(t, c.want, out, c.in)
		}
	}
	s.String(Key{Exempt: email}, "alice@example.com")
	assert.Equal(t, Exempt, s.Findings()[0].Mode)
	assert.Equal(t, Keep, s.Findings()[0].Action)
	k := s.e.Exempted(s.Key("db.password"), password)
	assert.Equal(t, Keep, k.Action)
	out, _ := s.String(k, "made-up alice@example.com")
	assert.Equal(t, "made-up [REDACTED:email]", out)
	assert.Equal(t, Mask, s.e.Exempted(s.Key("db.password"), email).Action)
	text, changed := s.Int(Key{Exempt: card}, 4111111111111111)
	assert.False(t, changed, text)
}

// Every mistake has its text; testdata/ownrules.txt is what people read.
func TestOwnRuleMistakes(t *testing.T) {
	long := strings.Repeat("x", 65)
	var out strings.Builder
	for _, r := range []OwnRule{
		{Pattern: `CUST-[0-9]{8}`, Anchor: "CUST-"},
		{Name: "CustomerNumber"},
		{Name: long},
		{Name: "email"},
		{Name: "contact"},
		{Name: "default"},
		{Name: "own"},
		{Name: "a", Anchor: ""},
		{Name: "a", Anchor: "C-"},
		{Name: "a", Anchor: long},
		{Name: "a", Anchor: "2026"},
		{Name: "a", Anchor: "    "},
		{Name: "a", Anchor: "CUST-", Pattern: ``},
		{Name: "a", Anchor: "CUST-", Pattern: strings.Repeat("x", 513)},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-[0-9`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-(?=[0-9])`},
		{Name: "a", Anchor: "CUST-", Pattern: `(CUST-)([0-9]{8})`},
		{Name: "a", Anchor: "CUST-", Pattern: `(?:CUST-[0-9]{8})?`},
		{Name: "a", Anchor: "CUST-", Pattern: `\b`},
		{Name: "a", Anchor: "CUST", Pattern: `CUST`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-.*`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-[^x]*`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-\S+`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-[0-9]+-[0-9]{3}`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-(?:[0-9]{2})+`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-[0-9]+?`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-(?:[0-9]+|[a-z]+)`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-[0-9]{1000}[0-9]{1000}`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-(?:(?:a|b){30}){30}`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-[0-9]{2000}`},
		{Name: "a", Anchor: "CUST-", Pattern: `[0-9]{8}`},
		{Name: "a", Anchor: "CUST-", Pattern: `(?:CUST-|KD-)[0-9]{8}`},
		{Name: "a", Anchor: "CUST-", Pattern: `cust-[0-9]{8}`},
		{Name: "a", Anchor: "REDACTED", Pattern: `REDACTED:[a-z_]{3,20}`},
		{Name: "a", Anchor: "4bf92f", Pattern: `4bf92f[0-9a-f]{26}`},
		{Name: "a", Anchor: "2026-", Pattern: `2026-[0-9]{2}-[0-9]{2}`},
		{Name: "a", Anchor: "CUST-", Pattern: `CUST-[0-9]{8}`, Check: "crc32"},
	} {
		mistakes := CheckOwnRules([]OwnRule{r})
		require.NotEmpty(t, mistakes, "%+v", r)
		fmt.Fprintf(&out, "name: %s anchor: %s pattern: %.60s\n", r.Name, r.Anchor, r.Pattern)
		for _, m := range mistakes {
			if r.Pattern == "" && r.Name == "a" && r.Anchor != "CUST-" && m.Field == "pattern" ||
				r.Anchor == "" && r.Pattern == "" && r.Name != "a" && m.Field != "name" {
				continue // what the case is not about
			}
			fmt.Fprintf(&out, "  %s: %s\n", m.Field, m.Reason)
		}
	}
	twice := CheckOwnRules([]OwnRule{customerNumber, customerNumber})
	require.Len(t, twice, 1)
	fmt.Fprintf(&out, "%s\n", twice[0])
	many := make([]OwnRule, MaxOwnRules+1)
	fmt.Fprintf(&out, "%s\n", CheckOwnRules(many)[0])

	const file = "testdata/ownrules.txt"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(out.String()), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), out.String())

	_, err = New(Options{Own: []OwnRule{{Name: "a", Anchor: "CUST-", Pattern: "CUST-.*"}}})
	assert.ErrorContains(t, err, "own rule 0: pattern: repeats")
}

func TestOwnRulesAccepted(t *testing.T) {
	for _, r := range []OwnRule{
		{Anchor: "CUST-", Pattern: `^CUST-[0-9]{8}$`},
		{Anchor: "CUST-", Pattern: `(?:CUST-[0-9]{8}|OLD-CUST-[0-9]{6})`},
		{Anchor: "abab", Pattern: `[abc]{2}abab[0-9]{2}`},
		{Anchor: "kunde", Pattern: `(?i)kunde[0-9]{3,}`},
		{Anchor: "KD", Pattern: `KD`}, // short
		{Anchor: "order:", Pattern: `order:(?P<number>[0-9]{4}-[0-9]{4})`},
		{Anchor: "emp/", Pattern: `emp/\d{5}(?:-[a-z]{2})?\b`},
	} {
		r.Name = "a"
		mistakes := CheckOwnRules([]OwnRule{r})
		if r.Anchor == "KD" {
			assert.NotEmpty(t, mistakes)
			continue
		}
		assert.Empty(t, mistakes, r.Pattern)
	}
}

// Where a value is cut into windows does not matter.
func TestOwnRulesAnywhere(t *testing.T) {
	s := newScanner(t, Options{Own: []OwnRule{customerNumber, {Name: "qzx", Anchor: "QZX", Pattern: `[0-9]{2}QZX`}}})
	for n := range 700 {
		for _, secret := range []string{"CUST-12345678", "12QZX"} {
			text := strings.Repeat("CUST- QZX ", n/10) + strings.Repeat(".", n%10) + secret
			out, _ := s.String(Key{}, text)
			require.NotContains(t, out, secret, n)
			out, _ = s.String(Key{}, text+" end")
			require.NotContains(t, out, secret, n)
			require.Equal(t, strings.Count(text, "CUST- QZX "), strings.Count(out, "CUST- QZX "))
		}
	}
}

// The cost is linear however many anchors a value has.
func TestOwnRulesLinear(t *testing.T) {
	s := newScanner(t, Options{Own: []OwnRule{
		{Name: "a", Anchor: "CUST-", Pattern: `[A-Z]{0,200}CUST-[0-9A-Z-]{0,200}x`},
		{Name: "b", Anchor: "abc", Pattern: `(?:b|abc){1,50}abc[a-c]{3,}`},
	}})
	for _, unit := range []string{"CUST-", "abc", "ab", "CUST", "CUST-1", "Cabc"} {
		measureLinear(t, "own rules", s, unit)
	}
	assert.Zero(t, s.panics)
}

func TestOwnRulesCleanAllocatesNothing(t *testing.T) {
	if raced {
		t.Skip("the regular expressions keep their machines in a pool")
	}
	s := newScanner(t, Options{Own: []OwnRule{customerNumber}})
	s.CacheValues(false)
	for _, line := range []string{"nothing here at all", "a CUST-1234 that is too short"} {
		s.String(Key{}, line)
		assert.Zero(t, testing.AllocsPerRun(100, func() { s.String(Key{}, line) }), line)
	}
}

// randomPattern makes expressions of all kinds, most of them refused.
func randomPattern(r *rand.Rand, depth int) string {
	switch n := r.IntN(9); {
	case n < 3 || depth == 0:
		return []string{"CUST-", "a", "[0-9]", "[A-Z]", `\w`, ".", "x", `\b`, "-", "é"}[r.IntN(10)]
	case n < 6:
		return randomPattern(r, depth-1) + randomPattern(r, depth-1)
	case n == 6:
		return "(?:" + randomPattern(r, depth-1) + "|" + randomPattern(r, depth-1) + ")"
	}
	return "(?:" + randomPattern(r, depth-1) + ")" + []string{"*", "+", "?", "{3}", "{2,4}", "{5,}"}[r.IntN(6)]
}

// With any own rules that pass, the engine on its own output changes nothing,
// and every match is gone or part of an id.
func TestOwnRulesIdempotent(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	engines := 0
	for range 3000 {
		rule := OwnRule{Name: "own_one", Anchor: "CUST-", Pattern: "CUST-" + randomPattern(r, 4)}
		if r.IntN(2) == 0 {
			rule.Pattern = randomPattern(r, 3) + "CUST-" + randomPattern(r, 3)
		}
		if len(CheckOwnRules([]OwnRule{rule})) > 0 {
			continue
		}
		if engines++; engines > 40 {
			break
		}
		s := newScanner(t, Options{Own: []OwnRule{rule}})
		for range 200 {
			var text strings.Builder
			for range r.IntN(12) {
				text.WriteString([]string{"CUST-", "12345678", "a", "AB", " ", "x", "é", `{"k":"`, `"}`, "password=", "alice@example.com", "[REDACTED:own_one]", "[REDACTED:", "]", "-"}[r.IntN(15)])
			}
			in := text.String()
			out, _ := s.String(Key{}, in)
			again, changed := s.String(Key{}, out)
			require.False(t, changed, "%s: %q became %q and then %q", rule.Pattern, in, out, again)
		}
		assert.Zero(t, s.panics, rule.Pattern)
	}
	assert.Greater(t, engines, 30)
}

// provenIn against the matches themselves.
func TestOwnAnchorProof(t *testing.T) {
	for pattern, want := range map[string]bool{
		`CUST-`: true, `xCUST-y`: true, `CUST`: false, `CUST-|x`: false, `(?:CUST|KD)-`: false,
		`C[U]ST-`: true, `C[UV]ST-`: false, `CCUST-`: true, `C{2,3}UST-`: true, `.{0,9}CUST-`: true, `CUST.`: false, `CUSCUST-`: true,
		`(?i:c)UST-`: false, `CUST-?`: false, `C(?:U|U)ST(?:-|-)`: true,
	} {
		prog, err := syntax.Parse(pattern, syntax.Perl)
		require.NoError(t, err)
		compiled, err := syntax.Compile(prog.Simplify())
		require.NoError(t, err)
		assert.Equal(t, want, provenIn(compiled, "CUST-", false), pattern)
	}
}

func FuzzOwnRule(f *testing.F) {
	for _, p := range []string{`CUST-[0-9]{8}`, `(?i)cust-\d+`, `(((a{2}){3}){4}CUST-)`, `CUST-(?P<n>x)`, `[[:^alpha:]]CUST-`, `\pL{5}CUST-\QX\E`, `CUST-(?:a?){9}`} {
		f.Add("CUST-", p, "luhn", "a CUST-12345678 b")
	}
	f.Fuzz(func(t *testing.T, anchor, pattern, check, text string) {
		own := []OwnRule{{Name: "own_one", Anchor: anchor, Pattern: pattern, Check: check}}
		start := time.Now()
		shapes, mistakes := compileOwn(own)
		if took := time.Since(start); took > 2*time.Second {
			t.Fatalf("%q took %v", pattern, took)
		}
		if len(mistakes) > 0 {
			return
		}
		// Where the pattern matches, the anchor stands.
		for _, m := range shapes[0].re.FindAllString(text, -1) {
			if !shapes[0].anyCase && !strings.Contains(m, anchor) {
				t.Fatalf("%q matches %q without %q", pattern, m, anchor)
			}
			if !shapes[0].open && len(m) > shapes[0].longest {
				t.Fatalf("%q matches %d bytes, not %d", pattern, len(m), shapes[0].longest)
			}
		}
		s := newScanner(t, Options{Own: own})
		out, _ := s.String(Key{}, text)
		if again, changed := s.String(Key{}, out); changed {
			t.Fatalf("%q: %q became %q and then %q", pattern, text, out, again)
		}
		if s.panics > 0 {
			t.Fatalf("%q on %q: %d panics", pattern, text, s.panics)
		}
	})
}

// BenchmarkCleanOwnRules is BenchmarkClean with 20 own rules.
func BenchmarkCleanOwnRules(b *testing.B) {
	lines := cleanLines(b)
	s := newScanner(b, Options{Own: twentyOwnRules()})
	s.CacheValues(false)
	b.SetBytes(total(lines))
	b.ReportAllocs()
	onCPU(b, total(lines))
	for b.Loop() {
		for _, l := range lines {
			s.String(Key{}, l)
		}
		s.Reset()
	}
}

func twentyOwnRules() []OwnRule {
	var own []OwnRule
	for i, anchor := range []string{
		"CUST-", "KD-Nr. ", "badge ", "contract#", "policy_no=", "INV-20", "vch_", "acct:", "emp/", "member ",
		"PRJ", "ticket-", "meter ", "serial=", "plate ", "parcel:", "loan_", "case no ", "ward ", "(internal)",
	} {
		own = append(own, OwnRule{Name: fmt.Sprintf("own_%d", i), Anchor: anchor, Pattern: regexp.QuoteMeta(anchor) + `[0-9A-Z]{6,12}\b`})
	}
	return own
}
