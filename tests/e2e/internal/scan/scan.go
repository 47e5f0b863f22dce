// Package scan looks for texts in whatever the tests could collect: as it is,
// and URL-, base64- and JSON-decoded, also one inside the other.
package scan

import (
	"bytes"
	"fmt"
	"iter"
)

// Haystack is a place to look at.
type Haystack struct {
	// Name says what it is, for the report.
	Name string
	Data []byte
}

// maxDepth is how many encodings may stand one inside the other.
const maxDepth = 3

// Views returns the data as it is and in every form that the decoders make of
// it. Forms that would be equal to what they come from are left out.
func Views(data []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) { views(data, 0, yield) }
}

func views(data []byte, depth int, yield func([]byte) bool) bool {
	if !yield(data) {
		return false
	}
	if depth == maxDepth {
		return true
	}
	for _, decode := range []func([]byte) []byte{pathDecoded, queryDecoded, jsonDecoded, base64Decoded} {
		if decoded := decode(data); decoded != nil && !views(decoded, depth+1, yield) {
			return false
		}
	}
	return true
}

// minNeedle is the length of the shortest text that is worth looking for.
const minNeedle = 4

// Needles is a set of texts that is looked for in one pass.
type Needles struct {
	// begins tells whether a needle begins with these two bytes; most places
	// of a haystack go no further.
	begins [1 << 16]bool
	// byPrefix holds the needles by their first bytes.
	byPrefix map[[minNeedle]byte][][]byte
}

// NewNeedles prepares a set. A text of less than four bytes is refused: it
// would be found anywhere.
func NewNeedles(texts []string) (*Needles, error) {
	n := &Needles{byPrefix: map[[minNeedle]byte][][]byte{}}
	for _, text := range texts {
		if len(text) < minNeedle {
			return nil, fmt.Errorf("a needle of %d bytes, at least %d are needed", len(text), minNeedle)
		}
		needle := []byte(text)
		prefix := [minNeedle]byte(needle)
		n.begins[two(needle)] = true
		n.byPrefix[prefix] = append(n.byPrefix[prefix], needle)
	}
	return n, nil
}

func two(data []byte) uint16 { return uint16(data[0])<<8 | uint16(data[1]) }

// Find returns the needles that are in one of the views of the haystack.
func (n *Needles) Find(haystack Haystack) map[string]bool {
	found := map[string]bool{}
	for view := range Views(haystack.Data) {
		for i := 0; i+minNeedle <= len(view); i++ {
			if !n.begins[two(view[i:])] {
				continue
			}
			for _, needle := range n.byPrefix[[minNeedle]byte(view[i:])] {
				if bytes.HasPrefix(view[i:], needle) {
					found[string(needle)] = true
				}
			}
		}
	}
	return found
}
