package redact

import (
	"errors"
	"fmt"
	"strings"
)

const (
	// DefaultMaskText is what stands in the place of a finding, {rule} being the
	// name of the rule.
	DefaultMaskText = maskPrefix + ruleInMask + maskSuffix
	ruleInMask      = "{rule}"
	// MaxMaskText is how long a mask text may be. Unit: bytes.
	MaxMaskText = 64
)

// maskText is a configured text: before, the name of the rule if it is named,
// behind.
type maskText struct {
	before, behind string
	named          bool
}

// maskTextBytes are the bytes that mean nothing in any of the forms in which a
// mask may come to stand: JSON, XML, URLs, pairs, lists, command lines.
const maskTextBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[]()*_-.:!"

// parseMaskText reads a template. It is nil for the default.
func parseMaskText(template string) (*maskText, error) {
	if template == "" || template == DefaultMaskText {
		return nil, nil //nolint:nilnil // the default needs no entry of its own
	}
	if len(template) > MaxMaskText {
		return nil, fmt.Errorf("is %d bytes long, use up to %d", len(template), MaxMaskText)
	}
	before, behind, named := strings.Cut(template, ruleInMask)
	for _, part := range []string{before, behind} {
		if i := strings.IndexFunc(part, func(r rune) bool { return !strings.ContainsRune(maskTextBytes, r) }); i >= 0 {
			return nil, fmt.Errorf("%q holds more than letters, digits, [ ] ( ) * _ - . : ! and one {rule}", template)
		}
	}
	switch {
	case before == "":
		return nil, fmt.Errorf("%q begins with {rule}: a word like password could not be told from a mask, put something before it", template)
	case named && behind != "" && ruleNameByte(behind[0]):
		return nil, fmt.Errorf("%q: where the name of the rule ends cannot be told, put a bracket or a dash behind {rule}", template)
	case !bracketsClosed(template):
		return nil, fmt.Errorf("%q opens a bracket that it does not close, or closes one that it does not open", template)
	}
	return &maskText{before: before, behind: behind, named: named}, nil
}

func bracketsClosed(t string) bool {
	var open []byte
	for i := range len(t) {
		switch c := t[i]; c {
		case '[', '(':
			open = append(open, c)
		case ']', ')':
			if len(open) == 0 || (open[len(open)-1] == '[') != (c == ']') {
				return false
			}
			open = open[:len(open)-1]
		}
	}
	return len(open) == 0
}

func (m *maskText) of(rule string) string {
	if m == nil {
		return maskPrefix + rule + maskSuffix
	}
	if !m.named {
		return m.before
	}
	return m.before + rule + m.behind
}

// maskForms are texts that a mask may stand in.
var maskForms = [...]string{"%s", "x %s y", "password=%s", `{"password":"%s"}`, "/p?token=%s&x=1", "Cookie: %s", "--password %s -v", "<password>%s</password>"}

// tryMasks runs the engine over the masks of all rules: it must find nothing.
func (e *Engine) tryMasks() error {
	s := e.NewScanner()
	s.CacheValues(false)
	for i, mask := range e.masks {
		if i == int(e.id.urlUserinfo) || i == int(e.id.unscanned) {
			continue // theirs are fixed
		}
		for _, form := range maskForms {
			text := strings.ReplaceAll(form, "%s", mask)
			if _, changed := s.String(Key{}, text); changed || len(s.Findings()) > 0 {
				return fmt.Errorf("the rules would find something in %q, the mask of %s", mask, e.rules[i].Name)
			}
		}
		if !s.Clean(mask) {
			return fmt.Errorf("the rules would find something in %q, the mask of %s", mask, e.rules[i].Name)
		}
	}
	if s.panics > 0 {
		return errors.New("the scan of a mask failed")
	}
	return nil
}

// CheckMaskText says why a text cannot be the mask text; nil if it can.
func CheckMaskText(template string) error {
	if _, err := parseMaskText(template); err != nil {
		return err
	}
	_, err := New(Options{MaskText: template})
	return errors.Unwrap(err)
}
