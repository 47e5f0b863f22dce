package redact

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shapeOptions are configurations whose outputs have different tokens.
func shapeOptions() map[string]Options {
	keys := PseudonymKeys{
		Current:  PseudonymKey{ID: "k2", Secret: bytes.Repeat([]byte{7}, pseudonymKeySize)},
		Previous: PseudonymKey{ID: "k1", Secret: bytes.Repeat([]byte{9}, pseudonymKeySize)},
	}
	return map[string]Options{
		"mask":   {},
		"remove": {Actions: map[string]Action{"default": Remove}},
		"text":   {MaskText: "gone-{rule}!"},
		"stars":  {MaskText: "*****"},
		"pseudonym": {
			Actions: map[string]Action{"email": Pseudonym, "password": Pseudonym, "card_number": Pseudonym, "token": Pseudonym}, Pseudonym: keys, AcceptEnumeration: true,
		},
		"partial": {Actions: map[string]Action{"card_number": Partial, "iban": Partial}},
	}
}

// tokens of ours, and what resembles them: other rules, other keys, other
// lengths, nothing closed.
var ownTokens = []string{
	"[REDACTED:password]", "[REDACTED:email]", "[REDACTED:unscanned]", "[REDACTED:no_such_rule]", "[REDACTED:]", "[redacted:password]", "[REDACTED:password", "REDACTED:password]",
	"REDACTED:REDACTED", "REDACTED:", "[REDACTED]", "gone-password!", "gone-", "*****", "****1111", "************1111", "411111******1111", "DE89****3000",
	"[email:k1:0123456789abcdef01234567]", "[email:k2:0123456789abcdef01234567]", "[email:k3:0123456789abcdef01234567]", "[email:k2:0123456789abcdef0123456]", "[email:k2:0123456789ABCDEF01234567]",
	"[password:k2:0123456789abcdef01234567]", "[email:k2:", "[no_such_rule:k2:0123456789abcdef01234567]",
}

// dressed puts a secret in, before, behind and between tokens.
func dressed(secret string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		token := func(label string) string { return rapid.SampledFrom(ownTokens).Draw(t, label) }
		switch rapid.IntRange(0, 9).Draw(t, "dress") {
		case 0:
			return token("before") + secret
		case 1:
			return secret + token("behind")
		case 2:
			return token("before") + secret + token("behind")
		case 3: // in the place of the rule's name
			return "[REDACTED:" + secret + "]"
		case 4: // nested
			return "[REDACTED:[REDACTED:" + secret + "]]"
		case 5:
			return "[REDACTED:password:" + secret + "]"
		case 6:
			return "[email:" + secret + ":0123456789abcdef01234567]"
		case 7:
			return "[email:k2:" + secret + "]"
		case 8: // doubled
			a := token("token")
			return a + a + secret + a + a
		}
		a := token("token") // inside a token
		cut := rapid.IntRange(0, len(a)).Draw(t, "cut")
		return a[:cut] + secret + a[cut:]
	})
}

// TestNoWayInBesideOurTokens: what looks like an output of ours hides nothing.
func TestNoWayInBesideOurTokens(t *testing.T) {
	forms := slices.Clone(pairForms)
	forms = append(forms, struct {
		name  string
		write func(key, value string) string
	}{"json_key_beside", func(k, v string) string { return `{"[REDACTED:email]":1,` + quoteJSON(k) + `:` + quoteJSON(v) + `}` }})
	for name, o := range shapeOptions() {
		s := newScanner(t, o)
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			form := rapid.SampledFrom(forms).Draw(t, "form")
			secret := secretValue().Draw(t, "secret")
			value := dressed(secret).Draw(t, "dressed")
			key := rapid.SampledFrom(sensitiveNames).Draw(t, "key")
			text := rapid.SampledFrom(carriers).Draw(t, "carrier")(form.write(key, value))
			out, _ := s.String(Key{}, text)
			if strings.Contains(out, secret) {
				t.Fatalf("%s: %q\nbecame\n%q", form.name, text, out)
			}
			checkOutput(t, s, text, out)
			// The same as a value of its own, under its name.
			if out, _ := s.String(s.Key(key), value); strings.Contains(out, secret) {
				t.Fatalf("under %s %q became %q", key, value, out)
			}
		}))
	}
}

// TestContentBesideOurTokens: cards, addresses and tokens between tokens of ours.
func TestContentBesideOurTokens(t *testing.T) {
	for name, o := range shapeOptions() {
		s := newScanner(t, o)
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			c := contentSecret().Draw(t, "secret")
			before := rapid.SampledFrom(ownTokens).Draw(t, "before")
			behind := rapid.SampledFrom(ownTokens).Draw(t, "behind")
			sep := rapid.SampledFrom([]string{" ", ", ", " (", "; ", "\n"}).Draw(t, "sep")
			text := "note: " + before + sep + c[0] + " " + behind
			out, _ := s.String(Key{}, text)
			if strings.Contains(out, c[1]) {
				t.Fatalf("%q\nbecame\n%q", text, out)
			}
			checkOutput(t, s, text, out)
		}))
	}
}

// TestRunningOnTheOutput composes all forms, tokens and fragments at random:
// the second run changes nothing, and the output has its bound.
func TestRunningOnTheOutput(t *testing.T) {
	for name, o := range shapeOptions() {
		s := newScanner(t, o)
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			text := composed(2).Draw(t, "text")
			out, _ := s.String(Key{}, text)
			checkOutput(t, s, text, out)
			if len(out) > maxGrowth(text) {
				t.Fatalf("%q grew to %d bytes", text, len(out))
			}
		}))
	}
}

