package redact

import (
	"fmt"
	"slices"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// Forms that no separator announces, such as command lines, start with a word.
// The index of the secrets' prefixes finds those words at no cost for each of
// them; what looks at a place runs before the separators, so that they know
// what is settled.

// formWord is how a form starts, as an expression with a fixed beginning, and
// what looks there.
type formWord struct {
	start string
	look  func(s *Scanner, v string, pos int)
}

func formWords() []formWord {
	return slices.Concat(commandWords(rules.Commands()), optionWords, sqlWords, protocolWords, hashWords, connectionWords, numberWords,
		tokenWords(), spokenWords, callWords, pipedWords, registryWords)
}

// formNumbers are the numbers of the rules that stand for forms.
type formNumbers struct {
	commandPassword, sqlPassword, protocolPassword, passwordHash, connectionPassword, brazilianCompany, spokenPassword, providerToken uint16
}

func formNumbersOf(numbers map[string]uint16) formNumbers {
	return formNumbers{
		commandPassword:  numbers[rules.CommandPassword],
		sqlPassword:      numbers[rules.SQLPassword],
		protocolPassword: numbers[rules.ProtocolPassword],
		passwordHash:     numbers[rules.PasswordHash],

		connectionPassword: numbers[rules.ConnectionPassword],
		brazilianCompany:   numbers[rules.BrazilianCompany],
		spokenPassword:     numbers[rules.SpokenPassword],
		providerToken:      numbers[rules.ProviderToken],
	}
}

// addForms registers the words; their prefixes may be those of secrets too.
func addForms(anchors *anchorList) {
	for _, w := range formWords() {
		_, re, err := compileSecret(w.start)
		if err != nil {
			panic(fmt.Sprintf("form %q: %v", w.start, err)) // a test compiles all of them
		}
		for _, p := range prefixesOf(re) {
			a := anchors.at(p)
			a.forms = append(a.forms, w.look)
		}
	}
}

// formState is what the forms of one value have come to.
type formState struct {
	quotes quoteCursor
	// read is how far each command has been read.
	read [maxCommands]int
	sql  sqlState
	// hashRead is how far texts with dollars have been read for hashes.
	hashRead int
	// jwkRead is how far keys in JSON have been read.
	jwkRead int
	// tokenRead is how far marks of providers have been followed.
	tokenRead int
}

func (f *formState) reset() {
	f.quotes.reset()
	clear(f.read[:])
	f.sql.reset()
	f.hashRead, f.jwkRead, f.tokenRead = 0, 0, 0
}

// lookAtForms runs what looks at the words that were hit.
func (s *Scanner) lookAtForms(v string) {
	s.form.sql.from = notKnown
	first := true
	for _, h := range s.hits {
		forms := s.e.secrets.anchors[h.anchor].forms
		if len(forms) == 0 {
			continue
		}
		if first {
			s.form.reset()
			first = false
		}
		for _, look := range forms {
			look(s, v, int(h.pos))
		}
	}
}
