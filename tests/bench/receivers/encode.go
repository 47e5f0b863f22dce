package main

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/golang/snappy"
	"github.com/tinylib/msgp/msgp"
	"google.golang.org/protobuf/encoding/protowire"
)

// document is the line as Filebeat sends it.
func document(l line) ([]byte, error) {
	return json.Marshal(map[string]any{
		"@timestamp": l.at.Format("2006-01-02T15:04:05.000000000Z"),
		"message":    l.text,
		"log":        map[string]any{"level": l.level, "offset": l.offset, "file": map[string]any{"path": path}},
		"host":       map[string]any{"name": host},
		"service":    map[string]any{"name": service},
	})
}

func post(path, contentType, contentEncoding string, body []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST %s HTTP/1.1\r\nHost: gateway\r\nContent-Type: %s\r\n", path, contentType)
	if contentEncoding != "" {
		fmt.Fprintf(&b, "Content-Encoding: %s\r\n", contentEncoding)
	}
	fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n", len(body))
	b.Write(body)
	return b.Bytes()
}

func zip(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

func bulkBody(lines []line) ([]byte, error) {
	var b bytes.Buffer
	for _, l := range lines {
		doc, err := document(l)
		if err != nil {
			return nil, err
		}
		b.WriteString(`{"create":{"_index":"filebeat-8.19.0"}}` + "\n")
		b.Write(doc)
		b.WriteByte('\n')
	}
	return b.Bytes(), nil
}

// Beats ask for these fields of the answer alone.
const bulkPath = "/_bulk?filter_path=errors%2Citems.%2A.error%2Citems.%2A.status"

func bulk(lines []line) ([]byte, error) {
	body, err := bulkBody(lines)
	return post(bulkPath, "application/x-ndjson", "", body), err
}

func bulkGzip(lines []line) ([]byte, error) {
	body, err := bulkBody(lines)
	return post(bulkPath, "application/x-ndjson", "gzip", zip(body)), err
}

// window is one window of Lumberjack v2, its frames compressed or not.
func window(lines []line, compressed bool) ([]byte, error) {
	var frames bytes.Buffer
	for i, l := range lines {
		doc, err := document(l)
		if err != nil {
			return nil, err
		}
		frames.WriteString("2J")
		frames.Write(binary.BigEndian.AppendUint32(nil, uint32(i+1)))
		frames.Write(binary.BigEndian.AppendUint32(nil, uint32(len(doc))))
		frames.Write(doc)
	}
	out := binary.BigEndian.AppendUint32([]byte("2W"), uint32(len(lines)))
	if !compressed {
		return append(out, frames.Bytes()...), nil
	}
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(frames.Bytes()) // a buffer takes everything
	_ = w.Close()
	out = binary.BigEndian.AppendUint32(append(out, "2C"...), uint32(b.Len()))
	return append(out, b.Bytes()...), nil
}

func lumberjack(lines []line) ([]byte, error)           { return window(lines, false) }
func lumberjackCompressed(lines []line) ([]byte, error) { return window(lines, true) }

// labels are what an agent makes of the fields that all lines share.
const labels = `{host="` + host + `", service_name="` + service + `", filename="` + path + `"}`

func lokiProtobuf(lines []line) ([]byte, error) {
	var stream []byte
	stream = protowire.AppendTag(stream, 1, protowire.BytesType)
	stream = protowire.AppendString(stream, labels)
	for _, l := range lines {
		var at, entry []byte
		at = protowire.AppendTag(at, 1, protowire.VarintType)
		at = protowire.AppendVarint(at, uint64(l.at.Unix()))
		at = protowire.AppendTag(at, 2, protowire.VarintType)
		at = protowire.AppendVarint(at, uint64(l.at.Nanosecond()))
		entry = protowire.AppendTag(entry, 1, protowire.BytesType)
		entry = protowire.AppendBytes(entry, at)
		entry = protowire.AppendTag(entry, 2, protowire.BytesType)
		entry = protowire.AppendString(entry, l.text)
		for _, kv := range [][2]string{{"level", l.level}, {"offset", strconv.Itoa(l.offset)}} {
			var pair []byte
			pair = protowire.AppendTag(pair, 1, protowire.BytesType)
			pair = protowire.AppendString(pair, kv[0])
			pair = protowire.AppendTag(pair, 2, protowire.BytesType)
			pair = protowire.AppendString(pair, kv[1])
			entry = protowire.AppendTag(entry, 3, protowire.BytesType)
			entry = protowire.AppendBytes(entry, pair)
		}
		stream = protowire.AppendTag(stream, 2, protowire.BytesType)
		stream = protowire.AppendBytes(stream, entry)
	}
	var push []byte
	push = protowire.AppendTag(push, 1, protowire.BytesType)
	push = protowire.AppendBytes(push, stream)
	return post(lokiPath, "application/x-protobuf", "", snappy.Encode(nil, push)), nil
}

const lokiPath = "/loki/api/v1/push"

func lokiJSON(lines []line) ([]byte, error) {
	values := make([]any, len(lines))
	for i, l := range lines {
		values[i] = []any{
			strconv.FormatInt(l.at.UnixNano(), 10), l.text,
			map[string]string{"level": l.level, "offset": strconv.Itoa(l.offset)},
		}
	}
	body, err := json.Marshal(map[string]any{"streams": []any{map[string]any{
		"stream": map[string]string{"host": host, "service_name": service, "filename": path},
		"values": values,
	}}})
	return post(lokiPath, "application/json", "gzip", zip(body)), err
}

// appendRecord appends the fields of a line as the forward protocol has them.
func appendRecord(b []byte, l line) []byte {
	b = msgp.AppendMapHeader(b, 6)
	for _, kv := range [][2]string{
		{"message", l.text}, {"level", l.level}, {"path", path}, {"host", host}, {"service", service},
	} {
		b = msgp.AppendString(msgp.AppendString(b, kv[0]), kv[1])
	}
	return msgp.AppendInt(msgp.AppendString(b, "offset"), l.offset)
}

const fluentTag = "app.log"

// fluentPacked is the cheapest mode of the forward protocol, which Fluentd and
// Fluent Bit use: many entries in one message, which asks for an answer.
func fluentPacked(lines []line) ([]byte, error) {
	var entries []byte
	for _, l := range lines {
		entries = msgp.AppendArrayHeader(entries, 2)
		entries = appendEventTime(entries, l.at)
		entries = appendRecord(entries, l)
	}
	b := msgp.AppendArrayHeader(nil, 3)
	b = msgp.AppendString(b, fluentTag)
	b = msgp.AppendBytes(b, entries)
	b = msgp.AppendMapHeader(b, 2)
	b = msgp.AppendInt(msgp.AppendString(b, "size"), len(lines))
	b = msgp.AppendString(msgp.AppendString(b, "chunk"), fluentChunk)
	return b, nil
}

// fluentMessages is the mode of the loggers in programs and of Docker's driver:
// a message for each line. The last one asks for an answer, which comes when all
// before it are taken.
func fluentMessages(lines []line) ([]byte, error) {
	var b []byte
	for i, l := range lines {
		last := i == len(lines)-1
		n := uint32(3)
		if last {
			n = 4
		}
		b = msgp.AppendArrayHeader(b, n)
		b = msgp.AppendString(b, fluentTag)
		b = appendEventTime(b, l.at)
		b = appendRecord(b, l)
		if last {
			b = msgp.AppendMapHeader(b, 1)
			b = msgp.AppendString(msgp.AppendString(b, "chunk"), fluentChunk)
		}
	}
	return b, nil
}

const fluentChunk = "Y2h1bmsgb2YgdGhlIGJlbmNo"

// appendEventTime appends the time as the protocol's extension 0: seconds and
// nanoseconds, four bytes each.
func appendEventTime(b []byte, at time.Time) []byte {
	b = append(b, 0xd7, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(at.Unix()))
	return binary.BigEndian.AppendUint32(b, uint32(at.Nanosecond()))
}
