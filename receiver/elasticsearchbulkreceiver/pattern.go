package elasticsearchbulkreceiver

import "strings"

// matches says whether a pattern, in which * stands for any text, is the text.
func matches(pattern, text string) bool {
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

// allowed says whether an allow-list names a value. A star at the beginning does
// not reach names with a leading dot: those belong to the system.
func allowed(patterns []string, value string) bool {
	for _, pattern := range patterns {
		if value != "" && (value[0] != '.' || pattern[0] == '.') && matches(pattern, value) {
			return true
		}
	}
	return false
}
