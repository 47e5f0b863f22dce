package redact

import (
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// secretRun is a secret that goes on for as long as its characters do.
type secretRun struct {
	rule       uint16
	start, end int
}

// secretScratch is the state of the search for secrets of the table.
type secretScratch struct {
	secret secretMatch
	// runs are the last runs without a stated end, of several rules that may
	// have their prefixes in the same text.
	runs   [4]secretRun
	looked [maxLooking]int // how far the shapes have looked that look around their anchor
}

// collect notes the candidates of a value and reports whether there are any.
func (s *Scanner) collect(k Key, v string) bool {
	s.candidates = firstStage(v, &s.e.filter, &s.marks, s.candidates[:0])
	s.hits = s.e.secrets.scan(v, s.hits[:0])
	if len(s.hits) > 0 {
		s.takeMarks()
	}
	if s.e.apart {
		s.scanApart(k, v)
	}
	return len(s.candidates)+len(s.hits)+len(s.apart) > 0
}

// takeMarks moves the hits that are candidates to their places among these.
// Both lists are in order, so they are merged from behind.
func (s *Scanner) takeMarks() {
	marks := 0
	for _, h := range s.hits {
		if s.e.secrets.anchors[h.anchor].mark {
			marks++
		}
	}
	if marks == 0 {
		return
	}
	i := len(s.candidates) - 1
	to := i + marks
	s.candidates = slices.Grow(s.candidates, marks)[:to+1]
	for _, h := range slices.Backward(s.hits) {
		a := &s.e.secrets.anchors[h.anchor]
		if !a.mark {
			continue
		}
		pos := h.pos + uint32(a.at)
		for ; i >= 0 && s.candidates[i].pos > pos; i-- {
			s.candidates[to] = s.candidates[i]
			to--
		}
		s.candidates[to] = candidate{pos, a.kind}
		to--
	}
	// Hits that overlap may stand in the order of their groups.
	for n := 1; n < len(s.candidates); n++ {
		for m := n; m > 0 && s.candidates[m-1].pos > s.candidates[m].pos; m-- {
			s.candidates[m-1], s.candidates[m] = s.candidates[m], s.candidates[m-1]
		}
	}
	s.hits = slices.DeleteFunc(s.hits, func(h secretHit) bool { return s.e.secrets.anchors[h.anchor].mark })
}

// wanted: a rule that its pack leaves off is on where an action names it.
func wanted(r rules.Rule, actions map[string]Action) bool {
	_, named := actions[r.Name]
	return !r.OffByDefault || named
}

// secretsFor picks the set of anchors that the engine's rules need.
func secretsFor(all []rules.Rule, enabled []bool, own []OwnRule) *secretGrams {
	if len(own) > 0 {
		return ownSecrets(all, enabled, own)
	}
	for i, r := range all {
		if r.OffByDefault && r.Secret != nil && enabled[i] {
			return allSecrets()
		}
	}
	return defaultSecrets()
}

// secrets runs the shapes of the rules whose prefixes were hit.
func (s *Scanner) secrets(k Key, v string) {
	if len(s.hits) == 0 {
		return
	}
	s.looked = [maxLooking]int{}
	clear(s.ownLooked)
	s.runs = [len(s.runs)]secretRun{}
	for _, h := range s.hits {
		a := &s.e.secrets.anchors[h.anchor]
		pos := int(h.pos)
		operator := -2 // not looked for yet
		for _, shape := range a.shapes {
			switch {
			case !s.on(shape.rule):
			case shape.own != nil:
				s.own(v, pos, shape.own)
			case shape.text != nil:
				s.secretText(v, pos, shape)
			case shape.options:
				s.secretOption(v, pos, shape)
			case shape.around:
				s.secretNear(v, pos, shape)
			case shape.assigned:
				if operator == -2 {
					operator = operatorAfter(v, pos+len(a.prefix.sets))
				}
				if operator >= 0 && k.Class != KeyID {
					s.trySecret(v, pos, shape, operator)
				}
			default:
				s.trySecret(v, pos-shape.back, shape, -1)
			}
		}
	}
}

// maxOperatorGap is the longest name of a provider, and what may stand between
// it and the operator.
const maxOperatorGap = 64

// operatorAfter finds what separates the name at i from its value, -1 for none.
func operatorAfter(v string, i int) int {
	i = min(i, len(v))
	end := min(len(v), i+maxOperatorGap)
	for ; i < end; i++ {
		c := v[i]
		if wordByte(c) || is(c, clSpace) {
			continue
		}
		switch c {
		case '.', '-', '\'', '"', '\\':
			continue
		case '=', '>', ':', '|', '?', ',', '%':
			return i
		}
		return -1
	}
	return -1
}

// noteRun remembers a run in the place of one of its rule, or of the one that
// ends first: so a long one is not read again for each prefix in it.
func (s *Scanner) noteRun(run secretRun) {
	place := 0
	for i := range s.runs {
		if s.runs[i].rule == run.rule {
			place = i
			break
		}
		if s.runs[i].end < s.runs[place].end {
			place = i
		}
	}
	s.runs[place] = run
}

// trySecret looks for the shape at one place and reports whether it is there.
func (s *Scanner) trySecret(v string, start int, shape *secretShape, operator int) bool {
	if start < 0 {
		return false
	}
	for i := range s.runs {
		if r := &s.runs[i]; start >= r.start && start < r.end && shape.rule == r.rule {
			return true // inside a run that was found already
		}
	}
	m := &s.secret
	end := min(len(v), start+maxSecretWindow)
	if operator >= 0 && !m.match(shape.tail, v, operator, end) {
		return false
	}
	if !m.match(shape.program, v, start, end) {
		return false
	}
	from, to := m.caps[0], m.caps[1]
	first, last := shape.span(m.caps[:])
	if operator >= 0 && !s.assignedSecret(v, start, operator, first, last) {
		return false
	}
	if operator < 0 && !shape.around && insideID(v, from, to) || !s.secretCounts(v, shape, first, last, from, to) {
		return false
	}
	if shape.program.open && last == to {
		for last < len(v) && shape.program.tail.has(v[last]) {
			last++
		}
		s.noteRun(secretRun{shape.rule, first, last})
		for last > first && v[last-1] == '.' {
			last--
		}
	}
	s.add(shape.rule, first, last)
	return true
}

// secretCounts: neither entropy nor an allow-list says that a match is none.
func (s *Scanner) secretCounts(v string, shape *secretShape, first, last, from, to int) bool {
	secret := v[first:last]
	if first == last || looksLikeULID(secret) || s.e.isMask(v, first, last) || len(secret) > 2 && strings.IndexByte(`"'`, secret[0]) >= 0 && s.e.isMask(v, first+1, last-1) {
		return false
	}
	if shape.data.Entropy > 0 && entropy(secret) <= shape.data.Entropy {
		return false
	}
	return !shape.allow.allowed(v, first, last, from, to)
}

// span is the part of a match that is the secret.
func (sh *secretShape) span(caps []int) (start, end int) {
	if sh.group > 0 && caps[2*sh.group] >= 0 {
		return caps[2*sh.group], caps[2*sh.group+1]
	}
	if sh.group < 0 {
		for i := 2; i+1 < len(caps); i += 2 {
			if caps[i] >= 0 && caps[i+1] > caps[i] {
				return caps[i], caps[i+1]
			}
		}
	}
	return caps[0], caps[1]
}

// secretWords are what the name of a credential says.
var secretWords = []string{"key", "token", "secret", "pass", "auth", "api", "client", "access", "cred", "login", "sid"}

// assignedSecret tells the value of a provider's credential, which has nothing
// but a length, from a word and from an id: it has a digit, its own name is no
// name of an id, and what looks like an id needs a name that says credential.
func (s *Scanner) assignedSecret(v string, start, operator, first, last int) bool {
	secret := v[first:last]
	if !strings.ContainsAny(secret, "0123456789:/+=%") {
		return false // words
	}
	if name, ok := keyBefore(v, operator); ok && name.start > start && s.e.classify(v[name.start:name.end], formAttribute).Class == KeyID {
		return false
	}
	if !looksLikeID(secret) {
		return true
	}
	name := strings.TrimRight(strings.ToLower(v[start:operator]), " \t\"'\\")
	if !strings.ContainsAny(name, " \t_-.") {
		return true // the provider's name alone, or run together with what it is
	}
	for _, w := range secretWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

// looksLikeID: a UUID, or 16 or 32 hexadecimal digits.
func looksLikeID(t string) bool {
	if len(t) != 16 && len(t) != 32 && len(t) != 36 {
		return false
	}
	for i := range len(t) {
		if len(t) == 36 && (i == 8 || i == 13 || i == 18 || i == 23) {
			if t[i] != '-' {
				return false
			}
		} else if !is(t[i], clHex) {
			return false
		}
	}
	return true
}

// insideID reports whether a match lies within a UUID or 32 hexadecimal digits:
// EAAA, with which tokens of Square begin, may be digits of an id.
func insideID(v string, from, to int) bool {
	const longest = 36
	for n := 0; n < longest && from > 0 && (is(v[from-1], clHex) || v[from-1] == '-'); n++ {
		from--
	}
	for n := 0; n < longest && to < len(v) && (is(v[to], clHex) || v[to] == '-'); n++ {
		to++
	}
	return to-from > 16 && looksLikeID(v[from:to])
}

// looksLikeULID: 26 digits and capitals. No token of a provider is that long
// and has no small letter, but by a chance of one in a hundred thousand.
func looksLikeULID(t string) bool {
	if len(t) != 26 {
		return false
	}
	for i := range len(t) {
		if t[i]-'A' >= 26 && t[i]-'0' >= 10 {
			return false
		}
	}
	return true
}

// near is how far from the word that a shape needs its secret may stand.
const near = 160

// secretNear tries the shape wherever a token starts near the anchor at pos.
func (s *Scanner) secretNear(v string, pos int, shape *secretShape) {
	first := max(0, pos-near, s.looked[shape.looking])
	s.looked[shape.looking] = pos + near
	for i := first; i < min(len(v), pos+near); i++ {
		if is(v[i], clHex) && leftBoundary(v, i) && s.trySecret(v, i, shape, -1) {
			i = s.spans[len(s.spans)-1].End
		}
	}
}

// secretText runs an expression of the standard library on the window around
// pos, at most once in half a window for each rule.
func (s *Scanner) secretText(v string, pos int, shape *secretShape) {
	if pos < s.looked[shape.looking] {
		return
	}
	lo, hi := max(0, pos-shape.before), min(len(v), pos+shape.behind)
	window := v[lo:hi]
	if !shape.ready(window) {
		return
	}
	s.looked[shape.looking] = pos + shape.behind/2
	for _, caps := range shape.text.get().FindAllStringSubmatchIndex(window, -1) {
		first, last := shape.span(caps)
		if s.secretCounts(v, shape, lo+first, lo+last, lo+caps[0], lo+caps[1]) {
			s.add(shape.rule, itemValue(v, lo+first, lo+last), lo+last)
		}
	}
}

// itemValue is where the value of an item starts, if the match begins with its
// name.
func itemValue(v string, first, last int) int {
	i := first
	for i < last && (isAlnum(v[i]) || strings.IndexByte("_.-", v[i]) >= 0) {
		i++
	}
	if i == first || i >= last || v[i] != ':' {
		return first
	}
	for i++; i < last && (is(v[i], clSpace) || strings.IndexByte("|>+-\"'", v[i]) >= 0); i++ {
	}
	return i
}

// maxCommand is how far behind a command its options are looked for.
const maxCommand = 1024

// secretOption tries the shape at each option of the command at pos.
func (s *Scanner) secretOption(v string, pos int, shape *secretShape) {
	i := max(pos, s.looked[shape.looking])
	end := min(len(v)-1, pos+maxCommand)
	s.looked[shape.looking] = max(i, end)
	for ; i < end; i++ {
		if v[i+1] == '-' && is(v[i], clSpace) {
			s.trySecret(v, i, shape, -1)
		}
	}
}
