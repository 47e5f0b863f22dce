package redact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// The keys are made up.
var (
	keyOne   = PseudonymKey{ID: "k1", Secret: bytes.Repeat([]byte{1, 2, 3, 250}, 8)}
	keyTwo   = PseudonymKey{ID: "k2", Secret: bytes.Repeat([]byte{9, 8, 7, 251}, 8)}
	keyThree = PseudonymKey{ID: "k10", Secret: bytes.Repeat([]byte{5, 6, 7, 252}, 8)}
)

// pseudonymsOf has pseudonyms for the rules, and masks for the rest.
func pseudonymsOf(names ...string) Options {
	o := Options{Actions: map[string]Action{}, AcceptEnumeration: true, Pseudonym: PseudonymKeys{Current: keyOne, Previous: keyTwo}}
	for _, n := range names {
		o.Actions[n] = Pseudonym
	}
	return o
}

// pseudonymEverything has a pseudonym for every rule, those of small sets too.
func pseudonymEverything() Options { return pseudonymsOf(slices.DeleteFunc(RuleNames(), notMasked)...) }

func notMasked(name string) bool { return name == rules.Unscanned }

// partialEverything shows a part of every value that can be shown in part.
func partialEverything() Options {
	return Options{Actions: map[string]Action{"default": Partial}}
}

var actionOptions = map[string]Options{
	"mask":        {},
	"remove":      {Actions: map[string]Action{"default": Remove}},
	"partial":     partialEverything(),
	"pseudonym":   pseudonymEverything(),
	"mixed":       {Actions: map[string]Action{"default": Pseudonym, "card_number": Partial, "phone": Partial, "iban": Partial, "token": Remove}, Pseudonym: PseudonymKeys{Current: keyOne}},
	"truncate":    {Packs: PackNames(), Actions: map[string]Action{"network": Truncate}},
	"stars":       {MaskText: "***"},
	"word":        {MaskText: "REDACTED"},
	"named":       {MaskText: "(masked-{rule})"},
	"end":         {MaskText: "removed.{rule}"},
	"named parts": {MaskText: "!!{rule}!!", Actions: map[string]Action{"default": Partial, "email": Pseudonym}, Pseudonym: PseudonymKeys{Current: keyOne}},
}

func TestPseudonymsOfAllSpellings(t *testing.T) {
	for name, c := range map[string]struct {
		rule  string
		texts []string
	}{
		"email": {"email", []string{
			`mail bob@example.com end`, `mail BOB@Example.COM end`, `/u?mail=bob%40example.com&x=1`, `{"m":"hi\nbob@example.com"}`,
			`x=bob%2540example.com&`, `<bob@example.com>`, `mailto:Bob@example.com`,
		}},
		"card": {"card_number", []string{
			`n 4111111111111111`, `n 4111 1111 1111 1111 x`, `n 4111-1111-1111-1111 x`, `{"n":4111111111111111}`, `/p?n=4111+1111+1111+1111&x=1`,
			`/p?n=4111%201111%201111%201111&x`, `{"card_number":"4111 1111 1111 1111"}`, `card_number=4111-1111-1111-1111`,
		}},
		"phone": {"phone", []string{
			`call +14155550132 now`, `call +1 (415) 555-0132 now`, `to=%2B14155550132&x`, `{"phone_number":"+1 415 555 0132"}`, `phone_number=001-415-555-0132`,
		}},
		"iban": {"iban", []string{
			`pay DE89370400440532013000 today`, `pay DE89 3704 0044 0532 0130 00 today`, `{"iban":"de89 3704 0044 0532 0130 00"}`, `iban=DE89-3704-0044-0532-0130-00`,
		}},
		"ssn": {"us_ssn", []string{`ssn 219-09-1234`, `{"ssn":"219 09 1234"}`, `ssn=219091234`}},
		"password": {"password", []string{
			`password=a"b/c& end`, `{"password":"a\"b\/c&"}`, `{"password":"a\u0022b/c&"}`, `{"m":"{\"password\":\"a\\\"b/c&\"}"}`,
			`/login?password=a%22b%2Fc%26&x=1`, `redirect=%2Flogin%3Fpassword%3Da%2522b%252Fc%2526`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			o := pseudonymsOf(c.rule)
			s := newScanner(t, o)
			form := regexp.MustCompile(`\[` + c.rule + `:k1:[0-9a-f]{24}\]`)
			var want string
			for _, text := range c.texts {
				out, _ := s.String(Key{}, text)
				tokens := form.FindAllString(out, -1)
				if len(tokens) != 1 {
					t.Errorf("%s became %s", text, out)
					continue
				}
				if want == "" {
					want = tokens[0]
				}
				if tokens[0] != want {
					t.Errorf("%s became %s, want %s", text, out, want)
				}
				if f := s.Findings(); len(f) != 1 || f[0].Action != Pseudonym {
					t.Errorf("%s: findings %v", text, f)
				}
			}
		})
	}
}

