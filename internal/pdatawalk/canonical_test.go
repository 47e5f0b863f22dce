package pdatawalk

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// readValue reads the canonical form back. That it can be read is the proof
// that no two values share it.
func readValue(r *bytes.Reader, v pcommon.Value, depth int) error {
	t, err := r.ReadByte()
	if err != nil {
		return err
	}
	switch pcommon.ValueType(t) {
	case pcommon.ValueTypeEmpty:
		return nil
	case pcommon.ValueTypeStr:
		s, err := readText(r)
		v.SetStr(s)
		return err
	case pcommon.ValueTypeInt, pcommon.ValueTypeDouble:
		var b [8]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return err
		}
		n := binary.LittleEndian.Uint64(b[:])
		if pcommon.ValueType(t) == pcommon.ValueTypeInt {
			v.SetInt(int64(n))
		} else {
			v.SetDouble(math.Float64frombits(n))
		}
		return nil
	case pcommon.ValueTypeBool:
		b, err := r.ReadByte()
		v.SetBool(b == 1)
		return err
	case pcommon.ValueTypeMap:
		return readMap(r, v.SetEmptyMap(), depth+1)
	case pcommon.ValueTypeSlice:
		n, err := binary.ReadUvarint(r)
		if err != nil {
			return err
		}
		s := v.SetEmptySlice()
		for range n {
			if err := readValue(r, s.AppendEmpty(), depth+1); err != nil {
				return err
			}
		}
		return nil
	case pcommon.ValueTypeBytes:
		s, err := readText(r)
		v.SetEmptyBytes().FromRaw([]byte(s))
		return err
	}
	return fmt.Errorf("unknown type %d", t)
}

func readMap(r *bytes.Reader, m pcommon.Map, depth int) error {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return err
	}
	for range n {
		k, err := readText(r)
		if err != nil {
			return err
		}
		if err := readValue(r, m.PutEmpty(k), depth); err != nil {
			return err
		}
	}
	return nil
}

func readText(r *bytes.Reader) (string, error) {
	n, err := binary.ReadUvarint(r)
	if err != nil {
		return "", err
	}
	if n > uint64(r.Len()) {
		return "", errors.New("too long")
	}
	b := make([]byte, n)
	_, err = io.ReadFull(r, b)
	return string(b), err
}

func TestCanonicalValueIsReversible(t *testing.T) {
	v := pcommon.NewValueMap()
	m := v.Map()
	m.PutStr("text", "x")
	m.PutStr("", "")
	m.PutStr("long", string(make([]byte, 300)))
	m.PutInt("int", -1)
	m.PutDouble("double", 1.5)
	m.PutBool("yes", true)
	m.PutBool("no", false)
	m.PutEmpty("empty")
	m.PutEmptyBytes("bytes").FromRaw([]byte{0, 1})
	s := m.PutEmptySlice("slice")
	s.AppendEmpty().SetStr("a")
	s.AppendEmpty().SetEmptySlice()
	m.PutEmptyMap("map").PutEmptyMap("map").PutStr("k", "v")

	back := pcommon.NewValueEmpty()
	r := bytes.NewReader(AppendValue(nil, v))
	require.NoError(t, readValue(r, back, 0))
	assert.Zero(t, r.Len())
	assert.True(t, v.Equal(back))
}

func TestCanonicalTellsApart(t *testing.T) {
	forms := map[string]int{}
	for i, make := range []func(pcommon.Map){
		func(pcommon.Map) {},
		func(m pcommon.Map) { m.PutStr("ab", "c") },
		func(m pcommon.Map) { m.PutStr("a", "bc") },
		func(m pcommon.Map) { m.PutStr("a", "b"); m.PutStr("c", "") },
		func(m pcommon.Map) { m.PutStr("a", ""); m.PutStr("b", "c") },
		func(m pcommon.Map) { m.PutInt("a", 1) },
		func(m pcommon.Map) { m.PutDouble("a", math.Float64frombits(1)) },
		func(m pcommon.Map) { m.PutStr("a", "1") },
		func(m pcommon.Map) { m.PutBool("a", true) },
		func(m pcommon.Map) { m.PutBool("a", false) },
		func(m pcommon.Map) { m.PutEmpty("a") },
		func(m pcommon.Map) { m.PutStr("a", "") },
		func(m pcommon.Map) { m.PutEmptyBytes("a") },
		func(m pcommon.Map) { m.PutEmptyMap("a") },
		func(m pcommon.Map) { m.PutEmptySlice("a") },
		func(m pcommon.Map) { m.PutEmptySlice("a").AppendEmpty() },
		func(m pcommon.Map) { m.PutEmptyMap("a").PutEmpty("") },
	} {
		m := pcommon.NewMap()
		make(m)
		form := string(AppendMap(nil, m))
		before, known := forms[form]
		assert.False(t, known, "%d and %d", before, i)
		forms[form] = i
	}
}

