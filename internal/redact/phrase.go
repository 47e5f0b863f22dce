package redact

// maxPhrase is how many words a name may have before its last one.
const maxPhrase = 3

// phrase looks for a name of several words before the colon at p, of which k is
// the last: Encryption key: x. Sentences have such words too, so that it counts
// only before a value of one word that looks like no word.
func (s *Scanner) phrase(v string, p int, k keyRef) (whole keyRef, key Key, ok bool) {
	if v[p] != ':' || k.quote != 0 || k.bracket || k.spaced || p+2 >= len(v) || v[p+1] != ' ' {
		return k, key, false
	}
	start := skipBlanks(v, p+1)
	end := start
	digits := 0
	for ; end < len(v) && !is(v[end], clSpace) && end-start < maxKeyScan; end++ {
		if is(v[end], clDigit) {
			digits++
		}
	}
	if n := end - start; !looksRandom(v[start:end]) || n < 10 && digits < n {
		return k, key, false
	}
	whole = k
	for range maxPhrase {
		i := whole.start - 1
		j := i
		for j > 0 && i-j < maxPairName && isAlnum(v[j-1]) {
			j--
		}
		if i < 1 || v[i] != ' ' || j == i || i-j == maxPairName {
			return k, key, false
		}
		whole.start, whole.outer = j, j
		if key = s.classify(v[j:k.end], formAttribute); key.Class == KeySensitive {
			return whole, key, true
		}
	}
	return k, key, false
}
