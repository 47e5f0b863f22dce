package redact

import "regexp"

// harmlessSamples are texts of which nothing may be masked by an own rule: ids
// that join records, times, and what else is in every log.
var harmlessSamples = []struct{ what, text string }{
	{"trace id", "0af7651916cd43dd8448eb211c80319c"},
	{"trace id", "4bf92f3577b34da6a3ce929d0e0e4736"},
	{"span id", "b7ad6b7169203331"},
	{"span id", "00f067aa0ba902b7"},
	{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
	{"UUID", "123e4567-e89b-12d3-a456-426614174000"},
	{"UUID", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"},
	{"UUID", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"},
	{"ULID", "01ARZ3NDEKTSV4RRFFQ69G5FAV"},
	{"commit hash", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
	{"digest", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"time", "2026-11-22T21:46:32.123456Z"},
	{"time", "2026-11-22 21:46:32,123"},
	{"time", "22/Nov/2026:21:46:32 +0000"},
	{"time", "Sun Nov 22 21:46:32 2026"},
	{"time since 1970", "1795383992123"},
	{"address", "192.168.100.200:8080"},
	{"address", "2001:db8:85a3::8a2e:370:7334"},
	{"version", "v1.64.0-rc.1+build.20261122"},
	{"URL", "https://www.example.com:8443/index.html"},
	{"media type", "application/x-www-form-urlencoded; charset=utf-8"},
	{"request", "GET /healthz HTTP/1.1"},
	{"stack frame", "at org.example.server.Handler.handle(Handler.java:128)"},
	{"level", "level=information msg=started logger=main severity=WARNING"},
}

// harmed names the first text that the expression would harm: one of our own
// masks, or a harmless one. "" is none.
func harmed(re *regexp.Regexp, masks []string) (what, text string) {
	for _, m := range masks {
		if re.MatchString(m) {
			return "mask", m
		}
	}
	for _, s := range harmlessSamples {
		if re.MatchString(s.text) {
			return s.what, s.text
		}
	}
	return "", ""
}
