//go:build e2e

package e2e

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a person types to try the doors.
func TestCurl(t *testing.T) {
	curl, err := exec.LookPath("curl")
	require.NoError(t, err, "curl is needed for the end-to-end tests: install it")
	s := startAgents(t, servers())
	send := func(body string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), curl, append([]string{
			"-sS", "--cacert", s.gateway.Certs.CA, "-u", s.gateway.User + ":" + s.gateway.Password, "--data-binary", "@-",
		}, args...)...)
		cmd.Stdin = strings.NewReader(body)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		return string(out)
	}
	bulk := newSender("curl", 20, nano).indexed("index").with(exactNumbers)
	var lines strings.Builder
	for _, r := range bulk.records {
		fmt.Fprintf(&lines, "{\"index\":{\"_id\":%q}}\n%s\n", r.docID, r.document(bulk.name))
	}
	answer := send(lines.String(), "-H", "Content-Type: application/x-ndjson", s.gateway.Bulk+"/shop/_bulk")
	require.Contains(t, answer, `"errors":false`)

	push := newSender("curl-loki", 20, nano)
	var values []string
	for _, r := range push.records {
		values = append(values, fmt.Sprintf(`["%d",%q]`, r.at.UnixNano(), r.message))
	}
	answer = send(fmt.Sprintf(`{"streams":[{"stream":{"service_name":%q},"values":[%s]}]}`, push.name, strings.Join(values, ",")),
		"-H", "Content-Type: application/json", "-w", "%{http_code}", s.gateway.LokiPush+"/loki/api/v1/push")
	require.Equal(t, "204", answer)

	// Without the password nobody gets in, with whatever is asked.
	for _, address := range []string{s.gateway.Bulk + "/_bulk", s.gateway.Bulk + "/", s.gateway.LokiPush + "/loki/api/v1/push"} {
		answer = send("{}", "-u", s.gateway.User+":"+s.gateway.Token, "-o", "/dev/null", "-w", "%{http_code}", address)
		require.Equal(t, "401", answer, address)
	}

	bulk.arrived(t, true)
	bulk.keptIDs(t)
	bulk.keptNumbers(t, true)
	push.arrived(t, true)
}
