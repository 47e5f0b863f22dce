//go:build e2e

package attack

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

// The doors as they ship: with TLS, and certificates for Lumberjack. Nobody has
// to show one to begin a handshake.
func TestAttackTLS(t *testing.T) {
	raiseFiles(t)
	g := startTarget(t, gateway.ShippedConfig("agents.yaml"))
	ca, err := os.ReadFile(g.files.CA)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	require.True(t, pool.AppendCertsFromPEM(ca))
	own, err := tls.LoadX509KeyPair(g.files.ClientCert, g.files.ClientKey)
	require.NoError(t, err)
	secure := &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{own}, ServerName: "localhost"}
	var attacks []attack
	for _, door := range []struct {
		name string
		addr func(g *target) string
	}{
		{"beats", func(g *target) string { return g.beats }},
		{"bulk", func(g *target) string { return g.bulk }},
	} {
		open := func(name string, first string) attack {
			return attack{name: door.name + ": " + name, workers: 16, lasts: 3 * time.Second, run: func(ctx context.Context, g *target, t *told) {
				held := 0
				for range 625 {
					conn, err := dial(ctx, door.addr(g))
					if err != nil {
						break
					}
					_, _ = io.WriteString(conn, first)
					held++
				}
				<-ctx.Done()
				t.add(fmt.Sprintf("held %d", held), nil)
			}}
		}
		attacks = append(attacks,
			open("10,000 handshakes not begun", ""),
			open("10,000 half handshakes", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"+mark),
			attack{name: door.name + ": handshakes without an end", workers: 32, lasts: 3 * time.Second, run: func(ctx context.Context, g *target, t *told) {
				for n := 0; ; n++ {
					conn, err := dial(ctx, door.addr(g))
					if err != nil || ctx.Err() != nil {
						t.add(fmt.Sprintf("%d handshakes", n/100*100), nil)
						return
					}
					_ = tls.Client(conn, &tls.Config{RootCAs: pool, ServerName: "localhost"}).HandshakeContext(ctx)
					conn.Close()
				}
			}},
			attack{name: door.name + ": not TLS", workers: 4, run: func(ctx context.Context, g *target, t *told) {
				for ctx.Err() == nil {
					what, answer := exchange(ctx, door.addr(g), []byte(head("/_bulk", "X: "+mark)), windowFrame(1))
					t.add(what, answer)
				}
			}},
		)
	}
	g.stand(t, attacks, secure)
}
