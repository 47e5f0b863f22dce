package correlate

import (
	"fmt"
	"strings"
)

// Some formats write ids by position, without keys. A position is a weak sign,
// so that most of them are read only where the operator says that such lines
// come; their names are PatternNames. Three need no name, because their form
// has nothing in common with anything else: the metadata of New Relic, the
// brackets of Spring Cloud Sleuth and those of Spring Boot 3.

// Patterns is a set of formats without keys.
type Patterns uint16

const (
	patternEnvoy Patterns = 1 << iota
	patternIngressNginx
	patternRails
	patternOpenStack
	patternModUniqueID
	patternsEnd
)

var patternNames = [...]string{"envoy", "ingress_nginx", "rails", "openstack", "mod_unique_id"}

// PatternNames are the formats that can be switched on by name.
func PatternNames() []string { return append([]string(nil), patternNames[:]...) }

// ParsePattern returns the format with the name.
func ParsePattern(name string) (Patterns, error) {
	for i, n := range patternNames {
		if n == name {
			return 1 << i, nil
		}
	}
	return 0, fmt.Errorf("%q is not a pattern, use some of %s", name, strings.Join(patternNames[:], ", "))
}

// maxPatternField bounds one field of a line, in bytes: a path, an agent.
const maxPatternField = 4096

// unkeyed reads the formats whose form alone tells what they are.
func unkeyed(s string, ids *IDs) {
	newRelic(s, ids)
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '[')
		if n < 0 {
			return
		}
		i += n + 1
		if len(s)-i >= minBrackets-1 && mayBeSpring(s[i:]) {
			spring(s[i:], ids)
		}
	}
}

// newRelicMark begins the metadata that New Relic's agents add to a line:
//
//	NR-LINKING|{entity.guid}|{hostname}|{trace.id}|{span.id}|{entity.name}|
//
// Any field can be empty.
const newRelicMark = "NR-LINKING|"

func newRelic(s string, ids *IDs) {
	for {
		i := strings.Index(s, newRelicMark)
		if i < 0 {
			return
		}
		s = s[i+len(newRelicMark):]
		var fields [4]string
		rest, ok := s[:min(len(s), 2*maxFlatValue)], true
		for f := range fields {
			if fields[f], rest, ok = strings.Cut(rest, "|"); !ok {
				break
			}
		}
		if !ok {
			continue
		}
		t, ok := parseTrace32(fields[2])
		if !ok {
			if !absent(fields[2]) {
				refuse(&ids.RefusedTrace, ReasonForm)
			}
			continue
		}
		sp, _ := parseSpan16(fields[3])
		ids.format = FormatNewRelic
		ids.setPosition(t, sp, false)
	}
}

// minBrackets is the shortest of Spring's: [,16,16].
const minBrackets = 1 + 1 + 16 + 1 + 16 + 1

// maxAppName bounds the name of the application in front of Spring's ids.
const maxAppName = 64

// spring reads what stands behind an opening bracket:
//
//	[app,trace,span]  [app,trace,span,exportable]   Spring Cloud Sleuth
//	[trace-span]      [app,trace-span]              Spring Boot 3
//
// Sleuth's trace ids have 32 or 16 digits; those of Boot are padded with spaces
// to 32 places.
func spring(s string, ids *IDs) {
	ids.format = FormatSpring
	if t, sp, short, n := springBoot(s); n > 0 {
		ids.setPosition(t, sp, short)
		return
	}
	comma := strings.IndexByte(s[:min(len(s), maxAppName+1)], ',')
	if comma < 0 || !appName(s[:comma]) {
		return
	}
	s = s[comma+1:]
	if t, sp, short, n := springBoot(s); n > 0 {
		ids.setPosition(t, sp, short)
		return
	}
	end := strings.IndexByte(s[:min(len(s), 32+1+16+1+len("false")+1)], ']')
	if end < 0 {
		return
	}
	trace, rest, ok := strings.Cut(s[:end], ",")
	span, exportable, more := strings.Cut(rest, ",")
	if !ok || more && exportable != "" && exportable != "true" && exportable != "false" {
		return
	}
	t, short, ok := parseHexTrace(trace)
	if !ok || digitsOnly(trace) && digitsOnly(span) {
		return
	}
	if sp, ok := parseSpan16(span); ok {
		ids.setPosition(t, sp, short)
	}
}

