package redact

// otherThings are words right before bare digits that say what they count,
// though a word about phones stands further in front: mobile app build 4155550132.
var otherThings = setOf("build", "version", "id", "pid", "uid", "tid", "code", "offset", "size", "bytes", "count", "seq", "sequence",
	"port", "error", "errno", "order", "ticket", "revision", "rev", "timestamp", "ts", "epoch", "time", "duration")

// maxOtherThing is the longest of them.
const maxOtherThing = 9

// otherThingBefore reports whether the word before the digits at g names
// something else than a phone.
func otherThingBefore(v string, g int) bool {
	end := g
	for end > 0 && g-end < 3 && class[v[end-1]]&(clAlpha|clHigh|clDigit) == 0 {
		end--
	}
	start := end
	for start > 0 && end-start <= maxOtherThing && is(v[start-1], clAlpha) {
		start--
	}
	if end-start > maxOtherThing {
		return false
	}
	var word [maxOtherThing]byte
	for i := start; i < end; i++ {
		word[i-start] = lower(v[i])
	}
	_, ok := otherThings[string(word[:end-start])]
	return ok
}
