package intake

import (
	"errors"
	"io"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"go.opentelemetry.io/collector/config/confighttp"
)

// zstdWindow is the largest window of a zstd frame: what RFC 8878 recommends
// every decoder to support. The library's own bound is 512 MiB, which a frame of
// a few bytes may ask for.
const zstdWindow = 8 << 20

// Decoders are options for the server: gzip and zstd with decoders that are used
// again and whose memory does not depend on what a sender writes into a header.
// max_request_body_size bounds what they give, as it bounds what they read.
func Decoders() []confighttp.ToServerOption {
	return []confighttp.ToServerOption{
		confighttp.WithDecoder("gzip", Gunzip),
		confighttp.WithDecoder("zstd", newZstd),
	}
}

var errClosed = errors.New("read from a closed decoder")

var gzipReaders = sync.Pool{New: func() any { return new(gzip.Reader) }}

type gzipBody struct{ r *gzip.Reader }

// Gunzip decompresses a body with a decoder that is used again. It must be closed,
// and does not close the body.
func Gunzip(body io.ReadCloser) (io.ReadCloser, error) {
	r := gzipReaders.Get().(*gzip.Reader)
	if err := r.Reset(body); err != nil {
		gzipReaders.Put(r)
		return nil, err
	}
	return &gzipBody{r}, nil
}

func (b *gzipBody) Read(p []byte) (int, error) {
	if b.r == nil {
		return 0, errClosed
	}
	return b.r.Read(p)
}

func (b *gzipBody) Close() error {
	if b.r != nil {
		gzipReaders.Put(b.r)
		b.r = nil
	}
	return nil
}

var zstdReaders = sync.Pool{New: func() any {
	// One goroutine, the caller's: a request is one stream, and there are many.
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow))
	if err != nil {
		panic(err) // Fixed options.
	}
	return r
}}

type zstdBody struct{ r *zstd.Decoder }

func newZstd(body io.ReadCloser) (io.ReadCloser, error) {
	r := zstdReaders.Get().(*zstd.Decoder)
	if err := r.Reset(body); err != nil {
		zstdReaders.Put(r)
		return nil, err
	}
	return &zstdBody{r}, nil
}

func (b *zstdBody) Read(p []byte) (int, error) {
	if b.r == nil {
		return 0, errClosed
	}
	return b.r.Read(p)
}

func (b *zstdBody) Close() error {
	if b.r == nil {
		return nil
	}
	r := b.r
	b.r = nil
	if err := r.Reset(nil); err != nil {
		return err
	}
	zstdReaders.Put(r)
	return nil
}