// springBoot reads {trace}-{span}] and returns its length.
func springBoot(s string) (t TraceID, sp SpanID, short bool, n int) {
	const width = 32
	if len(s) < width+1+16+1 || s[width] != '-' || s[width+1+16] != ']' {
		return t, sp, false, 0
	}
	trace := strings.TrimRight(s[:width], " ")
	t, short, ok := parseHexTrace(trace)
	if !ok {
		return t, sp, false, 0
	}
	if sp, ok = parseSpan16(s[width+1 : width+1+16]); !ok {
		return t, sp, false, 0
	}
	return t, sp, short, width + 1 + 16 + 1
}

// appName says whether a text can be the name in front of Spring's ids: it may
// be empty, and is no id itself.
func appName(s string) bool {
	hex := true
	for i := range len(s) {
		c := s[i]
		if !alphanumeric[c] && c != '-' && c != '_' && c != '.' && c != ' ' && c != ':' && c != '/' {
			return false
		}
		hex = hex && hexValue[c] != notHex
	}
	return !hex || len(s) < 16
}

// setPosition takes a trace id and a span id that stood in one format.
func (ids *IDs) setPosition(t TraceID, s SpanID, short bool) {
	ids.setTrace(t, short, familyKeys)
	if agree(ids.Trace, t) {
		ids.setSpan(s, rankSpan, familyKeys)
	}
}

// named reads the formats that the operator has switched on: one line each.
func named(s string, on Patterns, ids *IDs) {
	if i := strings.IndexByte(s, '\n'); i >= 0 {
		s = s[:i]
	}
	id := ""
	switch {
	case on&patternEnvoy != 0 && envoyID(s, &id):
	case on&patternIngressNginx != 0 && ingressID(s, &id):
	case on&patternOpenStack != 0 && openStackID(s, &id):
	case on&patternRails != 0 && railsID(s, &id):
	case on&patternModUniqueID != 0 && modUniqueID(s, &id):
	default:
		return
	}
	if absent(id) {
		return
	}
	if why := ValidCorrelationID(id); why != ReasonNone {
		refuse(&ids.RefusedCorrelation, why)
		return
	}
	ids.format = formatOfID(id)
	ids.setCorrelation(id, SourceRequestID, uint8(keyRequestHeader-keyCorrelation)+1)
}

// quotes reads the fields in double quotes of a line; those of a line inside a
// string of JSON have backslashes in front. It returns how many there are, at
// most len(fields), or 0 when a quote does not close.
func quotes(s string, fields []string) int {
	quote := `"`
	if i := strings.IndexByte(s, '"'); i > 0 && s[i-1] == '\\' {
		quote = `\"`
	}
	n := 0
	for {
		_, rest, found := strings.Cut(s, quote)
		if !found {
			return n
		}
		field, after, found := strings.Cut(rest, quote)
		if !found || n == len(fields) || len(field) > maxPatternField {
			return 0
		}
		fields[n] = field
		n++
		s = after
	}
}

