// Package redact finds and masks what must not be stored: bytes in, findings
// out. It knows nothing of the collector.
package redact

// Action is what happens to a finding.
type Action uint8

const (
	// Keep counts the finding and changes nothing.
	Keep Action = iota
	// Mask puts [REDACTED:rule] in the place of the finding.
	Mask
	// Remove takes the finding away: an attribute under a sensitive key
	// disappears, a finding inside a text is cut out of it.
	Remove
)

// Options configure an Engine. The zero value is the default configuration.
type Options struct {
	// Packs are the rule packs that are on. Default: DefaultPacks().
	Packs []string
	// Actions by rule, by pack, or "default"; the most specific wins. Default: mask.
	Actions map[string]Action
	// DenyKeys are added to the sensitive key names, AllowKeys lift the key
	// rule (not the content rules) of a name.
	DenyKeys, AllowKeys []string
	// MaxDepth bounds nested structures inside strings. Default: 32.
	MaxDepth int
}

// Engine is a compiled, immutable set of rules, safe for concurrent use.
type Engine struct{}

// New compiles the options. The error names every unknown pack, rule or
// action at once, with what is allowed.
func New(o Options) (*Engine, error) { return nil, nil }

// KeyClass says what a key name tells about its value.
type KeyClass uint8

const (
	KeyPlain     KeyClass = iota
	KeySensitive          // the value or the whole subtree goes
	KeyID                 // the value is an id: number and entropy rules do not apply
)

// Key is the verdict on a key name.
type Key struct {
	Class  KeyClass
	Rule   uint16 // the rule of a sensitive key
	Action Action
}

// Finding is one thing found in a value: bytes [Start, End) of the input.
type Finding struct {
	Rule       uint16
	Start, End int
	Action     Action
}

// Scanner applies an Engine. It holds scratch space and the decisions of one
// batch, and is not safe for concurrent use; pool it.
type Scanner struct{}

func (e *Engine) NewScanner() *Scanner { return nil }

// RuleName returns the name of a rule number, RuleCount how many there are.
func (e *Engine) RuleName(rule uint16) string { return "" }
func (e *Engine) RuleCount() int              { return 0 }

// Key classifies a key name (one path segment or a dotted path).
func (s *Scanner) Key(name string) Key { return Key{} }

// String scans a text that stands under a plain or id key. When nothing has to
// change it returns the value itself, false, without an allocation. The
// findings of the call are in Findings.
func (s *Scanner) String(k Key, value string) (string, bool) { return value, false }

// Bytes is String for byte values: the result is a new slice.
func (s *Scanner) Bytes(k Key, value []byte) ([]byte, bool) { return value, false }

// Int and Double look at the decimal digits of a number; text is what takes
// the number's place when changed is true.
func (s *Scanner) Int(k Key, value int64) (text string, changed bool)      { return "", false }
func (s *Scanner) Double(k Key, value float64) (text string, changed bool) { return "", false }

// Name scans a name, such as an attribute key or a span name's parts, for
// content.
func (s *Scanner) Name(name string) (string, bool) { return name, false }

// Replacement is the text that takes the place of a finding of the rule.
func (s *Scanner) Replacement(rule uint16) string { return "" }

// Findings are those of the last call, in order; valid until the next call.
func (s *Scanner) Findings() []Finding { return nil }

// Reset forgets the decisions of a batch.
func (s *Scanner) Reset() {}
