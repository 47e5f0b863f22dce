package redact

import "github.com/lethe-otel/lethe/internal/redact/rules"

// keyFilter holds the last three letters of the words that can end a sensitive
// name, and the last four. One look at it turns nearly every separator away.
type keyFilter struct {
	three [1 << 15 / 64]uint64 // a bitmap
	four  [1 << 14 / 64]uint64 // a bitmap over hashes; asked where all four are letters
}

func filterIndex(a, b, c byte) uint { return uint(a&31)<<10 | uint(b&31)<<5 | uint(c&31) }

func filterHash(z, a, b, c byte) uint {
	return uint((uint32(z&31)<<15 | uint32(filterIndex(a, b, c))) * 0x9E3779B1 >> 18)
}

func (f *keyFilter) has(a, b, c byte) bool {
	h := filterIndex(a, b, c)
	return f.three[h>>6]>>(h&63)&1 != 0
}

func (f *keyFilter) hasFour(z, a, b, c byte) bool {
	h := filterHash(z, a, b, c)
	return f.four[h>>6]>>(h&63)&1 != 0
}

func (f *keyFilter) add(a, b, c byte) {
	h := filterIndex(a, b, c)
	f.three[h>>6] |= 1 << (h & 63)
}

func (f *keyFilter) addFour(z, a, b, c byte) {
	h := filterHash(z, a, b, c)
	f.four[h>>6] |= 1 << (h & 63)
}

// addWord adds the end of a word that stands alone or behind anything.
func (f *keyFilter) addWord(w string) {
	switch n := len(w); n {
	case 0:
	case 1:
		for a := range byte(32) {
			for b := range byte(32) {
				f.add(a, b, w[0])
			}
		}
	case 2:
		for a := range byte(32) {
			f.add(a, w[0], w[1])
		}
	default:
		f.add(w[n-3], w[n-2], w[n-1])
	}
	switch n := len(w); {
	case n > 3:
		f.addFour(w[n-4], w[n-3], w[n-2], w[n-1])
	case n == 3:
		for z := range byte(32) {
			f.addFour(z, w[0], w[1], w[2])
		}
	case n == 2:
		for z := range byte(32) {
			for a := range byte(32) {
				f.addFour(z, a, w[0], w[1])
			}
		}
	case n == 1:
		for i := range f.four {
			f.four[i] = ^uint64(0) // any four letters
		}
	}
}

// shortTails are last tokens of two letters in names of the dictionary, which
// holds them joined: cardno is also card_no.
var shortTails = []string{"no", "id", "pw"}

func compileKeys(all []rules.Rule, enabled []bool, denied uint16, deny, allow []string) (keyDictionary, keyFilter) {
	d := keyDictionary{words: map[string]keyEntry{}, longest: 6}
	var f keyFilter
	add := func(word string, entry keyEntry) {
		d.words[word] = entry
		if entry.strength == strong && takesPlural(word) {
			f.addWord(word + "s")
		}
		f.addWord(string(trimDigits([]byte(word))))
		for _, tail := range shortTails {
			if len(word) > 2 && word[len(word)-2:] == tail {
				for _, sep := range []byte("_-. ") {
					f.add(sep, tail[0], tail[1])
				}
			}
		}
	}
	for i, r := range all {
		if !enabled[i] {
			continue
		}
		for _, w := range r.QueryKeys {
			add(w, keyEntry{uint16(i), queryOnly})
		}
		for _, w := range r.WeakKeys {
			add(w, keyEntry{uint16(i), weak})
		}
		for _, w := range r.Keys {
			add(w, keyEntry{uint16(i), strong})
		}
		for _, w := range r.KeyEndings {
			d.endings = append(d.endings, keyEnding{w, uint16(i)})
			f.addWord(w)
		}
	}
	f.addWord("tokens")
	f.addWord("kind") // of an object of Kubernetes
	for w := range neutralTail {
		f.addWord(w)
	}
	configured := func(names []string, entry keyEntry) {
		for _, name := range names {
			t := normalise(name)
			add(string(t.tail(t.n, t.n)), entry)
			f.addWord(string(t.token(t.n - 1)))
			d.longest = max(d.longest, t.n)
		}
	}
	configured(deny, keyEntry{denied, strong})
	configured(allow, keyEntry{strength: allowed})
	return d, f
}