func TestPseudonymUnderANameOfAnAttribute(t *testing.T) {
	s := newScanner(t, pseudonymsOf("password", "card_number"))
	want, _ := s.String(Key{}, `password=hunter2-Xk9`)
	got, _ := s.String(s.Key("db.password"), `hunter2-Xk9`)
	if want != "password="+got {
		t.Errorf("attribute %s, text %s", got, want)
	}
	if again, changed := s.String(s.Key("db.password"), got); changed {
		t.Errorf("became %s", again)
	}
	text, _ := s.String(Key{}, "n 4111 1111 1111 1111")
	number, changed := s.Int(Key{}, 4111111111111111)
	if !changed || "n "+number != text {
		t.Errorf("number %s, text %s", number, text)
	}
	number, _ = s.Double(s.Key("card_number"), 4111111111111111)
	if "n "+number != text {
		t.Errorf("number %s, text %s", number, text)
	}
	// The same digits under another name are no other pseudonym of the card.
	if out, _ := newScanner(t, pseudonymsOf("password")).String(Key{}, "password=4111111111111111"); out != "password=[REDACTED:password]" {
		t.Errorf("became %s", out)
	}
	for _, subtree := range []string{`{"password":{"a":"S3CR3T"}}`, `{"password":["S3CR3T"]}`} {
		if out, _ := s.String(Key{}, subtree); out != `{"password":"[REDACTED:password]"}` || s.Findings()[0].Action != Mask {
			t.Errorf("%s became %s, %v", subtree, out, s.Findings())
		}
	}
}

func TestPseudonymsOfRulesAndKeysDiffer(t *testing.T) {
	s := newScanner(t, pseudonymEverything())
	seen := map[string]string{}
	for _, name := range []string{"password", "token", "secret", "api_key"} {
		out, _ := s.String(Key{}, name+"=hunter2-Xk9")
		digits := out[len(out)-1-pseudonymDigits : len(out)-1]
		if seen[digits] != "" {
			t.Errorf("%s and %s share a token", name, seen[digits])
		}
		seen[digits] = name
	}
	o := pseudonymsOf("password")
	o.Pseudonym.Current.Secret = keyThree.Secret
	out, _ := newScanner(t, o).String(Key{}, "password=hunter2-Xk9")
	if digits := out[len(out)-1-pseudonymDigits : len(out)-1]; seen[digits] != "" {
		t.Error("two keys make the same token")
	}
}

// The expected token was computed with another program:
// printf 'email\0bob@example.com' | openssl dgst -sha256 -mac HMAC -macopt hexkey:010203fa…
const knownPseudonym = "ce460139c9ae43400c77e3f3"

func TestPseudonymIsHMAC(t *testing.T) {
	s := newScanner(t, pseudonymsOf("email"))
	out, _ := s.String(Key{}, "Bob@example.com")
	if want := "[email:k1:" + knownPseudonym + "]"; out != want {
		t.Errorf("%s, want %s", out, want)
	}
}

func TestTokensOfBothKeysAreLeftAlone(t *testing.T) {
	old := pseudonymsOf("email", "password")
	old.Pseudonym = PseudonymKeys{Current: keyTwo}
	now := pseudonymsOf("email", "password")
	texts := []string{"mail bob@example.com", "password=hunter2-Xk9", `{"password":"hunter2-Xk9","to":"bob@example.com"}`, "/p?password=hunter2-Xk9&m=bob%40example.com"}
	for _, text := range texts {
		was, _ := newScanner(t, old).String(Key{}, text)
		if !strings.Contains(was, ":k2:") {
			t.Fatalf("%s became %s", text, was)
		}
		if out, changed := newScanner(t, now).String(Key{}, was); changed {
			t.Errorf("%s became %s", was, out)
		}
		unknown := strings.ReplaceAll(was, ":k2:", ":k3:")
		if out, _ := newScanner(t, now).String(Key{}, unknown); strings.Contains(unknown, "password") && strings.Contains(out, "password:k3:") {
			t.Errorf("a token of an unknown key stays: %s", out)
		}
	}
}

