package cli

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWaitHealthyWaitsForTheFirstOK(t *testing.T) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	assert.True(t, waitHealthy(t.Context(), server.Client(), server.URL))
	assert.EqualValues(t, 3, asked.Load())
}

func TestWaitHealthyEndsWithItsContext(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 3*pollInterval)
	defer cancel()
	start := time.Now()
	assert.False(t, waitHealthy(ctx, server.Client(), server.URL))
	assert.Less(t, time.Since(start), 5*time.Second)
}

func TestGreetingIsWhole(t *testing.T) {
	text := fmt.Sprintf(greeting, "/somewhere/data/*.jsonl", "data/logs.jsonl")
	assert.NotContains(t, text, "%!", "a verb without a value")
	assert.Contains(t, text, "date +%s%N")
	_, command, found := strings.Cut(text, "  curl ")
	require.True(t, found)
	assert.Contains(t, command, "password=")
	assert.Contains(t, command, "tail -n 1 data/logs.jsonl")
}
