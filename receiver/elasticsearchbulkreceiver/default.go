package elasticsearchbulkreceiver

import (
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
)

const (
	mib = 1 << 20

	// defaultEndpoint is beside 9200, where Elasticsearch itself may be.
	defaultEndpoint = "localhost:9201"
	// defaultVersion is one that all clients take: some know no 9.
	defaultVersion = "8.19.9"
	// defaultBodySize is above what senders make (Logstash, with 20 MiB, makes the
	// most) and below what would endanger a gateway of 288 MiB: as records, a
	// request takes several times its size.
	defaultBodySize       = 32 * mib
	defaultInFlight       = 128 * mib
	defaultDocumentSize   = 4 * mib
	defaultActionSize     = 16 << 10
	defaultActions        = 100_000
	defaultDepth          = 64
	defaultFields         = 1 << 16
	defaultConnections    = 2000
	defaultReadTimeout    = time.Minute
	defaultWriteTimeout   = 2 * time.Minute
	maxDepth              = 1000
	smallestActionSize    = 1 << 10
	smallestDocumentSize  = 1 << 10
	largestActionSize     = mib
	largestDocumentSize   = 1 << 30
	largestPathPrefixSize = 256
)

func createDefaultConfig() component.Config {
	server := confighttp.NewDefaultServerConfig()
	server.NetAddr.Endpoint = defaultEndpoint
	server.MaxRequestBodySize = defaultBodySize
	server.CompressionAlgorithms = []string{"", "gzip", "zstd", "zlib", "deflate"}
	server.ReadTimeout = defaultReadTimeout
	server.WriteTimeout = defaultWriteTimeout
	return &Config{
		ServerConfig: server,
		Version:      defaultVersion,
		Limits: LimitsConfig{
			MaxDocumentBytes: defaultDocumentSize,
			MaxActionBytes:   defaultActionSize,
			MaxActions:       defaultActions,
			MaxInFlightBytes: defaultInFlight,
			MaxDepth:         defaultDepth,
			MaxFields:        defaultFields,
			MaxConnections:   defaultConnections,
		},
	}
}
