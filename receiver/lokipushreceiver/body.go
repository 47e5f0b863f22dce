package lokipushreceiver

import (
	"bytes"
	"compress/flate"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"
	"unsafe"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/s2"

	"github.com/lethe-otel/lethe/internal/intake"
)

const jsonType = "application/json"

var (
	errContentType = errors.New("missing or malformed Content-Type")
	errEncoding    = errors.New("Content-Encoding not supported, allowed are gzip, deflate and snappy")
	errCorrupt     = errors.New("corrupt compressed body")
)

// isJSON tells the two formats apart as Loki does: JSON by its media type,
// everything else is protobuf in a snappy block. Without a Content-Type Loki
// refuses a push.
func isJSON(r *http.Request) (bool, error) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return false, errContentType
	}
	return mediaType == jsonType, nil
}

// buffers holds the buffers for bodies as they are sent and as they are after
// decompression.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxPooledBuffer is the largest buffer that is kept. The text of a small body
// is copied out of its buffer; a larger one becomes the text itself.
const maxPooledBuffer = 1 << 20

func putBuffer(b *[]byte) {
	if cap(*b) > maxPooledBuffer {
		*b = nil
	}
	buffers.Put(b)
}

// take makes the text of what a buffer holds.
func take(b *[]byte) string {
	if len(*b) <= maxPooledBuffer/2 {
		return string(*b)
	}
	text := unsafe.String(unsafe.SliceData(*b), len(*b))
	*b = nil
	return text
}

// readText reads the body and decompresses it. The text is charged to the cost;
// the buffers on the way live only here.
func readText(r *http.Request, asJSON bool, c *cost) (string, error) {
	body, snappy, err := decompress(r, asJSON)
	if err != nil {
		return "", err
	}
	defer body.Close()
	raw := buffers.Get().(*[]byte)
	defer putBuffer(raw)
	if *raw, err = readAll((*raw)[:0], body, c); err != nil {
		return "", err
	}
	if !snappy {
		return take(raw), nil
	}
	text, err := unsnap(*raw, c)
	if asJSON && errors.Is(err, errCorrupt) {
		// Loki takes no notice of the header and reads the body as it is.
		return take(raw), nil
	}
	return text, err
}

// maxSnappyRatio is more than a snappy block can hold of its own size: a copy
// of 64 bytes takes three.
const maxSnappyRatio = 32

// unsnap decompresses a snappy block. What its header says of its length is
// believed only as far as a block of that size can hold it.
func unsnap(block []byte, c *cost) (string, error) {
	size, err := s2.DecodedLen(block)
	if err != nil {
		return "", errCorrupt
	}
	if int64(size) > c.limit {
		return "", errTooLarge
	}
	if size > maxSnappyRatio*len(block) {
		return "", errCorrupt
	}
	if err := c.take(int64(size)); err != nil {
		return "", err
	}
	decoded := buffers.Get().(*[]byte)
	defer putBuffer(decoded)
	if cap(*decoded) < size {
		*decoded = make([]byte, size)
	}
	text, err := s2.Decode((*decoded)[:cap(*decoded)], block)
	if err != nil {
		return "", errCorrupt
	}
	*decoded = text
	return take(decoded), nil
}

// decompress returns what reads the body, and whether that is a snappy block.
// Protobuf always is one, below gzip and deflate too. To close it leaves the
// request's body open, the rest of which may be read after a refusal.
func decompress(r *http.Request, asJSON bool) (body io.ReadCloser, snappy bool, err error) {
	switch r.Header.Get("Content-Encoding") {
	case "":
		return io.NopCloser(r.Body), !asJSON, nil
	case "snappy":
		return io.NopCloser(r.Body), true, nil
	case "gzip":
		body, err = intake.Gunzip(r.Body)
	case "deflate":
		body, err = inflate(r.Body)
	default:
		return nil, false, errEncoding
	}
	if errors.Is(err, io.EOF) {
		return http.NoBody, !asJSON, nil // Nothing was compressed.
	}
	if err != nil {
		return nil, false, bodyError(err)
	}
	return inflated{body}, !asJSON, nil
}

// readAll appends all that the reader gives. It never allocates for more than
// has arrived.
func readAll(b []byte, r io.Reader, c *cost) ([]byte, error) {
	charged := 0
	for {
		if len(b) == cap(b) {
			// A large one grows by a quarter, because it and its copy are there at
			// once.
			more := max(4<<10, len(b))
			if len(b) > maxPooledBuffer {
				more = len(b) / 4
			}
			grown := make([]byte, len(b), len(b)+more)
			copy(grown, b)
			b = grown
		}
		n, err := r.Read(b[len(b):min(cap(b), len(b)+readStep)])
		b = b[:len(b)+n]
		if err := c.take(int64(len(b) - charged)); err != nil {
			return b, err
		}
		charged = len(b)
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, err
		}
	}
}

// readStep bounds what is read before it is charged.
const readStep = 256 << 10

// inflated is a body that is decompressed.
type inflated struct{ io.ReadCloser }

func (r inflated) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	if err != nil {
		err = bodyError(err)
	}
	return n, err
}

// inflate decompresses a body in the format that Loki calls deflate, which is the
// bare one, and in the one that HTTP calls so, which has a header of zlib. A bare
// stream cannot begin like that header.
func inflate(body io.Reader) (io.ReadCloser, error) {
	var head [2]byte
	n, err := io.ReadFull(body, head[:])
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	body = io.MultiReader(bytes.NewReader(head[:n]), body)
	if n == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(body)
	}
	return flate.NewReader(body), nil
}

// bodyError tells a body that cannot be decompressed from one that cannot be
// read.
func bodyError(err error) error {
	if errors.Is(err, io.EOF) {
		return err
	}
	if _, ok := errors.AsType[flate.CorruptInputError](err); ok ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) ||
		errors.Is(err, zlib.ErrHeader) || errors.Is(err, zlib.ErrChecksum) || errors.Is(err, zlib.ErrDictionary) {
		return fmt.Errorf("%w: %w", errCorrupt, err)
	}
	return err
}
