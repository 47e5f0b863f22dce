package redact

import (
	"math"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// secretAllow are compiled allow-lists.
type secretAllow struct{ lists []allowList }

type allowList struct {
	target    string
	patterns  []*lazyRegexp
	stopwords []string
}

func newAllowList(a rules.SecretAllowlist) allowList {
	l := allowList{target: a.Target}
	for _, p := range a.Patterns {
		l.patterns = append(l.patterns, &lazyRegexp{pattern: p})
	}
	if a.Stopwords != "" {
		l.stopwords = strings.Split(a.Stopwords, "\n")
	}
	return l
}

func newSecretAllow(data *rules.Secret) *secretAllow {
	a := &secretAllow{}
	for _, l := range data.Allow {
		a.lists = append(a.lists, newAllowList(l))
	}
	return a
}

var globalAllow = newAllowList(rules.GlobalSecretAllowlist())

// allowed reports whether a text that matched is none: v[start:end] is the
// secret, v[from:to] the whole match.
func (a *secretAllow) allowed(v string, start, end, from, to int) bool {
	secret := v[start:end]
	if globalMayAllow(secret) && globalAllow.matches(secret, secret) {
		return true
	}
	for i := range a.lists {
		text := secret
		switch a.lists[i].target {
		case "match":
			text = v[from:to]
		case "line":
			text = lineAround(v, from, to)
		}
		if a.lists[i].matches(text, secret) {
			return true
		}
	}
	return false
}

func (l *allowList) matches(text, secret string) bool {
	for _, p := range l.patterns {
		if p.get().MatchString(text) {
			return true
		}
	}
	if len(l.stopwords) == 0 {
		return false
	}
	low := strings.ToLower(secret)
	for _, w := range l.stopwords {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// globalMayAllow is a cheap look at whether the global list can match: it is
// about variables, paths, literals of languages and repeated characters.
func globalMayAllow(t string) bool {
	if t == "" {
		return true
	}
	if strings.IndexByte("$%{@/", t[0]) >= 0 {
		return true
	}
	same := true
	for i := range len(t) {
		same = same && t[i]|0x20 == t[0]|0x20
		switch t[i] | 0x20 {
		case 't', 'f', 'n':
			if hasFold(t, i, "true") || hasFold(t, i, "false") || hasFold(t, i, "null") {
				return true
			}
		case 'a':
			if hasFold(t, i, "abcdefghij") {
				return true
			}
		case '0':
			if strings.HasPrefix(t[i:], "014df517") {
				return true
			}
		}
	}
	return same
}

// lineAround bounds the line to what a look at a place may cost.
func lineAround(v string, from, to int) string {
	const most = 256
	start := max(0, from-most)
	if i := strings.LastIndexByte(v[start:from], '\n'); i >= 0 {
		start += i + 1
	}
	end := min(len(v), to+most)
	if i := strings.IndexByte(v[to:end], '\n'); i >= 0 {
		end = to + i
	}
	return v[start:end]
}

// entropy is Shannon's, in bits a byte.
func entropy(t string) float64 {
	var counts [256]int
	for i := range len(t) {
		counts[t[i]]++
	}
	h := 0.0
	for _, n := range counts {
		if n > 0 {
			f := float64(n) / float64(len(t))
			h -= f * math.Log2(f)
		}
	}
	return h
}
