//go:build e2e

package e2e

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A malformed request gets 400 and a reason without any of its content, which
// is not in the gateway's log either.
func TestMalformedRequests(t *testing.T) {
	s := startDirect(t, servers())
	secret := newSecret()
	body := `{"stringValue":"password=` + secret + `"}`
	record := `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":` + body
	tests := map[string]struct{ path, contentType, body string }{
		"json, cut short":         {"/v1/logs", "application/json", record},
		"json, cut in a text":     {"/v1/logs", "application/json", strings.TrimSuffix(record, `"}`)},
		"json, a wrong type":      {"/v1/logs", "application/json", `{"resourceLogs":"` + secret + `"}`},
		"json, a wrong id":        {"/v1/logs", "application/json", record + `,"traceId":"` + secret + `"}]}]}]}`},
		"json, a wrong number":    {"/v1/logs", "application/json", record + `,"timeUnixNano":"` + secret + `"}]}]}]}`},
		"json, not any":           {"/v1/logs", "application/json", "password=" + secret},
		"json, traces":            {"/v1/traces", "application/json", `{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"password=` + secret + `",]`},
		"json, metrics":           {"/v1/metrics", "application/json", `{"resourceMetrics":[{"resource":` + body},
		"protobuf, logs":          {"/v1/logs", "application/x-protobuf", "password=" + secret},
		"protobuf, cut short":     {"/v1/logs", "application/x-protobuf", "\x0a\x7f\x0a\x10password=" + secret},
		"protobuf, traces":        {"/v1/traces", "application/x-protobuf", "password=" + secret},
		"protobuf sent as json":   {"/v1/logs", "application/json", "\x0a\x20password=" + secret},
		"json sent as protobuf":   {"/v1/logs", "application/x-protobuf", record},
		"json with a secret name": {"/v1/logs", "application/json", `{"resourceLogs":[{"` + secret + `":}]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			status, answer, err := post(t.Context(), s.gateway, test.path, test.contentType, []byte(test.body), nil)
			require.NoError(t, err)
			assert.Equal(t, http.StatusBadRequest, status)
			assert.NotEmpty(t, answer, "a reason")
			for _, content := range []string{secret, secret[:8], secret[len(secret)-8:], "password=", "stringValue"} {
				assert.NotContains(t, answer, content)
			}
		})
	}
	log, err := os.ReadFile(s.gateway.LogFile)
	require.NoError(t, err)
	assert.NotContains(t, string(log), secret)
}

// Without the token nobody gets in, and the answer does not say what it is.
func TestTokenIsRequired(t *testing.T) {
	s := startDirect(t, servers())
	for name, header := range map[string]http.Header{
		"none":      {"Authorization": nil},
		"wrong":     {"Authorization": {"Bearer " + newSecret()}},
		"no bearer": {"Authorization": {s.gateway.Token}},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer, err := post(t.Context(), s.gateway, "/v1/logs", "application/json", []byte(`{}`), header)
			require.NoError(t, err)
			assert.Equal(t, http.StatusUnauthorized, status)
			assert.NotContains(t, answer, s.gateway.Token)
		})
	}
}
