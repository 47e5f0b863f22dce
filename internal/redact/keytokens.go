package redact

const (
	maxKeyBytes  = 96
	maxKeyTokens = 24
)

// keyTokens is a key name cut into lower-case tokens: at everything that is no
// letter or digit, and where camelCase changes. The tokens stand in text one
// after another, so that several in a row can be looked up as one word.
type keyTokens struct {
	text  [maxKeyBytes]byte
	start [maxKeyTokens + 1]uint8 // start[i] to start[i+1] is token i
	n     int
}

// normalise cuts a name into tokens. Of a very long name only the end counts.
func normalise(name string) (t keyTokens) {
	t.fill(name)
	return t
}

func (t *keyTokens) fill(name string) {
	t.n = 0
	if len(name) > maxKeyBytes {
		name = name[len(name)-maxKeyBytes:]
	}
	w := 0
	inToken := false
	for i := range len(name) {
		c := name[i]
		if class[c]&(clDigit|clAlpha|clHigh) == 0 {
			inToken = false
			continue
		}
		upper := c-'A' < 26
		if inToken && upper {
			prev := name[i-1]
			prevUpper := prev-'A' < 26
			nextLower := i+1 < len(name) && name[i+1]-'a' < 26
			// a|B, and the last capital of an acronym: API|Key
			if !prevUpper || nextLower {
				inToken = false
			}
		}
		if !inToken {
			if t.n == maxKeyTokens {
				// Forget the first token; the end of a name decides.
				copy(t.start[:], t.start[1:])
				t.n--
			}
			t.start[t.n] = uint8(w)
			t.n++
			inToken = true
		}
		t.text[w] = lower(c)
		w++
	}
	t.start[t.n] = uint8(w)
}

func (t *keyTokens) count() int { return t.n }

func (t *keyTokens) token(i int) []byte { return t.text[t.start[i]:t.start[i+1]] }

// tail is the last k tokens of the first n as one word.
func (t *keyTokens) tail(n, k int) []byte { return t.text[t.start[n-k]:t.start[n]] }

func allDigits(b []byte) bool {
	for _, c := range b {
		if !is(c, clDigit) {
			return false
		}
	}
	return len(b) > 0
}
