package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lethe-otel/lethe/internal/redact/checks"
	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// format is one way in which a rule's number is printed.
type format struct {
	rule   uint16
	text   string
	lead   int // bytes before the first digits
	words  bool
	spaced bool // blanks between groups
	digits bool // digits alone, without separators
	probe  int  // where in the text stands a character that few others have
	topic  topicSet
	check  checks.Func
}

// maxFirstGroup is the longest run of digits that a format starts with.
const maxFirstGroup = 20

// maxFormat is the longest text of a format.
const maxFormat = 32

// formatTable holds the formats by the length of their first run of digits and
// by what follows it, so that a run has to be compared with few of them.
type formatTable struct {
	grouped [maxFirstGroup + 1][followers][]format
	second  [maxFirstGroup + 1][followers]uint32 // how many digits may stand behind the separator, a bit each
	bare    [maxFirstGroup + 1][]format          // digits alone
	topic   [maxFirstGroup + 1]topicSet          // of the bare ones
	topics  map[string]topicSet                  // words, lower case and joined, to the rules they speak of
	filter  keyFilter                            // over the ends of the words
}

// What may follow the first run of digits of a format.
const followers = 6

func follower(c byte) int {
	switch c {
	case ' ':
		return 1
	case '-':
		return 2
	case '.':
		return 3
	case '/':
		return 4
	}
	if isAlnum(c) || c == '*' {
		return 5
	}
	return 0
}

func compileFormats(all []rules.Rule) *formatTable {
	t := &formatTable{topics: map[string]topicSet{}}
	topics := 0
	for i, r := range all {
		if len(r.Formats)+len(r.WordFormats) == 0 {
			continue
		}
		f := format{rule: uint16(i), check: checks.ByName[r.Check]}
		t.add(f, r.Formats)
		if len(r.WordFormats) == 0 {
			continue
		}
		f.words, f.topic = true, topicOf(topics)
		topics++
		t.add(f, r.WordFormats)
		for _, w := range r.Words {
			t.topics[w] = t.topics[w].or(f.topic)
			t.filter.addWord(w)
		}
	}
	return t
}

func (t *formatTable) add(f format, texts []string) {
	for _, text := range texts {
		f.text = text
		f.lead = strings.IndexByte(text, '9')
		f.spaced = strings.Contains(text, " ")
		f.digits = strings.Trim(text, "9") == ""
		f.probe = len(text) - 1
		if i := strings.LastIndexAny(text, "-. /+"); i >= 0 {
			f.probe = i
		}
		n := 0
		for f.lead+n < len(text) && text[f.lead+n] == '9' {
			n++
		}
		switch end := f.lead + n; {
		case f.digits && f.words:
			t.bare[n] = append(t.bare[n], f)
			t.topic[n] = t.topic[n].or(f.topic)
		case end == len(text):
			for i := range followers {
				t.grouped[n][i] = append(t.grouped[n][i], f)
				t.second[n][i] = ^uint32(0)
			}
		default:
			next := follower(text[end])
			t.grouped[n][next] = append(t.grouped[n][next], f)
			t.second[n][next] |= secondGroup(text[end+1:])
		}
	}
}

// secondGroup says how many digits a text that fits the format starts with, with
// a bit for each number of them; the highest bit stands for all above.
func secondGroup(format string) uint32 {
	n := 0
	for n < len(format) && format[n] == '9' {
		n++
	}
	if n < len(format) && format[n] == '*' {
		return ^uint32(0) << n
	}
	return 1 << min(n, 31)
}

// numbers looks at a run of digits with single separators that starts at p: at
// each group as the start of a card, an account or an id.
func (s *Scanner) numbers(v string, p int, k Key) {
	if s.track(v, p, digitsAt(v, p)) > 0 {
		return
	}
	g := afterEscapedDigits(v, p)
	seg, done := g, 0
	s.topicsAt = -1
	for g < len(v) {
		n := digitsAt(v, g)
		if n == 0 {
			return
		}
		if g >= done {
			done = max(done, s.numberAt(v, p, seg, g, n, k))
		}
		g += n
		if g >= len(v) {
			return
		}
		switch v[g] {
		case ' ', '-', '+', '%':
			sep := groupSep(v, g)
			if sep == "" {
				return
			}
			g += len(sep)
		case '.', '/':
			g++
			seg = g
		case ')':
			g++
			if g < len(v) && v[g] == ' ' {
				g++
			}
			seg = g
		default:
			return
		}
	}
}

