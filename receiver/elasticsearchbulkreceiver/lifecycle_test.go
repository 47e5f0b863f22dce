package elasticsearchbulkreceiver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/lethe-otel/lethe/receiver/elasticsearchbulkreceiver/internal/metadata"
)

// clients sends documents as a client does that tries again until they are
// taken or refused for good.
type clients struct {
	url  string
	mu   sync.Mutex
	next int
}

func (c *clients) Start() {}
func (c *clients) Stop()  {}

func (c *clients) Generate() []receivertest.UniqueIDAttrVal {
	c.mu.Lock()
	c.next++
	id := fmt.Sprint(c.next)
	c.mu.Unlock()
	body := `{"create":{"_index":"logs","_id":"` + id + `"}}` + "\n" +
		`{"message":"m","` + receivertest.UniqueIDAttrName + `":"` + id + `"}` + "\n"
	for {
		answer, err := http.Post(c.url+"/_bulk", "application/x-ndjson", strings.NewReader(body))
		if err != nil {
			continue
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusTooManyRequests {
			return []receivertest.UniqueIDAttrVal{receivertest.UniqueIDAttrVal(id)}
		}
	}
}

func TestConsumeContract(t *testing.T) {
	address := freeAddress(t)
	config := configure(t, "")
	config.ServerConfig.NetAddr.Endpoint = address
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	receivertest.CheckConsumeContract(receivertest.CheckConsumeContractParams{
		T: t, Factory: NewFactory(), Signal: pipeline.SignalLogs, Config: config,
		Generator: &clients{url: "http://" + address}, GenerateCount: 200,
	})
}

func freeAddress(t *testing.T) string {
	t.Helper()
	s := serve(t, "", consumertest.NewNop())
	address := s.server.Addr().String()
	require.NoError(t, s.Shutdown(t.Context()))
	return address
}

// What is in flight is finished; who comes after that is asked to come again.
func TestShutdownFinishesRequests(t *testing.T) {
	entered, proceed := make(chan struct{}), make(chan struct{})
	next, err := consumer.NewLogs(func(context.Context, plog.Logs) error {
		close(entered)
		<-proceed
		return nil
	})
	require.NoError(t, err)
	s := serve(t, "", next)
	answered := make(chan int)
	go func() {
		status, _, _ := s.send(t, http.MethodPost, "/_bulk", nil, `{"index":{"_index":"a"}}`+"\n{}\n")
		answered <- status
	}()
	<-entered
	stopped := make(chan error)
	go func() { stopped <- s.Shutdown(context.Background()) }()
	require.Eventually(t, s.server.Stopping, time.Second, time.Millisecond)
	close(proceed)
	assert.Equal(t, http.StatusOK, <-answered)
	assert.NoError(t, <-stopped)
	assert.NoError(t, s.Shutdown(t.Context()), "again")
}

// A request whose body is still on its way is in flight, too.
func TestShutdownFinishesBodies(t *testing.T) {
	s := serve(t, "", consumertest.NewNop())
	proceed := make(chan struct{})
	body, sender := io.Pipe()
	go func() {
		_, _ = io.WriteString(sender, `{"index":{"_index":"a"}}`+"\n")
		<-proceed
		_, _ = io.WriteString(sender, "{}\n")
		assert.NoError(t, sender.Close())
	}()
	answered := make(chan *http.Response)
	go func() {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/_bulk", body)
		assert.NoError(t, err)
		transport := &http.Transport{}
		defer transport.CloseIdleConnections()
		answer, err := transport.RoundTrip(req)
		assert.NoError(t, err)
		answered <- answer
	}()
	time.Sleep(50 * time.Millisecond)
	go func() { _ = s.Shutdown(context.Background()) }()
	require.Eventually(t, s.server.Stopping, time.Second, time.Millisecond)
	close(proceed)
	answer := <-answered
	defer answer.Body.Close()
	assert.Equal(t, http.StatusOK, answer.StatusCode)
}

func TestStoppingRefuses(t *testing.T) {
	s := serve(t, "", consumertest.NewErr(errors.New("called after the shutdown")))
	require.NoError(t, s.Shutdown(t.Context()))
	for _, target := range []string{"/_bulk", "/a/_doc"} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, target, strings.NewReader(`{"index":{"_index":"a"}}`+"\n{}\n")))
		assert.Equal(t, http.StatusServiceUnavailable, w.Code)
		assert.Equal(t, "5", w.Header().Get("Retry-After"))
	}
}

func TestShutdownWithoutStart(t *testing.T) {
	e, err := NewFactory().CreateLogs(t.Context(), receivertest.NewNopSettings(metadata.Type), createDefaultConfig(), consumertest.NewNop())
	require.NoError(t, err)
	assert.NoError(t, e.Shutdown(t.Context()))
	assert.NoError(t, e.Shutdown(t.Context()))
}

func TestAddressInUse(t *testing.T) {
	s := serve(t, "", consumertest.NewNop())
	config := configure(t, "")
	config.ServerConfig.NetAddr.Endpoint = s.server.Addr().String()
	e, err := NewFactory().CreateLogs(t.Context(), receivertest.NewNopSettings(metadata.Type), config, consumertest.NewNop())
	require.NoError(t, err)
	assert.Error(t, e.Start(t.Context(), componenttest.NewNopHost()))
	assert.NoError(t, e.Shutdown(t.Context()))
}

// A sender that stops in the middle of a request does not hold it for ever.
func TestSlowSender(t *testing.T) {
	s := serve(t, "read_timeout: 200ms", consumertest.NewNop())
	conn, err := net.Dial("tcp", s.server.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST /_bulk HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"index\":{}}\n")
	require.NoError(t, err)
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(20*time.Second)))
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer answer.Body.Close()
	assert.Equal(t, http.StatusRequestTimeout, answer.StatusCode)
	assert.Equal(t, "Elasticsearch", answer.Header.Get(productHeader))
	assert.True(t, s.budget.Take(defaultInFlight), "its bytes are given back")
}
