package redact

import (
	"strings"
	"testing"
)

func TestNamesInColours(t *testing.T) {
	s := newScanner(t, Options{})
	for _, text := range []string{
		"10:00AM \x1b[32mINF\x1b[0m login \x1b[36mpassword=\x1b[0ms3cr3tXy \x1b[36muser=\x1b[0mkeep",
		"\x1b[1;36mapi_key: \x1b[0ms3cr3tXy99",
		"\x1b[38;5;208mtoken=\x1b[0ms3cr3tXy99",
	} {
		if out, _ := s.String(Key{}, text); strings.Contains(out, "s3cr3t") || strings.Contains(text, "keep") != strings.Contains(out, "keep") {
			t.Errorf("%q\nbecame\n%q", text, out)
		}
	}
	for _, text := range []string{
		"\x1b[36mstatus\x1b[0m=200 \x1b[36mmethod=\x1b[0mGET",
		"\x1b[36mpassword\x1b[0m=\x1b[0m", "[36mstatus=x", "m=17", "\x1b[m=1", "\x1b[0m=1",
	} {
		if out, changed := s.String(Key{}, text); changed {
			t.Errorf("%q\nbecame\n%q", text, out)
		}
	}
}
