package main

import (
	"strings"
	"unicode"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// form is one way in which a value stands inside a text.
type form struct {
	name string
	// takes says which values the form can name; see the constants.
	takes takes
	// write gives the text that holds the value under the name, or false when
	// the form cannot hold such a value. The name is in lower-case words.
	write func(r random, name, value string) (string, bool)
	// put stores the value in a map instead, for forms that are structures of a
	// record and not texts.
	put func(r random, m pcommon.Map, name, value string) bool
	// check parses what became of the text; nil: the form has no grammar that
	// a program could check.
	check func(text string) error
	// cut says that the value itself may be cut off in the middle.
	cut bool
}

// takes says which values stand in a form: it is a rule and not a list, so that
// no combination is left out because it is inconvenient.
type takes uint8

const (
	// takesAll forms name the value: a name of the detector's for those that
	// need one, a neutral one for those with a shape of their own.
	takesAll takes = iota
	// takesShaped forms have no name beside the value.
	takesShaped
	// takesCredential forms have a place for a password.
	takesCredential
	// takesNamed forms name the value in a way that only makes sense for what
	// needs a name.
	takesNamed
)

func (t takes) allows(k kind) bool {
	switch t {
	case takesShaped:
		return k == shaped
	case takesCredential:
		return k == credential
	case takesNamed:
		return k != shaped
	default:
		return true
	}
}

func forms() []form {
	var all []form
	for _, family := range [][]form{textForms(), jsonForms(), urlForms(), markupForms(), dumpForms(), headerForms(), databaseForms(), shellForms(), valueForms()} {
		all = append(all, family...)
	}
	return all
}

// The styles in which names are written.

func snake(name string) string  { return strings.ReplaceAll(name, " ", "_") }
func kebab(name string) string  { return strings.ReplaceAll(name, " ", "-") }
func screaming(s string) string { return strings.ToUpper(snake(s)) }

func pascal(name string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(name) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func camel(name string) string {
	p := pascal(name)
	return strings.ToLower(p[:1]) + p[1:]
}

// header is a name as HTTP headers are written.
func header(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, "-")
}

// styled is a name in one of the styles of field names.
func (r random) styled(name string) string {
	return [](func(string) string){snake, kebab, camel, pascal, screaming}[r.IntN(5)](name)
}

// identifier is a name that all programming languages take.
func (r random) identifier(name string) string {
	return [](func(string) string){snake, camel}[r.IntN(2)](name)
}

// bare values stand without quotes: no spaces, quotes, separators or brackets.
func bare(value string) bool {
	return !strings.ContainsFunc(value, func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune("\"'`,;&=()[]{}<>\\|#", c)
	})
}

// oneLine values fit into a line.
func oneLine(value string) bool { return !strings.ContainsAny(value, "\r\n\x00") }
