package document

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// maxKeyBytes is the length above which a key is cut. A flattened field
// indexes the path of keys and the value as one term, and Lucene refuses terms
// above 32,766 bytes, with the whole document.
const maxKeyBytes = 512

// canonicalKey returns the key as the document holds it: valid UTF-8, without
// null bytes (a flattened field refuses them), and of bounded length. Keys that
// were cut stay apart by a digest. A usual key comes back as it is.
func canonicalKey(k string) string {
	usual := len(k) <= maxKeyBytes
	for i := 0; usual && i < len(k); i++ {
		usual = k[i] != 0 && k[i] < utf8.RuneSelf
	}
	if usual {
		return k
	}
	clean := strings.ToValidUTF8(k, "\ufffd")
	clean = strings.ReplaceAll(clean, "\x00", "\ufffd")
	if len(clean) <= maxKeyBytes {
		return clean
	}
	sum := sha256.Sum256([]byte(k))
	cut := maxKeyBytes - 1 - 2*8
	for !utf8.RuneStart(clean[cut]) {
		cut--
	}
	return clean[:cut] + "~" + hex.EncodeToString(sum[:8])
}
