package nesting

// Around the values of a request stand at most this many objects and lists:
// those of the exemplar of a metric's point, with room to spare.
const jsonFrame = 32

// jsonPerLevel is the most objects and lists that one level of nesting takes:
// {"kvlistValue":{"values":[{"value":…}]}}.
const jsonPerLevel = 4

// JSON scans the JSON encoding of an OTLP export request, or any other JSON.
type JSON struct {
	max, depth       int
	inString, escape bool
	tooDeep          bool
}

// NewJSON returns a scanner that allows at least as much as NewProtobuf with
// the same limit: brackets are counted, whatever they stand for.
func NewJSON(maxDepth int) *JSON {
	return &JSON{max: jsonFrame + jsonPerLevel*maxDepth}
}

// Write takes the next piece of the request.
func (j *JSON) Write(piece []byte) (int, error) {
	if j.tooDeep {
		return len(piece), ErrTooDeep
	}
	for _, b := range piece {
		switch {
		case j.escape:
			j.escape = false
		case j.inString:
			j.escape = b == '\\'
			j.inString = b != '"'
		case b == '"':
			j.inString = true
		case b == '{' || b == '[':
			if j.depth++; j.depth > j.max {
				j.tooDeep = true
				return len(piece), ErrTooDeep
			}
		case b == '}' || b == ']':
			j.depth--
		}
	}
	return len(piece), nil
}
