package intake

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.uber.org/zap"
)

// shutdownTime bounds Shutdown when its context has no earlier deadline: how
// long requests in flight may take to end, before their connections are closed.
const shutdownTime = 10 * time.Second

// Server is an HTTP server of a receiver. The zero value is ready to Start.
type Server struct {
	// MaxConnections bounds the open connections; at the bound the one that has
	// been idle for longest is closed.
	MaxConnections int

	// Outermost wraps the handler with all of its middleware; nil wraps nothing.
	Outermost func(http.Handler) http.Handler

	server      *http.Server
	connections *connections
	exchanges   exchanges
	listener    net.Listener
	serving     sync.WaitGroup
	handling    sync.WaitGroup
	stopping    atomic.Bool
	once        sync.Once
	stopped     error
}

// Start listens and serves. A listener that fails later is reported as a fatal
// status of the component. Bodies are decompressed by Decoders. What is to happen
// to each answer, those of confighttp's own middleware included, is Outermost.
func (s *Server) Start(ctx context.Context, cfg confighttp.ServerConfig, host component.Host, set component.TelemetrySettings, handler http.Handler, options ...confighttp.ToServerOption) error {
	server, err := cfg.ToServer(ctx, host.GetExtensions(), set, handler, append(Decoders(), options...)...)
	if err != nil {
		return err
	}
	if s.Outermost != nil {
		server.Handler = s.Outermost(server.Handler)
	}
	server.Handler = s.count(s.track(server.Handler))
	if s.MaxConnections > 0 {
		s.connections = newConnections(s.MaxConnections, s.Relieve)
		server.ConnState = s.connections.observe
		server.ConnContext = withConn
	}
	listener, err := cfg.ToListener(ctx)
	if err != nil {
		return err
	}
	s.server, s.listener = server, listener
	set.Logger.Info("Listening over HTTP", zap.Stringer("address", listener.Addr()), zap.Bool("tls", cfg.TLS.HasValue()))
	s.serving.Go(func() {
		if err := server.Serve(listener); err != nil && !errors.Is(err, http.ErrServerClosed) {
			componentstatus.ReportStatus(host, componentstatus.NewFatalErrorEvent(err))
		}
	})
	return nil
}

// count keeps track of the handlers at work: closing a connection does not end
// its handler.
func (s *Server) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.handling.Add(1)
		defer s.handling.Done()
		next.ServeHTTP(w, r)
	})
}

// track makes the exchange of a request known, and lets drain reach the body from
// behind all limits. A connection is at work while it is in here.
func (s *Server) track(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.connections != nil {
			conn := connOf(r.Context())
			s.connections.enter(conn)
			defer s.connections.leave(conn)
		}
		x := s.exchanges.begin(w)
		defer s.exchanges.end(x)
		raw := &rawBody{ReadCloser: r.Body, exchange: x}
		r = r.WithContext(context.WithValue(r.Context(), rawBodyKey{}, raw))
		r.Body = raw
		next.ServeHTTP(&rawAnswer{ResponseWriter: w, exchange: x}, r)
	})
}

// Relieve ends requests whose senders have made them wait for two seconds, for
// bytes of the body or with the answer unread, and says whether there was one. It
// is for moments in which others find no room.
func (s *Server) Relieve() bool { return s.exchanges.relieve() }

// Addr is the address that the server listens on; nil before Start.
func (s *Server) Addr() net.Addr {
	if s.listener == nil {
		return nil
	}
	return s.listener.Addr()
}

// Stopping says that Shutdown has begun: new data gets 503.
func (s *Server) Stopping() bool { return s.stopping.Load() }

// Shutdown takes no new connections, lets requests in flight end within the
// context (at most 10 s), then closes what is left. Calling it again, or before
// Start, does nothing.
func (s *Server) Shutdown(ctx context.Context) error {
	s.once.Do(func() { s.stopped = s.stop(ctx) })
	return s.stopped
}

func (s *Server) stop(ctx context.Context) error {
	s.stopping.Store(true)
	if s.server == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, shutdownTime)
	defer cancel()
	err := s.server.Shutdown(ctx)
	if err != nil {
		// The senders see a reset and send again; the context of each request
		// ends with its connection.
		s.server.Close()
	}
	s.serving.Wait()
	return errors.Join(err, s.waitForHandlers())
}

// waitForHandlers waits for handlers whose connections are gone: the pipeline
// behind them stops next, and must not be called any more.
func (s *Server) waitForHandlers() error {
	done := make(chan struct{})
	go func() {
		s.handling.Wait()
		close(done)
	}()
	timer := time.NewTimer(shutdownTime)
	defer timer.Stop()
	select {
	case <-done:
		return nil
	case <-timer.C:
		return errors.New("requests in flight did not end in time")
	}
}
