package redact

import "testing"

// An environment as /proc shows it has a NUL behind each variable.
func TestEnvironmentWithNULs(t *testing.T) {
	s := newScanner(t, Options{})
	for _, tt := range []struct{ in, want string }{
		{"A=b\x00DB_PASSWORD=hunter2-Xk9\x00C=d\x00", "A=b\x00DB_PASSWORD=[REDACTED:password]\x00C=d\x00"},
		{"DB_PASSWORD=hun\x00ter2-Xk9", "DB_PASSWORD=[REDACTED:password]"},
		{"mysql \\\n -uroot \\\n -phunter2-Xk9\nls", "mysql \\\n -uroot \\\n -p[REDACTED:command_password]\nls"},
		{"---- BEGIN SSH2 PRIVATE KEY ----\nP2/56wAA\n---- END SSH2 PRIVATE KEY ----\nok", "[REDACTED:private_key]\nok"},
	} {
		if got, _ := s.String(Key{}, tt.in); got != tt.want {
			t.Errorf("%q became %q, want %q", tt.in, got, tt.want)
		}
	}
}