// numberAt looks at the group of n digits at g, in the run that starts at run
// and whose groups are separated by blanks or dashes from seg on.
func (s *Scanner) numberAt(v string, run, seg, g, n int, k Key) int {
	if (n >= 12 && n <= 19 || (n == 4 || n == 6) && groupSep(v, g+n) != "") && s.on(s.e.id.cardNumber) {
		if end := s.cardAt(v, run, g, n, g == seg, k.card); end > 0 {
			sp := span{Finding: Finding{Rule: s.e.id.cardNumber, Start: g, End: end}}
			sp.quote, sp.slashes = s.jsonNumber(v, g, end)
			s.addSpan(sp)
			s.securityCode(v, end)
			return end
		}
	}
	if g >= 2 && (v[g-1] == ' ' || v[g-1] == '+' || v[g-1] == '0' || is(v[g-1], clAlpha)) {
		if end := s.iban(v, g); end > 0 {
			return end
		}
	}
	if n > maxFirstGroup {
		return 0
	}
	return s.formatted(v, g, n, k)
}

// formatted compares the text around the group of n digits at g with the
// formats that start with as many, and returns the end of the number found, 0
// for none.
func (s *Scanner) formatted(v string, g, n int, k Key) int {
	t := s.e.formats
	next := 0
	if g+n < len(v) {
		next = follower(v[g+n])
	}
	if next == 5 || t.second[n][next]>>min(digitsAt(v, g+n+1), 31)&1 != 0 {
		if end := s.grouped(v, g, n, next, k); end > 0 {
			return end
		}
	}
	if next == 5 || t.topic[n].empty() || !numberNeighbours(v, g, g+n, false) {
		return 0
	}
	topics := k.topics.or(s.topicsBefore(v, g)).and(t.topic[n])
	if topics.empty() {
		return 0
	}
	s.compact = append(s.compact[:0], v[g:g+n]...)
	for i := range t.bare[n] {
		if f := &t.bare[n][i]; f.topic.meets(topics) && (f.rule != s.e.id.phoneNational || !otherThingBefore(v, g)) && s.accept(v, g, g+n, f) {
			return g + n
		}
	}
	return 0
}

// grouped is formatted for the formats that have more than the first group.
func (s *Scanner) grouped(v string, g, n, next int, k Key) int {
	t := s.e.formats
	for i := range t.grouped[n][next] {
		f := &t.grouped[n][next][i]
		start := g - f.lead
		end := start + len(f.text)
		if start < 0 || end > len(v) || !mayBe(v[start+f.probe], f.text[f.probe]) || !s.matches(v[start:end], f.text) || !numberNeighbours(v, start, end, f.spaced) {
			continue
		}
		if f.words && !k.topics.or(s.topicsBefore(v, start)).meets(f.topic) {
			continue
		}
		if s.accept(v, start, end, f) {
			return end
		}
	}
	return 0
}

// accept checks the number in s.compact and notes it.
func (s *Scanner) accept(v string, start, end int, f *format) bool {
	if !s.on(f.rule) || f.digits && stackAddress(s.compact) || f.check != nil && !f.check(s.compact) || (!f.words || f.rule == s.e.id.phoneNational) && s.idKeyBefore(v, start) {
		return false
	}
	sp := span{Finding: Finding{Rule: f.rule, Start: start, End: end}}
	if f.digits {
		sp.quote, sp.slashes = s.jsonNumber(v, start, end)
	}
	s.addSpan(sp)
	return true
}

// formatOf is the rule of a number value that is printed with digits alone: what
// the key speaks of, or what has fifteen digits or more and says by itself what
// it is.
func (s *Scanner) formatOf(k Key, digits []byte) (rule uint16, ok bool) {
	n := len(digits)
	if n > maxFirstGroup || k.Class == KeyID || !allDigits(digits) || stackAddress(digits) {
		return 0, false
	}
	t := s.e.formats
	s.compact = append(s.compact[:0], digits...)
	for i := range t.bare[n] {
		if f := &t.bare[n][i]; f.topic.meets(k.topics) && s.on(f.rule) && (f.check == nil || f.check(s.compact)) {
			return f.rule, true
		}
	}
	if n < 15 {
		return 0, false
	}
	for i := range t.grouped[n][0] {
		if f := &t.grouped[n][0][i]; f.digits && !f.words && f.check != nil && s.on(f.rule) && f.check(s.compact) {
			return f.rule, true
		}
	}
	return 0, false
}

// mayBe reports whether a character of a text fits that of a format.
func mayBe(c, format byte) bool {
	switch format {
	case '9':
		return c-'0' <= 9
	case 'A', '*':
		return isAlnum(c)
	}
	return c == format
}

// matches compares a text with a format: 9 is a digit, A a letter, * either,
// anything else itself. The letters and digits are left, in upper case, in
// s.compact.
func (s *Scanner) matches(text, format string) bool {
	s.compact = s.compact[:0]
	for i := range len(format) {
		c := text[i]
		switch format[i] {
		case '9':
			if c-'0' > 9 {
				return false
			}
		case 'A', '*':
			if format[i] == 'A' && c-'0' <= 9 || !isAlnum(c) {
				return false
			}
			if c-'a' < 26 {
				c -= 'a' - 'A'
			}
		default:
			if c != format[i] {
				return false
			}
			continue
		}
		s.compact = append(s.compact, c)
	}
	return true
}

