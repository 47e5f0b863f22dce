package ecs

import "strconv"

// SyntaxError says why a document was refused. It never holds any of the
// document.
type SyntaxError struct {
	// Offset is the position of the byte at which reading ended.
	Offset int
	// Reason is one of a few fixed texts.
	Reason string
}

func (e *SyntaxError) Error() string {
	return "document refused at byte " + strconv.Itoa(e.Offset) + ": " + e.Reason
}

const (
	reasonNotObject = "the document is not an object"
	reasonEnd       = "the document ends early"
	reasonTrailing  = "something follows the document"
	reasonValue     = "not a value"
	reasonName      = "not the name of a field"
	reasonColon     = "no colon after the name of a field"
	reasonComma     = "neither a comma nor the end of an object or array"
	reasonNumber    = "not a number"
	reasonControl   = "a control character in a string"
	reasonEscape    = "not an escape sequence"
	reasonDepth     = "objects and arrays stand too deep in each other"
	reasonFields    = "too many values"
	reasonKeyLength = "the name of a field is too long"
	reasonNames     = "the names of the fields are too long together"
	reasonSize      = "the document is too long"
)
