package correlate

// Reason tells why a value under an id key was not taken. The set is closed,
// so that it can be an attribute of a metric.
type Reason uint8

const (
	// ReasonNone says that nothing was refused.
	ReasonNone Reason = iota
	// ReasonLength is an id shorter than MinCorrelationID or longer than MaxCorrelationID.
	ReasonLength
	// ReasonCharset is a character that has no place in an id.
	ReasonCharset
	// ReasonRepeated is one character over and over.
	ReasonRepeated
	// ReasonBlocklisted is a word such as "test" or "undefined".
	ReasonBlocklisted
	// ReasonCounter is a counter that starts anew in every process.
	ReasonCounter
	// ReasonZero is an id of zeroes, which says that there is none.
	ReasonZero
	// ReasonForm is a value under a trace id or span id key in no known notation.
	ReasonForm
	reasonEnd
)

// Reasons are all reasons but ReasonNone.
func Reasons() []Reason {
	all := make([]Reason, 0, reasonEnd-1)
	for r := ReasonLength; r < reasonEnd; r++ {
		all = append(all, r)
	}
	return all
}

// String is the value of a metric's attribute.
func (r Reason) String() string {
	switch r {
	case ReasonLength:
		return "length"
	case ReasonCharset:
		return "charset"
	case ReasonRepeated:
		return "repeated"
	case ReasonBlocklisted:
		return "blocklisted"
	case ReasonCounter:
		return "counter"
	case ReasonZero:
		return "zero"
	case ReasonForm:
		return "form"
	default:
		return "none"
	}
}