// Each looks like a token and is none: what it holds must go.
func TestNoWayInThroughTokens(t *testing.T) {
	o := pseudonymsOf("email", "password")
	o.Actions["card_number"], o.Actions["iban"], o.Actions["phone"] = Partial, Partial, Partial
	s := newScanner(t, o)
	hex24 := "0123456789abcdef01234567"
	for _, token := range []string{
		"[password:k3:" + hex24 + "]", "[password:k1:" + hex24[1:] + "]", "[password:k1:" + hex24 + "0]", "[pass:k1:" + hex24 + "]",
		"[password:k1:" + strings.ToUpper(hex24) + "]", "[password:k1" + hex24 + "]", "[password:" + hex24 + "]", "[password:k1:" + hex24 + "]x", "x[password:k1:" + hex24 + "]",
		"[password:k1:" + hex24, "password:k1:" + hex24 + "]", "[PASSWORD:k1:" + hex24 + "]", "[password::" + hex24 + "]",
		"[REDACTED:card_number]1111", "[REDACTED:password]1111", "DE[REDACTED:iban]3000", "[REDACTED:email]@" + hex24 + ".com",
	} {
		for _, form := range []string{"password=%s", `{"password":"%s"}`, "--password %s", "/p?password=%s&x=1", "<password>%s</password>", "password: %s", "x%%3Fpassword%%3D%s"} {
			text := fmt.Sprintf(form, token)
			if out, _ := s.String(Key{}, text); strings.Contains(out, token) {
				t.Errorf("%s became %s", text, out)
			}
		}
		if out, _ := s.String(s.Key("password"), token); out == token {
			t.Errorf("%s stays under an attribute", token)
		}
	}
	for _, token := range []string{
		"[REDACTED:card_number]11111", "[REDACTED:card_number]111", "[REDACTED:card_number]111a", "[REDACTED:card_number]1111 x", "DE[REDACTED:iban]3000",
	} {
		if out, _ := s.String(s.Key("card_number"), token); out == token {
			t.Errorf("%s stays under an attribute", token)
		}
	}
	for key, token := range map[string]string{"card_number": "[REDACTED:card_number]1111", "iban": "DE[REDACTED:iban]3000", "phone_number": "[REDACTED:phone]32"} {
		for _, form := range []string{key + "=%s", `{"` + key + `":"%s"}`, "<" + key + ">%s</" + key + ">", "--" + key + " %s", "/p?" + key + "=%s&x=1"} {
			text := fmt.Sprintf(form, token)
			if out, changed := s.String(Key{}, text); changed {
				t.Errorf("%s became %s", text, out)
			}
		}
		if out, changed := newScanner(t, Options{}).String(s.Key(key), token); !changed {
			t.Errorf("%s stays where the rule masks", out)
		}
	}
}

func TestPartial(t *testing.T) {
	s := newScanner(t, partialEverything())
	for text, want := range map[string]string{
		"n 4111 1111 1111 1111 x":                              "n [REDACTED:card_number]1111 x",
		`{"n":5555555555554444}`:                               `{"n":"[REDACTED:card_number]4444"}`,
		`{"card_number":378282246310005}`:                      `{"card_number":"[REDACTED:card_number]0005"}`,
		"card_number=4111111111111111&x=1":                     "card_number=[REDACTED:card_number]1111&x=1",
		"card_number=1234":                                     "card_number=[REDACTED:card_number]",
		"card 4222222222222 (13 digits)":                       "card [REDACTED:card_number] (13 digits)",
		"card_number=4111-1111-1111-1111":                      "card_number=[REDACTED:card_number]1111",
		"pay DE89 3704 0044 0532 0130 00 x":                    "pay DE[REDACTED:iban]3000 x",
		"iban=ES9121000418450200051332":                        "iban=ES[REDACTED:iban]1332",
		"pay NO9386011117947 x":                                "pay [REDACTED:iban] x",
		"pay GB82WEST12345698765432 x":                         "pay [REDACTED:iban] x",
		"mail Bob@Example.com end":                             "mail [REDACTED:email]@Example.com end",
		"/u?m=bob%40example.com&x=1":                           "/u?m=[REDACTED:email]%40example.com&x=1",
		"call +4915550123456 now":                              "call [REDACTED:phone]56 now",
		"call +1 (415) 555-0132 now":                           "call [REDACTED:phone]32 now",
		"phone_number=555 0132":                                "phone_number=[REDACTED:phone] 0132",
		"key ghp_" + "x0Yd3kQ9vLr2Tz8Wn5Bc7Jf1Hs6Mg4Pa9QeZ ok": "key ghp_[REDACTED:github_pat] ok",
		"postgres://app:hunter2@db/x":                          "postgres://REDACTED:REDACTED@db/x",
		"ssn 219-09-1234":                                      "ssn [REDACTED:us_ssn]",
		"password=hunter2-Xk9":                                 "password=[REDACTED:password]",
	} {
		out, _ := s.String(Key{}, text)
		if out != want {
			t.Errorf("%s became %s, want %s", text, out, want)
		}
		if again, changed := s.String(Key{}, out); changed {
			t.Errorf("%s became %s", out, again)
		}
	}
	if _, _ = s.String(Key{}, "card_number=1234"); s.Findings()[0].Action != Mask {
		t.Error("a finding that is masked whole does not say so")
	}
}

