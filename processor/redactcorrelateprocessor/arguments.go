package redactcorrelateprocessor

import (
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// maxArguments bounds the lists that are read as the words of a command.
const maxArguments = 256

// argumentList is what is known of a list that may be the words of a command,
// such as process.command_args: a secret in it stands in another word than what
// says so.
type argumentList struct {
	text   []byte // the list as JSON writes it
	starts []int  // of each word's quote in text
	found  []bool // something was found in the word alone
}

// areArguments reports whether a list has nothing but texts, among them an
// option whose value would be the next word or the rest of it.
func areArguments(s pcommon.Slice) bool {
	if n := s.Len(); n < 2 || n > maxArguments {
		return false
	}
	option := false
	for _, e := range s.All() {
		if e.Type() != pcommon.ValueTypeStr {
			return false
		}
		option = option || isOption(e.Str())
	}
	return option
}

// isOption: -p, --password, /user:x. A path is none.
func isOption(word string) bool {
	switch {
	case len(word) < 2:
		return false
	case word[0] == '-':
		return strings.IndexByte(word, '=') < 0 && strings.IndexByte(word, ' ') < 0
	}
	return word[0] == '/' && strings.IndexByte(word, ':') > 0 && strings.IndexByte(word[1:], '/') < 0
}

// arguments masks what the words of a command say about each other. Each of
// them has been scanned alone before.
func (w *worker) arguments(p pdatawalk.Place, k redact.Key, s pcommon.Slice) {
	a := &w.args
	a.text, a.starts = append(a.text[:0], '['), a.starts[:0]
	for i, e := range s.All() {
		if i > 0 {
			a.text = append(a.text, ',')
		}
		a.starts = append(a.starts, len(a.text))
		a.text = appendQuoted(a.text, e.Str())
	}
	a.text = append(a.text, ']')
	out, changed := w.scanList(k, a.text)
	clear(a.text) // no content outlives the batch
	if !changed {
		return
	}
	if out == unscannedText {
		for _, e := range s.All() {
			if w.enforce {
				e.SetStr(unscannedText)
			}
		}
		return
	}
	for i, f := 0, w.scanner.Findings(); i < len(f); i++ {
		if at := a.wordAt(f[i].Start); w.enforce || !a.found[at] {
			w.found(p, f[i])
		}
	}
	if !w.enforce {
		return
	}
	rest := out
	for i, e := range s.All() {
		var word string
		var ok bool
		if word, rest, ok = cutQuoted(rest); !ok {
			e.SetStr(unscannedText) // cannot be: a mask stands inside of the quotes
			continue
		}
		if i < len(a.starts) && word != e.Str() {
			e.SetStr(word)
		}
	}
}

// wordAt is the word in which a place of the text lies.
func (a *argumentList) wordAt(pos int) int {
	i := len(a.starts) - 1
	for i > 0 && a.starts[i] > pos {
		i--
	}
	return i
}

// scanList scans without counting, and reports a change whatever the mode is.
func (w *worker) scanList(k redact.Key, list []byte) (out string, changed bool) {
	defer func() {
		if recover() != nil {
			w.renewScanner()
			w.tally.unscanned[unscannedPanic]++
			out, changed = unscannedText, true
		}
	}()
	b, changed := w.scanner.Bytes(k, list)
	if !changed {
		return "", false
	}
	return string(b), true
}

// appendQuoted writes a word as a string of JSON. Controls need no escapes here.
func appendQuoted(b []byte, word string) []byte {
	b = append(b, '"')
	for i := range len(word) {
		if word[i] == '"' || word[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, word[i])
	}
	return append(b, '"')
}

// cutQuoted reads the next string of a list.
func cutQuoted(list string) (word, rest string, ok bool) {
	if len(list) < 3 || list[1] != '"' || list[0] != '[' && list[0] != ',' {
		return "", "", false
	}
	plain := true
	for i := 2; i < len(list); i++ {
		switch list[i] {
		case '\\':
			plain = false
			i++
		case '"':
			if word = list[2:i]; !plain {
				word = unescaped(word)
			}
			return word, list[i+1:], true
		}
	}
	return "", "", false
}

func unescaped(word string) string {
	b := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		if word[i] == '\\' && i+1 < len(word) {
			i++
		}
		b = append(b, word[i])
	}
	return string(b)
}
