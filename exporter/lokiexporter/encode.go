package lokiexporter

import "math/bits"

// The wire format of a push, written by hand (pkg/push/push.proto of Loki):
//
//	PushRequest   { repeated Stream streams = 1 }
//	Stream        { string labels = 1; repeated Entry entries = 2 }
//	Entry         { Timestamp timestamp = 1; string line = 2; repeated Pair structuredMetadata = 3 }
//	Timestamp     { int64 seconds = 1; int32 nanos = 2 }
//	Pair          { string name = 1; string value = 2 }
//
// Every field number used is below 16, so every tag is one byte.
const (
	tagBytes1  = 1<<3 | 2
	tagBytes2  = 2<<3 | 2
	tagBytes3  = 3<<3 | 2
	tagVarint1 = 1 << 3
	tagVarint2 = 2 << 3
)

// appendEntry appends one entry as a field of its stream. The timestamp is in
// nanoseconds since 1970.
func appendEntry(b []byte, timestamp uint64, line string, metadata []pair) []byte {
	seconds, nanos := timestamp/1e9, timestamp%1e9
	timeSize := 0
	if seconds > 0 {
		timeSize += 1 + varintSize(seconds)
	}
	if nanos > 0 {
		timeSize += 1 + varintSize(nanos)
	}
	size := bytesFieldSize(timeSize)
	if line != "" {
		size += bytesFieldSize(len(line))
	}
	for _, p := range metadata {
		size += bytesFieldSize(pairSize(p))
	}

	b = append(b, tagBytes2)
	b = appendVarint(b, uint64(size))
	b = append(b, tagBytes1)
	b = appendVarint(b, uint64(timeSize))
	if seconds > 0 {
		b = append(b, tagVarint1)
		b = appendVarint(b, seconds)
	}
	if nanos > 0 {
		b = append(b, tagVarint2)
		b = appendVarint(b, nanos)
	}
	if line != "" {
		b = appendString(b, tagBytes2, line)
	}
	for _, p := range metadata {
		b = append(b, tagBytes3)
		b = appendVarint(b, uint64(pairSize(p)))
		b = appendString(b, tagBytes1, p.name)
		b = appendString(b, tagBytes2, p.value)
	}
	return b
}

// pairSize is the size of a pair's message; neither name nor value is empty.
func pairSize(p pair) int {
	return bytesFieldSize(len(p.name)) + bytesFieldSize(len(p.value))
}

// appendPushHead appends all of a push that stands before the entries, which
// take entriesSize bytes.
func appendPushHead(b []byte, labels string, entriesSize int) []byte {
	b = append(b, tagBytes1)
	b = appendVarint(b, uint64(bytesFieldSize(len(labels))+entriesSize))
	return appendString(b, tagBytes1, labels)
}

// pushSize is the size of a push with one stream.
func pushSize(labels string, entriesSize int) int {
	return bytesFieldSize(bytesFieldSize(len(labels)) + entriesSize)
}

func appendString(b []byte, tag byte, s string) []byte {
	b = append(b, tag)
	b = appendVarint(b, uint64(len(s)))
	return append(b, s...)
}

func appendVarint(b []byte, v uint64) []byte {
	for v >= 0x80 {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}

func varintSize(v uint64) int { return (bits.Len64(v|1) + 6) / 7 }

// bytesFieldSize is the size of a field of n bytes, its tag and length included.
func bytesFieldSize(n int) int { return 1 + varintSize(uint64(n)) + n }