// numberNeighbours reports whether the text around v[start:end] lets it be a
// number of its own and no part of an id, a decimal, a time or a table.
func numberNeighbours(v string, start, end int, spaced bool) bool {
	if start > 0 {
		switch c := v[start-1]; c {
		case '_', '-', '+', '.':
			if c != '.' || start < 2 || isAlnum(v[start-2]) || v[start-2] == ')' {
				return false
			}
		case ',', ':', '/':
			if start > 1 && is(v[start-2], clDigit) && (c != ',' || end >= len(v) || v[end] != ',') {
				return false // but for a field of a row: 42,123,shipped
			}
		case ' ':
			if spaced && start > 1 && is(v[start-2], clDigit) {
				return false
			}
		default:
			if isAlnum(c) && !afterEscape(v, start) && !afterPercent(v, start) || is(c, clHigh) && !punctuationBefore(v, start) {
				return false
			}
		}
	}
	if end >= len(v) {
		return true
	}
	next := byte(0)
	if end+1 < len(v) {
		next = v[end+1]
	}
	switch c := v[end]; c {
	case '_':
		return false
	case '-', '.', '@':
		return !isAlnum(next)
	case ':', '/', ',':
		return !is(next, clDigit)
	case ' ':
		return !spaced || !is(next, clDigit)
	default:
		return !isAlnum(c)
	}
}

// punctuationBefore reports whether what ends at i is a quotation mark, a blank
// or another sign outside of ASCII, and no letter.
func punctuationBefore(v string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(v[:i])
	return unicode.IsPunct(r) || unicode.IsSpace(r)
}

// maxTopicBefore is how far a word may stand before the number it speaks of.
const maxTopicBefore = 30

// maxTopicWord is the longest such word, two joined.
const maxTopicWord = 48

// topicsBefore gathers what the words before p speak of.
func (s *Scanner) topicsBefore(v string, p int) topicSet {
	if s.topicsAt == p {
		return s.topics
	}
	s.topicsAt, s.topics = p, topicSet{}
	t := s.e.formats
	floor := max(0, p-maxTopicBefore)
	for i := p; i > floor; {
		if class[v[i-1]]&(clAlpha|clHigh) == 0 {
			if v[i-1] == '\n' && !nameOnLineBefore(v, i, p) {
				break
			}
			i--
			continue
		}
		end := i
		i = wordStart(v, end, max(0, floor-maxTopicWord)) // a long word may start further in front
		if n := end - i; n > 2 && !t.filter.has(v[end-3], v[end-2], v[end-1]) {
			continue
		}
		s.topics = s.topics.or(t.lookUp(v[i:end], ""))
		// With the word before: social security.
		j := i
		if j > floor && class[v[j-1]]&(clAlpha|clHigh) == 0 {
			j--
		}
		if w := wordStart(v, j, floor); w < j {
			s.topics = s.topics.or(t.lookUp(v[w:j], v[i:end]))
		}
	}
	return s.topics
}

// nameOnLineBefore reports whether the line that ends before i is the name of
// the number at p: a block of YAML, an element of XML, a member of a list whose
// next line is its value.
func nameOnLineBefore(v string, i, p int) bool {
	between := strings.Trim(v[i:p], " \t\r\"'")
	if between == "value:" {
		return true
	}
	before := strings.TrimRight(v[max(0, i-8):i-1], " \t\r+-")
	return between == "" && before != "" && strings.IndexByte(":|>", before[len(before)-1]) >= 0
}

// wordStart is where the word that ends at end starts: at a letter behind
// something else, or a capital behind a small one.
func wordStart(v string, end, floor int) int {
	i := end
	for i > floor && class[v[i-1]]&(clAlpha|clHigh) != 0 {
		if i < end && v[i]-'A' < 26 && v[i-1]-'a' < 26 {
			break
		}
		i--
	}
	return i
}

func (t *formatTable) lookUp(a, b string) topicSet {
	var word [maxTopicWord]byte
	if len(a)+len(b) > len(word) {
		return topicSet{}
	}
	n := 0
	for i := range len(a) {
		word[n] = lower(a[i])
		n++
	}
	for i := range len(b) {
		word[n] = lower(b[i])
		n++
	}
	return t.topics[string(word[:n])]
}

// topicsOf gathers what a key name speaks of.
func (t *formatTable) topicsOf(name string) (topics topicSet) {
	tokens := normalise(name)
	for i := range tokens.n {
		topics = topics.or(t.topics[string(tokens.token(i))])
		if i > 0 {
			topics = topics.or(t.topics[string(tokens.tail(i+1, 2))])
		}
	}
	return topics
}