func TestActionsThatARuleCannotHave(t *testing.T) {
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"no key":            {Options{Actions: map[string]Action{"email": Pseudonym}}, `action "pseudonym" of "email" needs a pseudonym key`},
		"default, no key":   {Options{Actions: map[string]Action{"default": Pseudonym}}, "needs a pseudonym key"},
		"short key":         {Options{Pseudonym: PseudonymKeys{Current: PseudonymKey{ID: "k1", Secret: []byte("short")}}}, "has 5 bytes, expected 32"},
		"id":                {Options{Pseudonym: PseudonymKeys{Current: PseudonymKey{ID: "K-1", Secret: keyOne.Secret}}}, `id "K-1", expected 1 to 16`},
		"same id":           {Options{Pseudonym: PseudonymKeys{Current: keyOne, Previous: PseudonymKey{ID: "k1", Secret: keyTwo.Secret}}}, "has the id of the current one"},
		"same key":          {Options{Pseudonym: PseudonymKeys{Current: keyOne, Previous: PseudonymKey{ID: "k2", Secret: keyOne.Secret}}}, "is the current one"},
		"previous only":     {Options{Pseudonym: PseudonymKeys{Previous: keyOne}}, "pseudonym key has 0 bytes"},
		"small set":         {Options{Actions: map[string]Action{"us_ssn": Pseudonym}, Pseudonym: PseudonymKeys{Current: keyOne}}, "small set"},
		"partial ssn":       {Options{Actions: map[string]Action{"us_ssn": Partial}}, "could be tried out"},
		"partial cvv":       {Options{Actions: map[string]Action{"card_security_code": Partial}}, "could be tried out"},
		"partial pin":       {Options{Actions: map[string]Action{"one_time_code": Partial}}, "could be tried out"},
		"partial userinfo":  {Options{Actions: map[string]Action{"url_userinfo": Partial}}, "no part that could be shown"},
		"truncate email":    {Options{Actions: map[string]Action{"email": Truncate}}, "only addresses and coordinates"},
		"truncate pack":     {Options{Actions: map[string]Action{"secrets": Truncate}}, "no rule there can have it"},
		"mask with a quote": {Options{MaskText: `"x"`}, "holds more than"},
		"mask with a blank": {Options{MaskText: "was removed"}, "holds more than"},
		"mask of two rules": {Options{MaskText: "[{rule}{rule}]"}, "holds more than"},
		"mask of the rule":  {Options{MaskText: "{rule}"}, "begins with {rule}"},
		"mask without end":  {Options{MaskText: "[{rule}s]"}, "cannot be told"},
		"mask too long":     {Options{MaskText: strings.Repeat("*", 65)}, "65 bytes"},
		"mask open":         {Options{MaskText: "[{rule}"}, "does not close"},
		"mask is a pair":    {Options{MaskText: "password:{rule}"}, "would find something"},
		"mask is a card":    {Options{MaskText: "4111111111111111"}, "would find something"},
	} {
		if _, err := New(c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// A pack, or the default, gives a rule no action that would not be safe for it.
func TestPacksAreSafe(t *testing.T) {
	for _, name := range []string{"default", "payment", "identity", "contact"} {
		e, err := New(Options{Actions: map[string]Action{name: Pseudonym}, Pseudonym: PseudonymKeys{Current: keyOne}})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range e.Describe() {
			if r.Action == Pseudonym && Enumerable(rules.Rule{Name: r.Name, Pack: r.Pack}) {
				t.Errorf("%s: %s has pseudonyms", name, r.Name)
			}
			if r.Name == "email" && r.Action != Pseudonym && (name == "default" || name == "contact") {
				t.Errorf("%s: email has %s", name, r.Action)
			}
		}
		if _, err := New(Options{Actions: map[string]Action{name: Partial}}); err != nil {
			t.Error(err)
		}
	}
}

func TestMaskText(t *testing.T) {
	for text, want := range map[string]string{
		"":                 "mail [REDACTED:email] password=[REDACTED:password] x://REDACTED:REDACTED@h",
		DefaultMaskText:    "mail [REDACTED:email] password=[REDACTED:password] x://REDACTED:REDACTED@h",
		"***":              "mail *** password=*** x://REDACTED:REDACTED@h",
		"(gone-{rule})":    "mail (gone-email) password=(gone-password) x://REDACTED:REDACTED@h",
		"**{rule}**":       "mail **email** password=**password** x://REDACTED:REDACTED@h",
		"[removed:{rule}]": "mail [removed:email] password=[removed:password] x://REDACTED:REDACTED@h",
		"redacted_by.acme": "mail redacted_by.acme password=redacted_by.acme x://REDACTED:REDACTED@h",
		"X{rule}":          "mail Xemail password=Xpassword x://REDACTED:REDACTED@h",
	} {
		s := newScanner(t, Options{MaskText: text})
		out, _ := s.String(Key{}, "mail bob@example.com password=hunter2-Xk9 x://bob:hunter2@h")
		if out != want {
			t.Errorf("%q: %s, want %s", text, out, want)
		}
		if again, changed := s.String(Key{}, out); changed {
			t.Errorf("%q: then %s", text, again)
		}
		if again, changed := s.String(Key{}, "password=[REDACTED:password] token=[REDACTED:token]"); changed {
			t.Errorf("%q: a default mask became %s", text, again)
		}
		if out, _ := s.String(Key{}, "password="+strings.ReplaceAll(text, "{rule}", "password")+"hunter2"); strings.Contains(out, "hunter2") {
			t.Errorf("%q: %s", text, out)
		}
	}
}

func TestOutputOfHardTextsWithEveryAction(t *testing.T) {
	for name, o := range actionOptions {
		s := newScanner(t, o)
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			text := hardText().Draw(t, "text")
			out, _ := s.String(Key{}, text)
			checkOutput(t, s, text, out)
		}))
	}
}

