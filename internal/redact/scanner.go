package redact

import (
	"math"
	"strconv"
	"unsafe"
)

// Scanner applies an Engine. It holds scratch space and the decisions of one
// batch, and is not safe for concurrent use; pool it.
type Scanner struct {
	e          *Engine
	candidates []candidate
	marks      [maxBlocks]blockMarks // of the text that the first stage reads
	hits       []secretHit
	spans      []span
	apart      []apartSpan // what the scans of opt-in packs found
	findings   []Finding
	buf        []byte
	quotes     quoteCursor
	keys       keyCache
	values     valueCache

	// State of one examination.
	all         bool // every rule counts, whatever the options say
	hardEnd     int  // end of the last value in quotes or brackets under a sensitive name
	softEnd     int  // end of the last value without quotes
	jwtEnd      int  // end of the last token
	bearerEnd   int  // end of the last letters behind Bearer
	pemEnd      int  // end of the last block
	kept        int  // end of the findings to be kept, which cover nothing
	structTried int  // end of the last text in brackets that was no structure
	userinfoAt  int  // the @ of the last URL with user info
	b64End      int  // end of the base64 run looked at last
	blobEnd     int  // end of the last base64 text that was decoded
	pairsEnd    int  // end of the last list of pairs
	listEnd     int  // end of the last list of strings
	closeAt     int  // a closing tag of XML, the next one from where was looked last
	objectEnd   int  // end of the last object that was searched for its kind
	b64HasAlg   int  // last place in that run that reads "alg", -1 for none
	unscannable bool
	secretScratch
	ownScratch
	pseudo   pseudonymiser
	form     formState
	compact  []byte   // the letters and digits of the number looked at
	topicsAt int      // where topics holds, -1 for nowhere
	topics   topicSet // what the words before topicsAt speak of
	depth    int      // of JSON inside JSON that had to be decoded
	decoded  decodedText
	// isDecoded: the text is such a part. Its pairs without quotes are found where
	// they stand, but for those of queries: decoded, they have lost their end.
	isDecoded bool

	view   decoded  // of the text looked at
	viewer *Scanner // of decoded texts
	inView bool     // this scanner is such a viewer

	panics int // how often a scan failed; tests want none

	// beforeExamine is a test's way to make the scan fail.
	beforeExamine func()
}

// NewScanner returns a scanner for one goroutine at a time.
func (e *Engine) NewScanner() *Scanner {
	s := &Scanner{e: e, candidates: make([]candidate, 0, 64), compact: make([]byte, 0, 2*maxFormat)}
	s.values.on = true
	return s
}

// CacheValues switches the memory of decisions about equal values on (the
// default) or off, for measurements.
func (s *Scanner) CacheValues(on bool) {
	s.values.on = on
	s.values.reset()
}

// Reset forgets the decisions of a batch: no content outlives it.
func (s *Scanner) Reset() {
	s.keys.reset()
	s.values.reset()
	s.findings = s.findings[:0]
	s.view = decoded{}
	if s.viewer != nil {
		s.viewer.Reset()
	}
	clear(s.buf[:cap(s.buf)])
	if cap(s.buf) > maxKeptBuffer {
		s.buf = nil
	}
	s.buf = s.buf[:0]
}

const maxKeptBuffer = 1 << 16

// Findings are those of the last call, in order, one to be kept for the sake of
// its key last; valid until the next call.
// Places are those of the value as it was given.
func (s *Scanner) Findings() []Finding { return s.findings }

// Replacement is the text that takes the place of a finding of the rule.
func (s *Scanner) Replacement(rule uint16) string {
	if int(rule) >= len(s.e.masks) {
		rule = s.e.id.unscanned
	}
	return s.e.masks[rule]
}

// IsToken reports whether a value under a sensitive key is, as a whole, what
// the engine puts there: nothing is left to be done with it.
func (s *Scanner) IsToken(k Key, value string) bool { return s.e.isToken(value, 0, len(value), k.Rule) }

// Key classifies a key name (one path segment or a dotted path).
func (s *Scanner) Key(name string) Key {
	if k, ok := s.keys.get(name); ok {
		return k
	}
	plain := s.e.withoutMasks(name)
	k := s.e.classify(plain, formAttribute)
	k.topics = s.e.formats.topicsOf(plain)
	k.hints = s.e.hintsOf(plain)
	s.keys.put(name, k)
	return k
}

// String scans a text that stands under a plain or id key. When nothing has to
// change it returns the value itself, false, without an allocation. The
// findings of the call are in Findings. Under a sensitive key the whole value
// is the finding; if its action is keep, it is counted and scanned as any.
func (s *Scanner) String(k Key, value string) (string, bool) {
	s.findings = s.findings[:0]
	if k.Class == KeySensitive {
		if k.Action != Keep {
			return s.whole(k, value)
		}
		out, changed := s.String(Key{card: k.card, topics: k.topics, hints: k.hints, Exempt: k.Exempt}, value)
		if value != "" {
			s.findings = append(s.findings, s.e.reported(s.e.keyFinding(k, len(value))))
		}
		return out, changed
	}
	if !s.collect(k, value) {
		return value, false
	}
	return s.decide(k, value)
}

