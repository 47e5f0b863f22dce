// Package scan looks for texts in whatever the tests could collect: as it is,
// and URL-, base64- and JSON-decoded, also one inside the other.
package scan

import "bytes"

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
func Views(data []byte) [][]byte {
	views := [][]byte{data}
	level := views
	for range maxDepth {
		var next [][]byte
		for _, view := range level {
			for _, decode := range []func([]byte) []byte{pathDecoded, queryDecoded, jsonDecoded, base64Decoded} {
				if decoded := decode(view); decoded != nil {
					next = append(next, decoded)
				}
			}
		}
		views = append(views, next...)
		level = next
	}
	return views
}

// Find returns, for each needle that is in one of the views of the haystack,
// true.
func Find(haystack Haystack, needles []string) map[string]bool {
	found := map[string]bool{}
	for _, view := range Views(haystack.Data) {
		for _, needle := range needles {
			if !found[needle] && bytes.Contains(view, []byte(needle)) {
				found[needle] = true
			}
		}
	}
	return found
}