func TestJSONStaysJSONWithEveryAction(t *testing.T) {
	for name, o := range actionOptions {
		s := newScanner(t, o)
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			b, err := json.Marshal(jsonValue(3).Draw(t, "value"))
			if err != nil {
				t.Skip(err)
			}
			out, _ := s.String(Key{}, string(b))
			checkOutput(t, s, string(b), out)
		}))
	}
}

func TestNoPlantedValueSurvivesAnyAction(t *testing.T) {
	for name, o := range actionOptions {
		s := newScanner(t, o)
		for _, form := range pairForms {
			t.Run(name+"/"+form.name, rapid.MakeCheck(func(t *rapid.T) {
				secret := secretValue().Draw(t, "secret")
				key := rapid.SampledFrom(sensitiveNames).Draw(t, "key")
				value := rapid.SampledFrom(slices.Concat(wraps, tokenWraps)).Draw(t, "wrap")(secret)
				checkGone(t, s, rapid.SampledFrom(carriers).Draw(t, "carrier")(form.write(key, value)), secret)
			}))
		}
	}
}

// tokenWraps dress a secret up as what pseudonym and partial leave.
var tokenWraps = []func(string) string{
	func(s string) string { return "[password:k1:" + s + "]" },
	func(s string) string { return "[password:" + s + ":0123456789abcdef01234567]" },
	func(s string) string { return "[" + s + ":k1:0123456789abcdef01234567]" },
	func(s string) string { return "[password:k1:0123456789abcdef01234567]" + s },
	func(s string) string { return "[REDACTED:card_number]" + s },
	func(s string) string { return "[REDACTED:email]@" + s + ".com" },
	func(s string) string { return "DE[REDACTED:iban]" + s },
	func(s string) string { return "ghp_[REDACTED:github_pat]" + s },
	func(s string) string { return "(masked-" + s + ")" },
	func(s string) string { return "!!" + s + "!!" },
	func(s string) string { return "***" + s },
}

// Every rule's own examples, with every action: what must go goes, and once.
func TestExamplesWithEveryAction(t *testing.T) {
	for name, o := range actionOptions {
		o.Packs = PackNames()
		s := newScanner(t, o)
		for i, r := range rules.All() {
			if _, named := o.Actions[r.Name]; r.OffByDefault && !named {
				continue
			}
			for _, m := range r.Match {
				out, _ := s.String(Key{}, m.Text)
				if strings.Contains(out, m.Secret) && s.e.actions[i] != Truncate {
					t.Errorf("%s: %q became %q", name, m.Text, out)
				}
				if again, changed := s.String(Key{}, out); changed {
					t.Errorf("%s: %q became %q and then %q", name, m.Text, out, again)
				}
			}
		}
	}
}
