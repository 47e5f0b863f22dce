//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/expect"
	"github.com/lethe-otel/lethe/tests/e2e/internal/service"
)

// A request that crosses two services in two languages: every record of both is
// in every server exactly once, and trace id and correlation id join them.
func TestRequestAcrossServices(t *testing.T) {
	s := startDirect(t, servers())
	const requests = 5
	for _, pair := range []struct {
		front, back                 service.Language
		frontProtocol, backProtocol string
	}{
		{service.Node, service.Python, "grpc", "grpc"},
		{service.Python, service.Go, "http/protobuf", "http/protobuf"},
		{service.Go, service.Node, "grpc", "http/json"},
		{service.Node, service.Go, "http/protobuf", "grpc"},
		{service.Python, service.Node, "http/json", "grpc"},
		{service.Go, service.Python, "http/protobuf", "http/json"},
	} {
		name := fmt.Sprintf("%s %s to %s %s", pair.front, pair.frontProtocol, pair.back, pair.backProtocol)
		t.Run(name, func(t *testing.T) {
			back := startService(t, s, pair.back, service.Settings{
				Name: newService("back-" + string(pair.back)), Env: s.gateway.SDKEnv(pair.backProtocol),
			})
			front := startService(t, s, pair.front, service.Settings{
				Name: newService("front-" + string(pair.front)), Env: s.gateway.SDKEnv(pair.frontProtocol), Downstream: back,
			})
			requestIDs := map[string]string{} // by trace id
			for range requests {
				requestID := "req-" + letters(lower+digits, 20)
				traceID, err := front.Work(t.Context(), requestID)
				require.NoError(t, err)
				requestIDs[traceID] = requestID
			}
			require.Len(t, requestIDs, requests, "each request has a trace of its own")
			sent := quit(t, front, back)
			// Per request: two logs and one without a span in each service, a
			// server span in each, and the client's span.
			require.Len(t, sent, requests*(6+3))
			check := func() error { return joined(t, sent, requestIDs, front.Name) }
			took := eventually(t, 60*time.Second, check)
			settled(t, check)
			summarize("TestRequestAcrossServices", name, fmt.Sprintf("%d records once, joined after %s", len(sent), took.Round(10*time.Millisecond)))
		})
	}
}

func startService(t *testing.T, s *stage, language service.Language, settings service.Settings) *service.Service {
	t.Helper()
	settings.Dir = s.dir
	running, err := world.programs[language].Start(t.Context(), settings)
	if err != nil {
		showTail(t, s.dir+"/"+settings.Name+".log")
		require.NoError(t, err)
	}
	t.Cleanup(func() {
		running.Kill()
		if t.Failed() {
			showTail(t, s.dir+"/"+settings.Name+".log")
		}
	})
	return running
}

// quit ends the services and returns all that they have sent.
func quit(t *testing.T, services ...*service.Service) []service.Sent {
	t.Helper()
	var sent []service.Sent
	for _, each := range services {
		records, err := each.Quit(t.Context())
		require.NoError(t, err)
		sent = append(sent, records...)
	}
	return sent
}

// joined asks each server for each trace and for each correlation id: both must
// give exactly the records of that request.
func joined(t *testing.T, sent []service.Sent, requestIDs map[string]string, front string) error {
	ctx := t.Context()
	var errs []error
	for traceID, requestID := range requestIDs {
		var logs, spans []string
		for _, record := range sent {
			if record.TraceID != traceID {
				continue
			}
			if record.Signal == "log" {
				logs = append(logs, record.ID)
			} else {
				spans = append(spans, record.ID)
			}
		}
		byTrace, err := loki().ByTrace(ctx, traceID)
		errs = append(errs, expect.Once("loki by trace id", logs, byTrace, err))
		byID, err := loki().ByCorrelation(ctx, requestID)
		errs = append(errs, expect.Once("loki by correlation id", logs, byID, err))

		both := slices.Concat(logs, spans)
		byTrace, err = elasticsearch().ByTrace(ctx, traceID)
		errs = append(errs, expect.Once("elasticsearch by trace id", both, byTrace, err))
		byID, err = elasticsearch().ByCorrelation(ctx, requestID)
		errs = append(errs, expect.Once("elasticsearch by correlation id", both, byID, err))

		byTrace, err = jaeger().ByTrace(ctx, traceID)
		errs = append(errs, expect.Once("jaeger by trace id", spans, byTrace, err))
		for _, span := range byTrace {
			if span.CorrelationID != requestID {
				errs = append(errs, fmt.Errorf("jaeger: the correlation id of %s is %q, not %q", span.ID, span.CorrelationID, requestID))
			}
		}
		byID, err = jaeger().ByCorrelation(ctx, front, requestID)
		errs = append(errs, expect.Once("jaeger by correlation id", spans, byID, err))
	}
	return errors.Join(errs...)
}
