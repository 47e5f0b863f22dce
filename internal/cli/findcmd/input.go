package findcmd

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// maxInput bounds what is read from standard input, in bytes.
const maxInput = 1 << 20

// stdinName is the argument that stands for standard input.
const stdinName = "-"

var errNoID = errors.New("there is no id in it: give a correlation id (6 to 128 letters, digits and . _ : + / = @ | ~ -), " +
	"a trace id in any notation, or a log line that holds one under a key such as trace_id, traceparent or x-request-id")

// seeds are the ids that the search begins with.
type seeds struct {
	traces []correlate.TraceID
	ids    []string
}

func (s *seeds) empty() bool { return len(s.traces) == 0 && len(s.ids) == 0 }

// readInput returns the text to look for: the arguments joined, so that nobody
// has to quote, or standard input for "-".
func readInput(args []string, stdin io.Reader) (string, error) {
	if len(args) != 1 || args[0] != stdinName {
		return strings.Join(args, " "), nil
	}
	text, err := io.ReadAll(io.LimitReader(stdin, maxInput+1))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	if len(text) > maxInput {
		return "", fmt.Errorf("standard input: is longer than %d bytes, give one log line", maxInput)
	}
	return string(text), nil
}

// readSeeds takes the ids out of a text: an id that stands alone, or a log line.
func readSeeds(text string) (seeds, error) {
	text = strings.TrimSpace(text)
	var s seeds
	if !correlate.HeaderValue(text) {
		var ids correlate.IDs
		correlate.Text(text, &ids)
		if !ids.Trace.IsZero() {
			s.traces = append(s.traces, ids.Trace)
		}
		s.addID(ids.Correlation)
		if !s.empty() {
			return s, nil
		}
	}
	s.traces = correlate.Readings(text)
	if !correlate.HeaderValue(text) {
		s.addID(text)
	}
	if s.empty() {
		return s, errNoID
	}
	return s, nil
}

// addID adds a correlation id, as it is and as the gateway stores it where
// Envoy wrote its decision into it.
func (s *seeds) addID(id string) {
	if correlate.ValidCorrelationID(id) != correlate.ReasonNone {
		return
	}
	s.ids = append(s.ids, id)
	if plain := correlate.WithoutEnvoyDecision(id); plain != id {
		s.ids = append(s.ids, plain)
	}
}
