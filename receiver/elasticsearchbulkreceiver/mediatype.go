package elasticsearchbulkreceiver

import (
	"net/http"
	"strings"
)

const (
	jsonType = "application/json"
	textType = "text/plain; charset=UTF-8"
	vendor   = "application/vnd.elasticsearch+"
)

// compatibleWith is the version in a vendor type of Accept or Content-Type, as
// in "application/vnd.elasticsearch+json; compatible-with=8"; else "". A client
// that accepts plain JSON gets it, whatever it sends.
func compatibleWith(r *http.Request) string {
	accept := r.Header.Get("Accept")
	if version := compatibleVersion(accept); version != "" || strings.HasPrefix(accept, jsonType) {
		return version
	}
	return compatibleVersion(r.Header.Get("Content-Type"))
}

func compatibleVersion(header string) string {
	header = strings.ToLower(header)
	at := strings.Index(header, vendor)
	if at < 0 {
		return ""
	}
	kind, _, _ := strings.Cut(header[at:], ",")
	_, version, found := strings.Cut(kind, "compatible-with=")
	if !found {
		return ""
	}
	version = strings.TrimPrefix(version, `"`)
	digits := 0
	for digits < len(version) && version[digits] >= '0' && version[digits] <= '9' {
		digits++
	}
	if digits == 0 || digits > 2 {
		return ""
	}
	return version[:digits]
}

// answerType is the type of a JSON answer: what the client is compatible with,
// if it says so.
func answerType(r *http.Request) string {
	if version := compatibleWith(r); version != "" {
		return vendor + "json;compatible-with=" + version
	}
	return jsonType
}

// wantsJSON says whether the answer of _cat is JSON in place of a table.
func wantsJSON(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return r.URL.Query().Get("format") == "json" || strings.Contains(accept, "json") && !strings.Contains(accept, "text/plain")
}
