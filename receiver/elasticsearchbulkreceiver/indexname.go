package elasticsearchbulkreceiver

import (
	"strings"
	"unicode"
)

const maxIndexName = 255

// checkIndexName returns what is wrong with the name of an index, "" for
// nothing: the rules of Elasticsearch's create index API. A name with date math,
// in angle brackets, is left to Elasticsearch; no name is another mistake.
func checkIndexName(name string) string {
	if name == "" || strings.HasPrefix(name, "<") && strings.HasSuffix(name, ">") && len(name) <= maxIndexName {
		return ""
	}
	switch {
	case len(name) > maxIndexName:
		return "index name is too long"
	case name == "." || name == "..":
		return "must not be '.' or '..'"
	case strings.ContainsAny(name, ` "*,/<>?\|`):
		return `must not contain the following characters [' ','"','*',',','/','<','>','?','\','|']`
	case strings.ContainsRune(name, '#'):
		return "must not contain '#'"
	case strings.ContainsRune(name, ':'):
		return "must not contain ':'"
	case name[0] == '_' || name[0] == '-' || name[0] == '+':
		return "must not start with '_', '-', or '+'"
	case strings.IndexFunc(name, unicode.IsUpper) >= 0:
		return "must be lowercase"
	case strings.IndexFunc(name, unicode.IsControl) >= 0 || strings.ContainsRune(name, unicode.ReplacementChar):
		return "must not contain control characters"
	}
	return ""
}
