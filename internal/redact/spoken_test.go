package redact

import (
	"strings"
	"testing"
	"time"
)

// Sentences, calls and tokens that look like those that announce a secret.
func TestNeighboursOfAnnouncedSecretsStay(t *testing.T) {
	s := newScanner(t, Options{})
	for _, text := range []string{
		"CREATE TABLE users (id int, password varchar(255) NOT NULL, token text)", "password sha256 rounds 5000", "reset password 550e8400-e29b-41d4-a716-446655440000 sent",
		"password valid until 2026-11-20T10:00:00Z", "a temporary password policy was updated", "Enter password for bob: ", "bob's password: ",
		`{"auth":["ns1.example.com","ns2.example.com"],"query":"example.com"}`, "imapd: login bob auth=user host=x", "Supplied credentials: [bob]",
		"Authorization: Basic", "GOOGLE_APPLICATION_CREDENTIALS=/etc/gcp/key.json", "[Principal=bob, Credentials=[PROTECTED], Authenticated=true]",
		"sk-proj-alpha is a project", "GET /cb?code=E1234&state=CA", "tuple {user,\"bob\"}", `[]string{"password", "email"}`, "echo bob:x | cut -d: -f1",
		"the access code is 404", "proctitle=6C73002D6C61002F746D70", "cache key: users/17", "the key = 17", "minisign public key RWQf6LRCGA9i53ml",
	} {
		if got, changed := s.String(Key{}, text); changed {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestAnnouncementsCostLinearTime(t *testing.T) {
	s := newScanner(t, Options{})
	s.CacheValues(false)
	for _, unit := range []string{"password is ", "/IncomingWebhook/", "$krb5tgs$", "/RWRTY0Iy", "client-key-data", "auth=('a',", "proctitle=6D7973716C002D70 ", `{"password","`, "sk-ant-1", "password -> ", "ENV A_TOKEN ", "X=\"A_TOKEN=1 "} {
		text := strings.Repeat(unit, 1<<19/len(unit))
		start := time.Now()
		s.String(Key{}, text)
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%q: %v for half a MiB", unit, took)
		}
		s.Reset()
	}
}
