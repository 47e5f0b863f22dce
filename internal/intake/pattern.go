package intake

import (
	"errors"
	"fmt"
	"strings"
)

// Matches says whether a pattern, in which * stands for any text, is the text.
func Matches(pattern, text string) bool {
	head, rest, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == text
	}
	if !strings.HasPrefix(text, head) {
		return false
	}
	text = text[len(head):]
	for {
		part, next, more := strings.Cut(rest, "*")
		if !more {
			return strings.HasSuffix(text, part)
		}
		// The first place is as good as any: what follows the next star is free.
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text, rest = text[at+len(part):], next
	}
}

// Allowed says whether an allow-list of patterns names a value. A star at the
// beginning does not reach names with a leading dot: those belong to the system.
// No list names the empty value.
func Allowed(patterns []string, value string) bool {
	for _, pattern := range patterns {
		if value != "" && (value[0] != '.' || strings.HasPrefix(pattern, ".")) && Matches(pattern, value) {
			return true
		}
	}
	return false
}

// CheckPatterns says of each pattern of a setting that is none what is wrong.
func CheckPatterns(setting string, patterns []string) error {
	var problems []error
	for i, pattern := range patterns {
		if pattern == "" {
			problems = append(problems, fmt.Errorf("%s::%d: is empty; write a name, or a pattern in which * stands for any text, for example app-*", setting, i))
		}
	}
	return errors.Join(problems...)
}
