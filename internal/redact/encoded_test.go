package redact

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPercentEncodedContent(t *testing.T) {
	const (
		basic   = "Basic c3ZjOlBhc3NXMHJk"
		webhook = "https://hooks.slack.com/services/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"
		pem     = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAwu3Yv\nkq+7/bYxQ==\n-----END RSA PRIVATE KEY-----"
	)
	s := newScanner(t, Options{})
	for _, secret := range []string{basic, webhook, pem, "+49 30 12345678", "4111 1111 1111 1111", "DE44 5001 0517 5407 3249 31", ";4111111111111111=29121010000012345?"} {
		once := url.QueryEscape(secret)
		twice := url.QueryEscape("https://shop.example/?page=2&note=" + once)
		for _, text := range []string{
			"note=" + once + "&page=2",
			"note=" + strings.ReplaceAll(once, "+", "%20") + "&page=2",
			"GET /?next=" + twice + "&page=2 HTTP/1.1",
			`{"body":"note=` + once + `&page=2"}`,
			"payload=" + url.QueryEscape(`{"note":"`+secret+`"}`) + "&page=2",
		} {
			out, changed := s.String(Key{}, text)
			assert.True(t, changed, text)
			assert.Contains(t, out, "[REDACTED:", text)
			assert.Contains(t, out, "&page=2", "the next field stays: %s", out)
			again, changed := s.String(Key{}, out)
			assert.False(t, changed, "%s became %s", out, again)
		}
	}
	for _, text := range []string{
		"GET /search?q=caf%C3%A9%20au%20lait+and%2Bmore&page=2 HTTP/1.1",
		"next=https%3A%2F%2Fshop.example%2Freset-password%3Fstep%3D2&page=2",
		"filter=basic+premium%2Cbearer+bonds",
		"100%25 of 4%20096%20files, %2Fvar%2Flog%2F2026-11-22%2010%3A11%3A12.log",
		"id=0f4bb1e6-6c2a-4a0e-9d7e-6f1d2c3b4a59%2C4bf92f3577b34da6a3ce929d0e0e4736",
		"%zz %2 %",
	} {
		out, changed := s.String(Key{}, text)
		assert.False(t, changed, "%s became %s", text, out)
	}
}
