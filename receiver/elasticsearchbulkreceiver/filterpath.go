package elasticsearchbulkreceiver

import (
	"strings"

	"github.com/lethe-otel/lethe/internal/intake"
)

// Bounds of filter_path. Beats send ten patterns of four names.
const (
	maxFilterPatterns = 64
	maxFilterNames    = 16
	maxFilterName     = 256
)

// filter is the filter_path of a request: which members of an answer it wants.
// A pattern is a path of names with dots between them, in which * stands for any
// text of a name and ** for any names; arrays count as their elements. A pattern
// stands for a member and all below it; one with a minus in front takes it away.
//
// https://www.elastic.co/docs/reference/elasticsearch/rest-apis/common-options
type filter struct {
	include, exclude [][]string
}

// parseFilter returns nil for a filter that leaves everything, and false for one
// beyond the bounds.
func parseFilter(text string) (*filter, bool) {
	if text == "" {
		return nil, true
	}
	f := new(filter)
	count := 0
	for pattern := range strings.SplitSeq(text, ",") {
		pattern = strings.TrimSpace(pattern)
		list := &f.include
		if rest, minus := strings.CutPrefix(pattern, "-"); minus {
			pattern, list = rest, &f.exclude
		}
		if pattern == "" {
			continue
		}
		names := strings.SplitN(pattern, ".", maxFilterNames+1)
		count++
		if count > maxFilterPatterns || len(names) > maxFilterNames {
			return nil, false
		}
		for _, name := range names {
			if len(name) > maxFilterName {
				return nil, false
			}
		}
		*list = append(*list, names)
	}
	if count == 0 {
		return nil, true
	}
	return f, true
}

// keeps says whether the value at a path is wanted.
func (f *filter) keeps(path []string) bool {
	if f == nil {
		return true
	}
	for _, pattern := range f.exclude {
		if covers(pattern, path) {
			return false
		}
	}
	if len(f.include) == 0 {
		return true
	}
	for _, pattern := range f.include {
		if covers(pattern, path) {
			return true
		}
	}
	return false
}

// covers says whether a pattern names the path or something around it.
func covers(pattern, path []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			if len(pattern) == 1 {
				return true
			}
			// The paths of answers are at most a few names long.
			for i := range path {
				if covers(pattern[1:], path[i:]) {
					return true
				}
			}
			return false
		}
		if len(path) == 0 || !intake.Matches(pattern[0], path[0]) {
			return false
		}
		pattern, path = pattern[1:], path[1:]
	}
	return true
}
