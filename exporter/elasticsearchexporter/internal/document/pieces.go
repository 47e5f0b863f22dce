package document

import (
	"strings"
	"unicode/utf8"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

const (
	// pieceBytes is how much of a text is one term. Lucene refuses terms above
	// 32,766 bytes; the flat_object of OpenSearch puts the whole value into one,
	// with the path of names in front of it, and rejects the document (the
	// flattened field of Elasticsearch can leave long values out of the index).
	pieceBytes = 24_000
	// safeBytes is the length up to which a text cannot get there, even if each
	// of its bytes becomes a replacement character of three.
	safeBytes = pieceBytes / 3
)

// appendPieces appends s as a string or, when it is too long for one term, as a
// list of strings that make s when put together.
func appendPieces(dst []byte, s string) []byte {
	if len(s) <= safeBytes {
		return jsontext.AppendString(dst, s)
	}
	s = strings.ToValidUTF8(s, "\ufffd")
	if len(s) <= pieceBytes {
		return jsontext.AppendString(dst, s)
	}
	dst = append(dst, '[')
	for len(s) > pieceBytes {
		cut := pieceBytes
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		dst = append(jsontext.AppendString(dst, s[:cut]), ',')
		s = s[cut:]
	}
	return append(jsontext.AppendString(dst, s), ']')
}
