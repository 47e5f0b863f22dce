package correlate

// Limits of a correlation id, in bytes. It is copied onto every record of a
// trace: long ones cost, and short ones are counters or words.
const (
	MinCorrelationID = 6
	MaxCorrelationID = 128
)

// correlationByte holds the characters of a correlation id:
// [A-Za-z0-9._:+/=@|~-], the first one a letter or a digit. Nothing that could
// break out of a query, a log line or a page.
var correlationByte = func() (t [256]bool) {
	for c := range 256 {
		t[c] = alphanumeric[c]
	}
	for _, c := range "._:+/=@|~-" {
		t[c] = true
	}
	return t
}()

var alphanumeric = func() (t [256]bool) {
	for c := '0'; c <= '9'; c++ {
		t[c] = true
	}
	for c := 'a'; c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = true, true
	}
	return t
}()

// ValidCorrelationID returns ReasonNone for an id that may be stored and
// copied onto other records, else why it may not.
func ValidCorrelationID(id string) Reason {
	if len(id) > MaxCorrelationID {
		return ReasonLength
	}
	if blocklisted(id) {
		return ReasonBlocklisted
	}
	if len(id) < MinCorrelationID {
		return ReasonLength
	}
	if !alphanumeric[id[0]] || id[len(id)-2:] == ".." { // cut off
		return ReasonCharset
	}
	repeated := true
	for i := range len(id) {
		c := id[i]
		if !correlationByte[c] {
			return ReasonCharset
		}
		if c != id[0] && alphanumeric[c] {
			repeated = false
		}
	}
	if repeated {
		return ReasonRepeated
	}
	return ReasonNone
}

// absent says that a value is a way of writing "none".
func absent(v string) bool {
	switch len(v) {
	case 0:
		return true
	case 1:
		return v == "-" || v == "0"
	}
	return allZero(v)
}

// allZero is true for zeroes, also in the form of a UUID.
func allZero(v string) bool {
	for i := range len(v) {
		if v[i] != '0' && v[i] != '-' {
			return false
		}
	}
	return true
}

// blocklisted finds words that stand where an id should, and ids that people
// type when they try something out.
func blocklisted(v string) bool {
	if len(v) < 3 || len(v) > 18 {
		return false
	}
	var buf [18]byte
	for i := range len(v) {
		buf[i] = lower(v[i])
	}
	switch string(buf[:len(v)]) {
	case "n/a", "nil", "none", "null", "undefined", "unknown", "unset", "empty", "missing",
		"invalid", "default", "test", "tests", "testing", "test-id", "test_id", "testid",
		"example", "sample", "string", "object", "anonymous", "placeholder", "redacted",
		"true", "false", "nan", "not-set", "not_set", "not-available",
		"id", "uuid", "guid", "request", "request-id", "request_id", "requestid",
		"x-request-id", "correlation", "correlation-id", "correlation_id", "correlationid",
		"x-correlation-id":
		return true
	}
	return false
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}
