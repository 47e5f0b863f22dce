package lumberjackreceiver

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	lumber "github.com/elastic/go-lumber/client/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configtls"
	"go.opentelemetry.io/collector/pdata/plog"
)

func beats(from, n int) (events []any, bodies []string) {
	for i := from; i < from+n; i++ {
		text := fmt.Sprintf("line %d", i)
		events = append(events, map[string]any{
			"@timestamp": "2026-11-22T10:11:12.345Z",
			"@metadata":  map[string]any{"beat": "filebeat", "type": "_doc", "version": "8.15.0"},
			"message":    text,
			"log":        map[string]any{"offset": i * 10, "file": map[string]any{"path": "/var/log/app.log"}},
		})
		bodies = append(bodies, text)
	}
	return events, bodies
}

// The client library of Beats: it fails on any acknowledgement that is not
// what it awaits.
func TestBeatsClient(t *testing.T) {
	for _, level := range []int{0, 3} {
		t.Run(fmt.Sprintf("sync compression %d", level), func(t *testing.T) {
			next := &sink{}
			s := start(t, next)
			c, err := lumber.SyncDial(s.address(), lumber.CompressionLevel(level), lumber.Timeout(5*time.Second))
			require.NoError(t, err)
			t.Cleanup(func() { assert.NoError(t, c.Close()) })
			var want []string
			for _, n := range []int{1, 2048, 7} {
				events, bodies := beats(len(want), n)
				got, err := c.Send(events)
				require.NoError(t, err)
				assert.Equal(t, n, got)
				want = append(want, bodies...)
			}
			assert.Equal(t, want, next.bodies())
		})
		t.Run(fmt.Sprintf("async compression %d", level), func(t *testing.T) {
			// The pipeline is slow and refuses at times: acknowledgements of
			// windows that are under way together must keep their order.
			next := &sink{answer: func(_ context.Context, n int, _ plog.Logs) error {
				time.Sleep(time.Duration(n%3) * 60 * time.Millisecond)
				if n%4 == 1 {
					return assert.AnError
				}
				return nil
			}}
			s := start(t, next, func(c *Config) { c.KeepAliveInterval = 100 * time.Millisecond })
			c, err := lumber.AsyncDial(s.address(), 4, lumber.CompressionLevel(level), lumber.Timeout(5*time.Second))
			require.NoError(t, err)
			var (
				want []string
				done sync.WaitGroup
			)
			for _, n := range []int{3, 500, 1, 20, 20, 5} {
				events, bodies := beats(len(want), n)
				want = append(want, bodies...)
				done.Add(1)
				require.NoError(t, c.Send(func(seq uint32, err error) {
					defer done.Done()
					assert.NoError(t, err)
					assert.EqualValues(t, n, seq)
				}, events))
			}
			done.Wait()
			require.NoError(t, c.Close())
			assert.Equal(t, want, next.bodies())
		})
	}
}

// A part of a large window is acknowledged when it is taken, and both clients
// go on waiting.
func TestBeatsClientLargeWindow(t *testing.T) {
	for _, level := range []int{0, 3} {
		next := &sink{}
		s := start(t, next, func(c *Config) { c.MaxBatchBytes = 64 << 10 })
		c, err := lumber.SyncDial(s.address(), lumber.CompressionLevel(level), lumber.Timeout(5*time.Second))
		require.NoError(t, err)
		events, want := beats(0, 1000)
		got, err := c.Send(events)
		require.NoError(t, err)
		assert.Equal(t, 1000, got)
		assert.Equal(t, want, next.bodies())
		assert.Greater(t, next.count(), 3, "handed on in parts")
		require.NoError(t, c.Close())
	}
}

func TestBeatsClientTLS(t *testing.T) {
	dir := t.TempDir()
	authority := newAuthority(t, dir)
	authority.issue(t, dir, "server", "127.0.0.1")
	authority.issue(t, dir, "filebeat-7", "edge-7.example.com")
	server := configtls.ServerConfig{Config: configtls.Config{
		CertFile: filepath.Join(dir, "server.pem"), KeyFile: filepath.Join(dir, "server.key"),
	}}
	roots := x509.NewCertPool()
	roots.AddCert(authority.cert)
	pair, err := tls.LoadX509KeyPair(filepath.Join(dir, "filebeat-7.pem"), filepath.Join(dir, "filebeat-7.key"))
	require.NoError(t, err)

	for _, c := range []struct {
		name         string
		mutual, with bool
		fails        bool
	}{
		{name: "server certificate"},
		{name: "client certificate", mutual: true, with: true},
		{name: "no client certificate", mutual: true, fails: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			next := &sink{}
			s := start(t, next, func(cfg *Config) {
				own := server
				if c.mutual {
					own.ClientCAFile = filepath.Join(dir, "ca.pem")
				}
				cfg.TLS = configoptional.Some(own)
			})
			conf := &tls.Config{RootCAs: roots, ServerName: "127.0.0.1"}
			if c.with {
				conf.Certificates = []tls.Certificate{pair}
			}
			cl, err := lumber.SyncDialWith(func(network, address string) (net.Conn, error) {
				return tls.Dial(network, address, conf)
			}, s.address(), lumber.CompressionLevel(3), lumber.Timeout(5*time.Second))
			require.NoError(t, err)
			t.Cleanup(func() { _ = cl.Close() })
			events, want := beats(0, 10)
			_, err = cl.Send(events)
			if c.fails {
				require.Error(t, err)
				assert.Empty(t, next.bodies())
				return
			}
			require.NoError(t, err)
			assert.Equal(t, want, next.bodies())
			info := client.FromContext(next.last)
			assert.NotNil(t, info.Addr)
			if !c.mutual {
				assert.Nil(t, info.Auth)
				return
			}
			assert.Equal(t, "filebeat-7", info.Auth.GetAttribute("common_name"))
			assert.Equal(t, "CN=filebeat-7", info.Auth.GetAttribute("subject"))
			assert.Equal(t, []string{"edge-7.example.com"}, info.Auth.GetAttribute("dns_names"))
			assert.Nil(t, info.Auth.GetAttribute("tenant"))
			for _, name := range info.Auth.GetAttributeNames() {
				assert.NotNil(t, info.Auth.GetAttribute(name), name)
			}
		})
	}
}

// authority signs certificates for a test.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, dir string) authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	writePEM(t, filepath.Join(dir, "ca.pem"), "CERTIFICATE", der)
	return authority{cert, key}
}

func (a authority) issue(t *testing.T, dir, name, host string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if ip := net.ParseIP(host); ip != nil {
		template.IPAddresses = []net.IP{ip}
	} else {
		template.DNSNames = []string{host}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	require.NoError(t, err)
	writePEM(t, filepath.Join(dir, name+".pem"), "CERTIFICATE", der)
	private, err := x509.MarshalECPrivateKey(key)
	require.NoError(t, err)
	writePEM(t, filepath.Join(dir, name+".key"), "EC PRIVATE KEY", private)
}

func writePEM(t *testing.T, path, kind string, der []byte) {
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
}
