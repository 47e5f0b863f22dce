package redact

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// The grammar of the tokens once more, as expressions.
func tokenGrammar() (whole, partial *regexp.Regexp) {
	names := strings.Join(RuleNames(), "|")
	whole = regexp.MustCompile(`^(?:\[REDACTED:(?:` + names + `)\]|\(masked-(?:` + names + `)\)|\[(?:` + names + `):k(?:1|10):[0-9a-f]{24}\])`)
	partial = regexp.MustCompile(`^\(masked-card_number\)[0-9]{4}`)
	return whole, partial
}

func tokenEngine(tb testing.TB) *Engine {
	tb.Helper()
	e, err := New(Options{
		MaskText:  "(masked-{rule})",
		Actions:   map[string]Action{"card_number": Partial, "email": Pseudonym},
		Pseudonym: PseudonymKeys{Current: keyOne, Previous: keyThree},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func checkToken(tb interface{ Fatalf(string, ...any) }, e *Engine, whole, partial *regexp.Regexp, text string) {
	if got, want := e.maskAt(text, 0), len(whole.FindString(text)); got != want {
		tb.Fatalf("%q: %d bytes are a token, want %d", text, got, want)
	}
	if got, want := e.partialAt(text, 0, e.id.cardNumber), len(partial.FindString(text)); got != want {
		tb.Fatalf("%q: %d bytes are a part, want %d", text, got, want)
	}
}

func FuzzToken(f *testing.F) {
	e := tokenEngine(f)
	whole, partial := tokenGrammar()
	hex24 := "0123456789abcdef01234567"
	for _, seed := range []string{
		"[email:k1:" + hex24 + "]", "[email:k10:" + hex24 + "]x", "[email:k2:" + hex24 + "]", "[email:k1:" + hex24[1:] + "]", "[phone:k1:" + hex24 + "]",
		"[phone_national:k1:" + hex24 + "]", "[:k1:" + hex24 + "]", "[email:", "[email:k1", "[email:k1:", "[REDACTED:email]", "[REDACTED:phone_nationa]",
		"(masked-email)", "(masked-emai)", "(masked-card_number)1111", "(masked-card_number)111", "(masked-", "[REDACTED:card_number]1111",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkToken(t, e, whole, partial, text)
		for i := range len(text) {
			if n := e.tokenAt(text, i, e.id.cardNumber); n < 0 || i+n > len(text) {
				t.Fatalf("%q: %d bytes at %d", text, n, i)
			}
		}
		e.inPseudonym(text, len(text)/2, len(text))
	})
}

func TestTokenGrammar(t *testing.T) {
	e := tokenEngine(t)
	whole, partial := tokenGrammar()
	parts := []string{"[", "]", "(", ")", ":", "k1", "k10", "k2", "masked-", "REDACTED", "email", "phone", "phone_national", "card_number", "1111", "0123456789abcdef01234567", "0", "a", "K1"}
	rapid.Check(t, func(t *rapid.T) {
		checkToken(t, e, whole, partial, strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 0, 9).Draw(t, "parts"), ""))
	})
}

// The same value is the same token wherever it stands; of two values, never.
func TestPseudonymIsAFunctionOfTheValue(t *testing.T) {
	s := newScanner(t, pseudonymsOf("password"))
	token := regexp.MustCompile(`\[password:k1:[0-9a-f]{24}\]`)
	seen := map[string]string{}
	// Forms with the value alone under its name, which is no object or list.
	single := []string{
		"json", "json_spaced", "json_in_json", "json_in_json_in_json", "json_cut", "json_text", "pair", "pair_quoted", "pair_single_quoted",
		"pair_comma", "pair_semicolon", "form", "query", "encoded_query", "encoded_json", "header", "yaml", "yaml_quoted", "xml", "python",
		"ruby", "go_struct", "option", "option_equals", "curl", "brackets",
	}
	rapid.Check(t, func(t *rapid.T) {
		value := secretValue().Draw(t, "value")
		want, _ := s.String(s.Key("password"), value)
		if other, ok := seen[want]; ok && other != value {
			t.Fatalf("%q and %q share a token", value, other)
		}
		seen[want] = value
		for _, form := range pairForms {
			text := form.write("password", value)
			out, _ := s.String(Key{}, text)
			tokens := token.FindAllString(out, -1)
			if len(tokens) == 0 && slices.Contains(single, form.name) {
				t.Fatalf("%s: %q became %q, want %s", form.name, text, out, want)
			}
			for _, got := range tokens {
				if got != want {
					t.Fatalf("%s: %q became %q, want %s", form.name, text, out, want)
				}
			}
		}
	})
}

func TestKeyCheckIsNoToken(t *testing.T) {
	if keyOne.Check() == keyTwo.Check() || len(keyOne.Check()) != 8 {
		t.Errorf("checks %s and %s", keyOne.Check(), keyTwo.Check())
	}
	for _, r := range rules.All() {
		if strings.ContainsAny(r.Name, " \x00") {
			t.Errorf("%q could be taken for another's domain", r.Name)
		}
	}
}

func BenchmarkActions(b *testing.B) {
	text := "2026-11-22 18:56:45 INFO mail to bob.smith@example.com card 4111 1111 1111 1111 password=hunter2-Xk9 done"
	for _, action := range []Action{Mask, Partial, Pseudonym} {
		b.Run(action.String(), func(b *testing.B) {
			o := pseudonymsOf("email", "card_number")
			for name := range o.Actions {
				o.Actions[name] = action
			}
			e, err := New(o)
			if err != nil {
				b.Fatal(err)
			}
			s := e.NewScanner()
			s.CacheValues(false)
			b.ReportAllocs()
			for b.Loop() {
				if _, changed := s.String(Key{}, text); !changed {
					b.Fatal("nothing found")
				}
			}
		})
	}
}