// whole is the answer for a value under a sensitive key.
func (s *Scanner) whole(k Key, value string) (string, bool) {
	if value == "" || s.e.isToken(value, 0, len(value), k.Rule) {
		return value, false
	}
	if s.NamesStay(k) {
		return s.wholeCookies(k, value)
	}
	action := s.e.actionFor(k.Rule, k.Action, value)
	if action == Truncate && s.truncatedAlready(k.Rule, value) {
		return value, false
	}
	s.findings = append(s.findings, Finding{Rule: k.Rule, End: len(value), Action: action})
	return s.replacement(k.Rule, action, value), true
}

// Bytes is String for byte values: the result is a new slice.
func (s *Scanner) Bytes(k Key, value []byte) ([]byte, bool) {
	if len(value) == 0 {
		s.findings = s.findings[:0]
		return value, false
	}
	if s.e.network.on {
		if out, ok := s.addressBytes(k, value); ok {
			return out, true
		}
	}
	// The bytes do not change during the call, and what is remembered beyond
	// it is a copy.
	s.values.borrowed = true
	text, changed := s.String(k, unsafe.String(&value[0], len(value)))
	s.values.borrowed = false
	if !changed {
		return value, false
	}
	return []byte(text), true
}

// Name scans a name, such as an attribute key or a span name's parts, for
// content.
func (s *Scanner) Name(name string) (string, bool) { return s.String(Key{}, name) }

// Int looks at the decimal digits of a number; text is what takes the number's
// place when changed is true.
func (s *Scanner) Int(k Key, value int64) (text string, changed bool) {
	s.findings = s.findings[:0]
	card := value >= minCard && value <= maxCard
	if k.Class != KeySensitive && !card && !s.e.ownNumbers && (k.topics.empty() || value <= 0) {
		return "", false
	}
	var digits [20]byte
	b := strconv.AppendInt(digits[:0], value, 10)
	return s.number(k, b, card)
}

// The smallest and largest number that can be a card.
const (
	minCard = 100_000_000_000
	maxCard = math.MaxInt64
)

// Double is Int for floating point numbers; only whole ones can be cards.
func (s *Scanner) Double(k Key, value float64) (text string, changed bool) {
	s.findings = s.findings[:0]
	card := value >= minCard && value <= maxCard && value == math.Trunc(value)
	if k.Class != KeySensitive && !k.hints.has(hintCoordinate) && !card && (k.topics.empty() || value <= 0 || value > maxCard || value != math.Trunc(value)) && (!s.e.ownNumbers || value != math.Trunc(value) || math.Abs(value) > maxCard) {
		return "", false
	}
	var digits [32]byte
	return s.number(k, strconv.AppendFloat(digits[:0], value, 'f', -1, 64), card)
}

func (s *Scanner) number(k Key, digits []byte, card bool) (text string, changed bool) {
	id := s.e.id.cardNumber
	f := Finding{Rule: id, End: len(digits)}
	f.Action, f.Mode = s.e.act(id, k.Exempt)
	switch {
	case k.Class == KeySensitive:
		f = s.e.keyFinding(k, len(digits))
	case k.hints.has(hintCoordinate) && s.e.location.on && isCoordinateValue(digits):
		f.Rule = s.e.location.coordinates
		f.Action, f.Mode = s.e.act(f.Rule, k.Exempt)
	case card && k.Class != KeyID && s.e.enabled[id] && isCard(digits, k.card):
	default:
		s.exempt = k.Exempt
		if rule, ok := s.formatOf(k, digits); ok {
			f.Rule = rule
			f.Action, f.Mode = s.e.act(rule, k.Exempt)
			break
		}
		if !s.e.ownNumbers {
			return "", false
		}
		own, ok := s.ownNumber(digits)
		if !ok {
			return "", false
		}
		f = own
	}
	text = string(digits)
	f.Action = s.e.actionFor(f.Rule, f.Action, text)
	if f.Action == Truncate && s.truncatedAlready(f.Rule, text) {
		return "", false
	}
	s.findings = append(s.findings, s.e.reported(f))
	if f.Action == Keep {
		return "", false
	}
	return s.replacement(f.Rule, f.Action, text), true
}

// Clean reports whether nothing at all is found in the text: all content rules
// count whatever packs and actions are configured. It is meant for ids that would be copied
// to other records.
func (s *Scanner) Clean(text string) bool {
	s.findings = s.findings[:0]
	if !s.collect(Key{}, text) {
		return true
	}
	s.all = true
	defer func() { s.all = false }()
	return len(s.find(Key{}, text)) == 0
}
