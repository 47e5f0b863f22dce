package lumberjackreceiver

import (
	"fmt"
	"net"
	"sync/atomic"
	"testing"
	"time"

	lumber "github.com/elastic/go-lumber/client/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/receiver/receivertest"
)

// sender sends windows as a Beat does.
type sender struct {
	t       *testing.T
	address string
	next    atomic.Int64
}

func (*sender) Start() {}
func (*sender) Stop()  {}

// Generate sends a window of one event: the pipeline's answer to it is the
// answer to the window.
func (g *sender) Generate() []receivertest.UniqueIDAttrVal {
	id := fmt.Sprintf("event-%d", g.next.Add(1))
	c, err := lumber.SyncDial(g.address, lumber.CompressionLevel(3), lumber.Timeout(10*time.Second))
	if assert.NoError(g.t, err) {
		_, err = c.Send([]any{map[string]any{"message": "text", receivertest.UniqueIDAttrName: id}})
		assert.NoError(g.t, err)
		assert.NoError(g.t, c.Close())
	}
	return []receivertest.UniqueIDAttrVal{receivertest.UniqueIDAttrVal(id)}
}

func TestConsumeContract(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	cfg := createDefaultConfig().(*Config)
	cfg.Endpoint = l.Addr().String()
	require.NoError(t, l.Close())
	receivertest.CheckConsumeContract(receivertest.CheckConsumeContractParams{
		T:             t,
		Factory:       NewFactory(),
		Signal:        pipeline.SignalLogs,
		Config:        cfg,
		Generator:     &sender{t: t, address: cfg.Endpoint},
		GenerateCount: 40,
	})
}
