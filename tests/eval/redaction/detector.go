package main

import "strings"

// planted is a value that must not come out.
type planted struct {
	// text is the value as it stands in the record.
	text string
	// hidden are the parts that must be gone, each long enough not to occur by
	// chance. Empty: the text.
	hidden []string
	// digits says that hidden parts are numbers, looked for by their digits too.
	digits bool
}

func (p planted) parts() []string {
	if len(p.hidden) == 0 {
		return []string{p.text}
	}
	return p.hidden
}

// number is a planted value that must be gone with its digits.
func number(text string) planted { return planted{text: text, digits: true} }

// opaque is a value of which neither end may stay, either: a mask that stops at
// the first awkward letter would leave it.
func opaque(text string) planted {
	p := planted{text: text, hidden: []string{text}}
	if head := text; len(text) >= 18 {
		p.hidden = append(p.hidden, plain(head[:8]), plain(text[len(text)-8:]))
	}
	return p
}

// plain is the text, when it is of ASCII letters and digits: other parts may
// look different in a form.
func plain(s string) string {
	for _, c := range []byte(s) {
		if !strings.ContainsRune(alnumChars, rune(c)) {
			return ""
		}
	}
	return s
}

// kind says where a detector's values can be told from other text.
type kind uint8

const (
	// shaped values are told by their own shape, wherever they stand.
	shaped kind = iota
	// named values have no shape: only the name beside them tells what they are.
	named
	// credential values are named ones that can also stand where a grammar has
	// its place for a password.
	credential
)

// detector makes values of one sort.
type detector struct {
	name string
	kind kind
	// names are the names under which the values stand, in lower-case words:
	// each form writes them in its own style.
	names []string
	make  func(r random) planted
}

// neutral names say nothing about their value.
var neutral = []string{"note", "memo", "customer note", "detail", "remark", "extra info", "field one", "input"}

func (d detector) nameOf(r random) string {
	if len(d.names) == 0 {
		return neutral[r.IntN(len(neutral))]
	}
	return d.names[r.IntN(len(d.names))]
}

func detectors() []detector {
	var all []detector
	for _, family := range [][]detector{credentials(), schemes(), providers(), payment(), contact(), identity()} {
		all = append(all, family...)
	}
	return all
}
