// Package record stands between the gateway and a backend: it passes every
// request on and keeps what it held, decompressed.
package record

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Request is one request as the gateway sent it.
type Request struct {
	Path   string
	Header http.Header
	// Body is decompressed and freed of its framing.
	Body []byte
}

// Proxy records the requests to one backend. Over HTTP/2 without TLS it carries
// gRPC.
type Proxy struct {
	// Addr is its host:port.
	Addr string

	server *http.Server
	down   atomic.Bool

	mu       sync.Mutex
	requests []Request
	errs     []error
}

// Start starts a proxy in front of target, a URL without path; grpc says that
// the backend speaks HTTP/2 without TLS only.
func Start(target string, grpc bool) (*Proxy, error) {
	to, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	var inbound, outbound http.Protocols
	inbound.SetHTTP1(true)
	inbound.SetUnencryptedHTTP2(true)
	outbound.SetHTTP1(!grpc)
	outbound.SetUnencryptedHTTP2(grpc)
	forward := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(to)
			r.Out.Host = to.Host
		},
		// As it came: the transport must neither ask for compression of its own
		// nor undo it.
		Transport:     &http.Transport{Protocols: &outbound, DisableCompression: true, IdleConnTimeout: 10 * time.Second},
		FlushInterval: -1,
		ErrorLog:      log.New(io.Discard, "", 0),
		// A backend that is gone does not answer 502: its connection breaks.
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	p := &Proxy{Addr: listener.Addr().String()}
	p.server = &http.Server{
		Protocols:         &inbound,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				panic(http.ErrAbortHandler)
			}
			p.keep(r, body)
			if p.down.Load() {
				panic(http.ErrAbortHandler)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			r.ContentLength = int64(len(body))
			forward.ServeHTTP(w, r)
		}),
	}
	go func() { _ = p.server.Serve(listener) }()
	return p, nil
}

// URL returns the address as a URL.
func (p *Proxy) URL() string { return "http://" + p.Addr }

// SetDown makes the backend behind the proxy look gone: every connection breaks
// without an answer. What the gateway tries to send is still recorded.
func (p *Proxy) SetDown(down bool) { p.down.Store(down) }

func (p *Proxy) keep(r *http.Request, body []byte) {
	decoded, err := Decode(r.Header, body)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err != nil {
		p.errs = append(p.errs, err)
		return
	}
	header := r.Header.Clone()
	p.requests = append(p.requests, Request{Path: r.URL.RequestURI(), Header: header, Body: decoded})
}

// Requests returns what was recorded so far. The error tells of bodies that
// could not be decoded: a scan that does not see them proves nothing.
func (p *Proxy) Requests() ([]Request, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests), errors.Join(p.errs...)
}

// Close stops the proxy.
func (p *Proxy) Close() error { return p.server.Close() }
