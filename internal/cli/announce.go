package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"sync"
	"time"
)

const (
	defaultHealthURL = "http://127.0.0.1:13133/"
	pollInterval     = 100 * time.Millisecond
)

// greeting is what a person needs for the first minute. The password in it is
// made up; the point is to see it disappear.
const greeting = `
Lethe is ready.
  send    OTLP/gRPC to 127.0.0.1:4317, OTLP/HTTP to http://127.0.0.1:4318
  read    %[1]s
  health  ` + defaultHealthURL + `

Paste this in another terminal to see a password disappear:

  curl -sS -o /dev/null -H 'Content-Type: application/json' http://127.0.0.1:4318/v1/logs -d '{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"'$(date +%%s%%N)'","body":{"stringValue":"login of user=anna password=correct-horse-battery x-request-id=req-7f3a91c2"}}]}]}]}' && sleep 1 && tail -n 1 %[2]s

Ctrl-C stops the gateway.
`

// announceWhenReady prints the greeting once the health check answers, so that
// what it tells people to paste works. When something answers there before the
// gateway has started, it is another one: this start is about to fail for its
// ports, and nothing is announced. The function that it returns ends the
// waiting.
func announceWhenReady(ctx context.Context, out io.Writer) (stop func()) {
	client := &http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	if healthy(ctx, client, defaultHealthURL) {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() {
		if waitHealthy(ctx, client, defaultHealthURL) {
			fmt.Fprintf(out, greeting, absolute(filepath.Join(defaultDataDir, "*.jsonl")),
				absolute(filepath.Join(defaultDataDir, "logs.jsonl")))
		}
	})
	return func() {
		cancel()
		wg.Wait()
	}
}

// waitHealthy polls until the health check answers 200 or the context ends.
func waitHealthy(ctx context.Context, client *http.Client, url string) bool {
	tick := time.NewTicker(pollInterval)
	defer tick.Stop()
	for {
		if healthy(ctx, client, url) {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
}

func healthy(ctx context.Context, client *http.Client, url string) bool {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return false
	}
	resp, err := client.Do(req)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