// envoyID reads the default access log of Envoy and that of Istio, which has
// one quoted field more:
//
//	[time] "GET /path HTTP/1.1" 200 - 0 1 2 3 "forwarded" "agent" "request id" "authority" "upstream"
//	[time] "GET /path HTTP/1.1" 200 - via_upstream - "failure" 0 1 2 3 "forwarded" "agent" "request id" "authority" "upstream" …
//
// Source: DEFAULT_FORMAT of Envoy's access logs, MeshConfig of Istio.
func envoyID(s string, id *string) bool {
	if len(s) < 2 || s[0] != '[' {
		return false
	}
	i := strings.IndexByte(s[:min(len(s), 64)], ']')
	if i < 0 || !digit(s[1]) || !strings.HasPrefix(s[i+1:], ` "`) && !strings.HasPrefix(s[i+1:], ` \"`) {
		return false
	}
	var fields [7]string
	at := 0
	switch quotes(s, fields[:]) {
	case 6, 5:
		at = 3
	case 7:
		at = 4
	default:
		return false
	}
	*id = fields[at]
	return requestLine(fields[0]) && isID(*id)
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// requestLine says whether a field is "METHOD path PROTOCOL", or Envoy's "- - -".
func requestLine(s string) bool {
	method, rest, ok := strings.Cut(s, " ")
	if !ok || method == "" || len(method) > 16 || !strings.Contains(rest, " ") {
		return false
	}
	for i := range len(method) {
		if c := method[i]; (c < 'A' || c > 'Z') && c != '-' {
			return false
		}
	}
	return true
}

// isID sorts out what a machine did not make: an id has a digit and nothing
// that an id cannot have.
func isID(s string) bool {
	return s != "" && ValidCorrelationID(s) == ReasonNone && plausible(s)
}

// ingressID reads the default access log of ingress-nginx, which ends with
// $req_id:
//
//	… "GET / HTTP/1.1" 200 612 "-" "agent" 88 0.003 [upstream] [] 10.0.0.3:80 612 0.003 200 c0ffee…
//
// The id is 32 hexadecimal digits that are no trace id, or what the client sent.
func ingressID(s string, id *string) bool {
	s = strings.TrimRight(s, " \r")
	s = strings.TrimSuffix(s, `\n`)
	i := strings.LastIndexByte(s, '"')
	if i < 0 || i+2 > len(s) || s[i+1] != ' ' {
		return false
	}
	rest := s[i+2:]
	length, rest, ok1 := strings.Cut(rest, " ")
	seconds, rest, ok2 := strings.Cut(rest, " ")
	if !ok1 || !ok2 || length == "" || !digitsOnly(length) || !decimal(seconds) {
		return false
	}
	for range 2 {
		if rest == "" || rest[0] != '[' {
			return false
		}
		end := strings.Index(rest, "] ")
		if end < 0 {
			return false
		}
		rest = rest[end+2:]
	}
	tokens, last := 1, rest
	if i := strings.LastIndexByte(rest, ' '); i >= 0 {
		tokens, last = 1+strings.Count(rest, " "), rest[i+1:]
	}
	*id = last
	return tokens >= 5 && isID(last)
}

func decimal(s string) bool {
	whole, part, ok := strings.Cut(s, ".")
	return ok && whole != "" && part != "" && digitsOnly(whole) && digitsOnly(part)
}

// openStackID reads the request id in the context of oslo.log:
//
//	[req-UUID user project - - -]   [None req-UUID …]   [req-GLOBAL req-LOCAL …]
//
// What follows are ids of a user and a project.
func openStackID(s string, id *string) bool {
	i := strings.Index(s, "req-")
	if i < 1 || s[i-1] != '[' && !strings.HasSuffix(s[:i], "[None ") {
		return false
	}
	const n = len("req-") + 36
	if len(s) < i+n+1 || s[i+n] != ' ' && s[i+n] != ']' {
		return false
	}
	*id = s[i : i+n]
	_, ok := parseUUID((*id)[len("req-"):])
	return ok
}

// railsID reads the request id that Rails' tagged logging puts first, behind
// other tags and the head of Ruby's logger:
//
//	I, [2026-11-22T10:00:00.000000 #7]  INFO -- : [web] [UUID] Started GET "/"
func railsID(s string, id *string) bool {
	if len(s) > 2 && s[1] == ',' && s[2] == ' ' { // I, D, W, E, F, A
		_, rest, ok := strings.Cut(s, "-- : ")
		if !ok {
			return false
		}
		s = rest
	}
	for range 4 { // tags
		if s == "" || s[0] != '[' {
			return false
		}
		end := strings.IndexByte(s[:min(len(s), 260)], ']')
		if end < 0 {
			return false
		}
		tag := s[1:end]
		if _, ok := parseUUID(tag); ok {
			*id = tag
			return true
		}
		s = strings.TrimLeft(s[end+1:], " ")
	}
	return false
}

// modUniqueID reads the id of Apache's mod_unique_id where ModSecurity writes
// it: [unique_id "YjA3…"].
func modUniqueID(s string, id *string) bool {
	_, rest, ok := strings.Cut(s, "[unique_id ")
	if !ok {
		return false
	}
	var field [1]string
	if i := strings.IndexByte(rest, ']'); i > 0 && i <= MaxCorrelationID && quotes(rest[:i], field[:]) == 1 {
		*id = field[0]
		return isID(*id)
	}
	return false
}

// mayBeUnkeyed says whether unkeyed would find something; nearly always not.
func mayBeUnkeyed(s string) bool {
	for i := 0; ; {
		n := strings.IndexByte(s[i:], '[')
		if n < 0 {
			break
		}
		i += n + 1
		if len(s)-i < minBrackets-1 {
			break
		}
		if mayBeSpring(s[i:]) {
			return true
		}
	}
	return strings.IndexByte(s, '|') >= 0 && strings.Contains(s, newRelicMark)
}

// mayBeSpring looks for the separators of spring at their places.
func mayBeSpring(s string) bool {
	if len(s) > 32+1+16 && s[32] == '-' && s[32+1+16] == ']' {
		return true
	}
	if i := strings.IndexByte(s[:min(len(s)-32, maxAppName+1)], ','); i >= 0 {
		return s[i+17] == ',' || i+33 < len(s) && (s[i+33] == ',' || s[i+33] == '-')
	}
	return false
}
