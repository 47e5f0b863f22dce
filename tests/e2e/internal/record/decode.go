package record

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/golang/snappy"
	"github.com/klauspost/compress/zstd"
)

// Decode takes the gRPC framing and the compression off a body, as its headers
// say. Loki's protobuf pushes are snappy blocks without a header that says so.
func Decode(header http.Header, body []byte) ([]byte, error) {
	kind := header.Get("Content-Type")
	if strings.HasPrefix(kind, "application/grpc") {
		return decodeGRPC(header.Get("Grpc-Encoding"), body)
	}
	encoding := header.Get("Content-Encoding")
	if encoding == "" && kind == "application/x-protobuf" {
		if decoded, err := snappy.Decode(nil, body); err == nil {
			return decoded, nil
		}
	}
	return decompress(encoding, body)
}

// decodeGRPC joins the messages of a request: each has a byte that tells
// whether it is compressed, and four for its length.
func decodeGRPC(encoding string, body []byte) ([]byte, error) {
	var out []byte
	for len(body) > 0 {
		if len(body) < 5 {
			return nil, errors.New("a gRPC frame is cut short")
		}
		compressed, size := body[0] == 1, int(binary.BigEndian.Uint32(body[1:5]))
		if len(body)-5 < size {
			return nil, errors.New("a gRPC message is cut short")
		}
		message := body[5 : 5+size]
		body = body[5+size:]
		if compressed {
			var err error
			if message, err = decompress(encoding, message); err != nil {
				return nil, err
			}
		}
		out = append(out, message...)
	}
	return out, nil
}

func decompress(encoding string, body []byte) ([]byte, error) {
	if len(body) == 0 {
		return body, nil
	}
	switch encoding {
	case "", "identity":
		return body, nil
	case "gzip":
		reader, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(reader)
	case "zlib", "deflate":
		reader, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(reader)
	case "zstd":
		reader, err := zstd.NewReader(nil)
		if err != nil {
			return nil, err
		}
		defer reader.Close()
		return reader.DecodeAll(body, nil)
	case "snappy", "x-snappy-framed":
		// Both forms go by the name snappy; the framed one starts with its name.
		if bytes.HasPrefix(body, []byte("\xff\x06\x00\x00sNaPpY")) {
			return io.ReadAll(snappy.NewReader(bytes.NewReader(body)))
		}
		return snappy.Decode(nil, body)
	default:
		return nil, fmt.Errorf("cannot decode a body of the encoding %q", encoding)
	}
}