func composed(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			switch rapid.IntRange(0, 6).Draw(t, "part") {
			case 0:
				b.WriteString(hardText().Draw(t, "hard"))
			case 1:
				b.WriteString(rapid.SampledFrom(ownTokens).Draw(t, "token"))
			case 2:
				b.WriteString(contentSecret().Draw(t, "content")[0])
			case 3:
				b.WriteString(string(rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "bytes")))
			default:
				value := secretValue().Draw(t, "value")
				if depth > 0 && rapid.Bool().Draw(t, "nested") {
					value = composed(depth-1).Draw(t, "inner")
				}
				form := rapid.SampledFrom(pairForms).Draw(t, "form")
				b.WriteString(form.write(rapid.SampledFrom(append(sensitiveNames, "note", "id")).Draw(t, "key"), value))
			}
			b.WriteString(rapid.SampledFrom([]string{"", " ", ", ", "\n", "; ", "|"}).Draw(t, "sep"))
		}
		return b.String()
	})
}

func TestOutputOfRandomBytes(t *testing.T) {
	s := newScanner(t, Options{})
	t.Run("bytes", rapid.MakeCheck(func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.Byte(), 0, 200).Draw(t, "bytes"))
		out, _ := s.String(Key{}, text)
		checkOutput(t, s, text, out)
		if len(out) > maxGrowth(text) {
			t.Fatalf("%q grew to %d bytes", text, len(out))
		}
	}))
}

// TestJSONKeepsItsStructure: outside of what is masked, a document has the same
// names in the same order, the same numbers to the last digit, and the same
// texts.
func TestJSONKeepsItsStructure(t *testing.T) {
	s := newScanner(t, Options{})
	t.Run("documents", rapid.MakeCheck(func(t *rapid.T) {
		text := document(4).Draw(t, "document")
		if !json.Valid([]byte(text)) {
			t.Fatalf("%q is a mistake of this test", text)
		}
		out, changed := s.String(Key{}, text)
		if !changed {
			return
		}
		in, err := parseOrdered(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseOrdered(out)
		if err != nil {
			t.Fatalf("%q\nbecame\n%q: %v", text, out, err)
		}
		if where := differs(in, got); where != "" {
			t.Fatalf("%q\nbecame\n%q\n%s", text, out, where)
		}
	}))
}

// document writes an object or array with blanks, escapes and numbers of every
// form.
func document(depth int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		blank := func() string { return rapid.SampledFrom([]string{"", "", " ", "\n  ", "\t"}).Draw(t, "blank") }
		text := func(label string) string {
			v := rapid.OneOf(rapid.SampledFrom([]string{"x", "", "bob@example.com", "token=Zx81-kkLq", "größe ☃", "a\"b\\c", "4111111111111111", "http://a:b9@h/p"}), hardText()).Draw(t, label)
			b, err := json.Marshal(strings.ToValidUTF8(v, "?"))
			if err != nil {
				panic(err)
			}
			return string(b)
		}
		var value func(depth int) string
		value = func(depth int) string {
			kind := rapid.IntRange(0, 6).Draw(t, "kind")
			if depth == 0 {
				kind %= 4
			}
			switch kind {
			case 0:
				return rapid.SampledFrom([]string{"0", "-0", "1.50", "1E+2", "-12.0e-07", "123456789012345678901234567890", "4111111111111111", "true", "false", "null", "1.0"}).Draw(t, "literal")
			case 1, 2, 3:
				return text("text")
			}
			n := rapid.IntRange(0, 4).Draw(t, "size")
			parts := make([]string, n)
			open, end := "[", "]"
			if kind > 4 || depth == 4 {
				open, end = "{", "}"
			}
			for i := range parts {
				if open == "{" {
					name, err := json.Marshal(rapid.OneOf(rapid.SampledFrom(sensitiveNames), rapid.SampledFrom([]string{"a", "b", "id", "note", "n"})).Draw(t, "name"))
					if err != nil {
						panic(err)
					}
					parts[i] = blank() + string(name) + blank() + ":"
				}
				parts[i] += blank() + value(depth-1) + blank()
			}
			return open + strings.Join(parts, ",") + end
		}
		return "{" + blank() + `"doc"` + ":" + value(depth) + "}"
	})
}

// ordered is a node of JSON: a scalar, or members with names ("" in arrays).
type ordered struct {
	scalar  any
	kind    json.Delim
	names   []string
	members []*ordered
}

func parseOrdered(text string) (*ordered, error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return parseNode(d)
}

func parseNode(d *json.Decoder) (*ordered, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := t.(json.Delim)
	if !ok {
		return &ordered{scalar: t}, nil
	}
	n := &ordered{kind: delim}
	for d.More() {
		name := ""
		if delim == '{' {
			k, err := d.Token()
			if err != nil {
				return nil, err
			}
			name, _ = k.(string)
		}
		m, err := parseNode(d)
		if err != nil {
			return nil, err
		}
		n.names = append(n.names, name)
		n.members = append(n.members, m)
	}
	_, err = d.Token()
	return n, err
}

// differs says where two documents differ but for masks; "" for nowhere.
func differs(in, out *ordered) string {
	if text, ok := out.scalar.(string); ok && strings.Contains(text, "REDACTED") {
		return ""
	}
	if in.kind != out.kind || len(in.members) != len(out.members) || in.scalar != out.scalar {
		return fmt.Sprintf("%v became %v", in, out)
	}
	for i := range in.members {
		if in.names[i] != out.names[i] && !strings.Contains(out.names[i], "REDACTED") {
			return fmt.Sprintf("the name %q became %q", in.names[i], out.names[i])
		}
		if where := differs(in.members[i], out.members[i]); where != "" {
			return in.names[i] + "/" + where
		}
	}
	return ""
}