// A record id must not change from one release to the next: a resend across
// an upgrade, and every replica beside a newer one, would store twice.
func TestCanonicalFormIsFixed(t *testing.T) {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.SetSchemaUrl("u")
	rl.Resource().Attributes().PutStr("r", "1")
	sl := rl.ScopeLogs().AppendEmpty()
	sl.Scope().SetName("n")
	sl.Scope().SetVersion("v")
	r := sl.LogRecords().AppendEmpty()
	r.SetTimestamp(1)
	r.SetObservedTimestamp(2)
	r.SetTraceID([16]byte{1})
	r.SetSpanID([8]byte{2})
	r.SetFlags(1)
	r.SetSeverityNumber(9)
	r.SetSeverityText("I")
	r.SetEventName("e")
	r.Body().SetStr("b")
	r.Attributes().PutInt("a", 5)
	assert.Equal(t, "R\x01u\x00\x01\x01r\x01\x011", string(AppendResource(nil, Group{Resource: rl.Resource(), Schema: rl})))
	assert.Equal(t, "S\x00\x01n\x01v\x00\x00", string(AppendScope(nil, Group{Scope: sl.Scope(), Schema: sl})))
	log := "L\x01\x00\x00\x00\x00\x00\x00\x00" + "\x01" + string(make([]byte, 15)) + "\x02" + string(make([]byte, 7)) +
		"\x01\x09\x00\x01I\x01e\x01\x01b\x01\x01a\x02\x05\x00\x00\x00\x00\x00\x00\x00"
	assert.Equal(t, log, string(AppendLog(nil, r)))
	r.SetObservedTimestamp(3)
	assert.Equal(t, log, string(AppendLog(nil, r)), "the observed time of a record with a time")
	r.SetTimestamp(0)
	assert.NotEqual(t, log, string(AppendLog(nil, r)))

	s := ptrace.NewSpan()
	s.SetName("n")
	s.SetStartTimestamp(1)
	s.SetEndTimestamp(2)
	s.Events().AppendEmpty().SetName("e")
	s.Links().AppendEmpty().SetFlags(1)
	span := "T" + string(make([]byte, 16+8+8)) + "\x01\x00\x00\x00\x00\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00" +
		"\x00\x00\x00\x00\x00\x00\x01n\x00\x00\x00" +
		"\x01" + string(make([]byte, 8)) + "\x01e\x00\x00" +
		"\x01" + string(make([]byte, 16+8)) + "\x01\x00\x00\x00"
	assert.Equal(t, span, string(AppendSpan(nil, s)))
}

func FuzzCanonicalValue(f *testing.F) {
	v := pcommon.NewValueMap()
	v.Map().PutEmptySlice("a").AppendEmpty().SetInt(3)
	f.Add(AppendValue(nil, v))
	f.Add([]byte{1, 2, 'a', 'b'})
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) > maxCanonicalDepth {
			return // deeper values are cut
		}
		v := pcommon.NewValueEmpty()
		if readValue(bytes.NewReader(b), v, 0) != nil {
			return
		}
		form := AppendValue(nil, v)
		back := pcommon.NewValueEmpty()
		r := bytes.NewReader(form)
		if err := readValue(r, back, 0); err != nil || r.Len() != 0 {
			t.Fatalf("not readable: %v", err)
		}
		if !bytes.Equal(form, AppendValue(nil, back)) {
			t.Fatal("not the same again")
		}
	})
}

func BenchmarkAppendLog(b *testing.B) {
	r := plog.NewLogRecord()
	r.SetTimestamp(1_700_000_000_000_000_001)
	r.Body().SetStr(string(make([]byte, 200)))
	for i := range 6 {
		r.Attributes().PutStr(fmt.Sprintf("attribute.%d", i), "some value here")
	}
	buf := AppendLog(nil, r)
	b.ReportAllocs()
	b.SetBytes(int64(len(buf)))
	for b.Loop() {
		buf = AppendLog(buf[:0], r)
	}
}

func TestCanonicalDepthIsBounded(t *testing.T) {
	v := pcommon.NewValueEmpty()
	for at, i := v, 0; i < 100_000; i++ {
		at = at.SetEmptySlice().AppendEmpty()
	}
	assert.Less(t, len(AppendValue(nil, v)), 1000)
}
