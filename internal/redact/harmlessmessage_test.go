package redact

import (
	"strings"
	"testing"
)

// What is said about a secret stays, what only begins like it goes.
func TestMessagesAboutSecrets(t *testing.T) {
	s := newScanner(t, Options{})
	for _, text := range []string{
		"password: must be at least 8 characters",
		"password: is too short (minimum is 8 characters)",
		"password: required field",
		`{"errors":{"password":["can't be blank","is too short (minimum is 8 characters)"]}}`,
		`{"password":["This field is required."]}`,
		`{"password":"must not be empty","user":"bob"}`,
		"password=(none)",
		"cookie_consent=true cookies=3",
		"pin=GPIO17 pins=3", "pin=D13 mode=out", "pin: A0",
		"$Password = Read-Host -AsSecureString",
		"$password = ConvertTo-SecureString $env:PW -AsPlainText -Force",
		"app --password=$PW", "mysql -u root -p$PW shop",
		`curl -H "Authorization: Bearer $TOKEN" https://h.example`,
		"Authorization: Bearer ${API_TOKEN}",
		"token: IDENT at line 3", "token: END_OF_FILE at position 17",
		"ExpiredToken: The security token included in the request is expired",
	} {
		if out, changed := s.String(Key{}, text); changed {
			t.Errorf("%s\nbecame\n%s", text, out)
		}
	}
	for _, text := range []string{
		"password: must be s3cr3t-Xy", "password: must-be-it", "password: is too s3cr3t9",
		`{"password":["can't be blank","s3cr3tXy9"]}`, `{"password":["s3cr3tXy9"]}`,
		"password=(s3cr3tXy9)", "cookie=s3cr3tXy9", "pin=s3cr3t", "pin=A12345",
		"$Password = s3cr3t-Host", "$Password = 'Read-s3cr3t'",
		"app --password=$s3cr3t9", "Authorization: Bearer $s3cr3tXy9",
		"token: s3cr3tX9 at line 3", "token: IDENT at s3cr3tX9", "ExpiredToken: s3cr3tX9aB",
	} {
		if out, _ := s.String(Key{}, text); strings.Contains(out, "s3cr3t") || out == text {
			t.Errorf("%s\nbecame\n%s", text, out)
		}
	}
}
