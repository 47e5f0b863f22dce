package document

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func attributes(t *testing.T, fill func(pcommon.Map)) string {
	t.Helper()
	m := pcommon.NewMap()
	fill(m)
	out := NewEncoder(OTel).appendMap(nil, m, 0, nil)
	requireUnique(t, out)
	return string(out)
}

func TestValues(t *testing.T) {
	tests := map[string]struct {
		fill func(pcommon.Map)
		want string
	}{
		"empty":           {func(pcommon.Map) {}, `{}`},
		"largest":         {func(m pcommon.Map) { m.PutInt("k", math.MaxInt64) }, `{"k":9223372036854775807}`},
		"not a number":    {func(m pcommon.Map) { m.PutDouble("k", math.NaN()) }, `{"k":"NaN"}`},
		"infinite":        {func(m pcommon.Map) { m.PutDouble("k", math.Inf(1)) }, `{"k":"Infinity"}`},
		"minus infinite":  {func(m pcommon.Map) { m.PutDouble("k", math.Inf(-1)) }, `{"k":"-Infinity"}`},
		"minus zero":      {func(m pcommon.Map) { m.PutDouble("k", math.Copysign(0, -1)) }, `{"k":-0.0}`},
		"large double":    {func(m pcommon.Map) { m.PutDouble("k", 1e21) }, `{"k":1e+21}`},
		"invalid UTF-8":   {func(m pcommon.Map) { m.PutStr("k", "a\xff\xc3b") }, `{"k":"a` + "\ufffd\ufffd" + `b"}`},
		"control":         {func(m pcommon.Map) { m.PutStr("k", "\x00\x1f\x7f\\\"\r") }, `{"k":"\u0000\u001f` + "\x7f" + `\\\"\r"}`},
		"half surrogate":  {func(m pcommon.Map) { m.PutStr("k", "\xed\xa0\x80") }, `{"k":"` + "\ufffd\ufffd\ufffd" + `"}`},
		"name invalid":    {func(m pcommon.Map) { m.PutStr("\xff", "v") }, `{"` + "\ufffd" + `":"v"}`},
		"null in a name":  {func(m pcommon.Map) { m.PutStr("\x00", "v") }, `{"` + "\ufffd" + `":"v"}`},
		"names that meet": {func(m pcommon.Map) { m.PutStr("\x00", "v"); m.PutStr("\xff", "w") }, `{"` + "\ufffd" + `":"v"}`},
		"name twice":      {func(m pcommon.Map) { twice(t).CopyTo(m) }, `{"k":"first"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, attributes(t, tt.fill))
		})
	}
}

// twice returns attributes with one name twice, which the functions of a map
// refuse but the wire does not.
func twice(t *testing.T) pcommon.Map {
	t.Helper()
	ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs([]byte(`{"resourceLogs":[{"resource":{"attributes":[
		{"key":"k","value":{"stringValue":"first"}},{"key":"k","value":{"stringValue":"second"}}]}}]}`))
	require.NoError(t, err)
	return ld.ResourceLogs().At(0).Resource().Attributes()
}

func TestLargeMapsHoldEveryKeyOnce(t *testing.T) {
	m := pcommon.NewMap()
	for i := range 10 * listLimit {
		inner := m.PutEmptyMap("key" + strings.Repeat("x", i))
		for j := range 2 * listLimit {
			inner.PutInt("inner"+strings.Repeat("y", j), int64(j))
		}
	}
	e := NewEncoder(OTel)
	out := e.appendMap(nil, m, 0, nil)
	requireUnique(t, out)
	var back map[string]map[string]int
	require.NoError(t, json.Unmarshal(out, &back))
	assert.Len(t, back, 10*listLimit)
	assert.Len(t, back["key"], 2*listLimit)
	assert.Empty(t, e.tables)
	assert.Empty(t, e.seen)
}

func TestLongTextsComeInPieces(t *testing.T) {
	for name, text := range map[string]string{
		"short": strings.Repeat("漢", safeBytes/3),
		"just":  strings.Repeat("x", pieceBytes),
		"long":  "x" + strings.Repeat("漢", pieceBytes),
	} {
		out := attributes(t, func(m pcommon.Map) { m.PutStr("k", text) })
		var whole struct{ K any }
		require.NoError(t, json.Unmarshal([]byte(out), &whole))
		list, isList := whole.K.([]any)
		assert.Equal(t, len(text) > pieceBytes, isList, name)
		if !isList {
			assert.Equal(t, text, whole.K, name)
			continue
		}
		var again strings.Builder
		for _, piece := range list {
			assert.LessOrEqual(t, len(piece.(string)), pieceBytes)
			again.WriteString(piece.(string))
		}
		assert.Equal(t, text, again.String(), name)
	}
	// Text that is not UTF-8 grows.
	out := attributes(t, func(m pcommon.Map) { m.PutStr("k", strings.Repeat("\xff\x41", pieceBytes/2)) })
	assert.Contains(t, out, `"k":[`)
	// Bodies stay in one piece: they are no flattened field.
	lr := plog.NewLogRecord()
	lr.Body().SetStr(strings.Repeat("x", 2*pieceBytes))
	assert.Contains(t, string(NewEncoder(OTel).AppendLog(nil, lr)), `"text":"`+strings.Repeat("x", 2*pieceBytes)+`"`)
}

func TestLongNamesStayApart(t *testing.T) {
	long := strings.Repeat("é", maxKeyBytes)
	a, b := canonicalKey(long+"a"), canonicalKey(long+"b")
	assert.NotEqual(t, a, b)
	assert.LessOrEqual(t, len(a), maxKeyBytes)
	assert.Equal(t, a, canonicalKey(a))
}

func TestTimesKeepTheirNanoseconds(t *testing.T) {
	for ts, want := range map[pcommon.Timestamp]string{
		0:                         `"1970-01-01T00:00:00.000000000Z"`,
		1:                         `"1970-01-01T00:00:00.000000001Z"`,
		1_795_373_805_120_000_000: `"2026-11-22T18:56:45.120000000Z"`,
		math.MaxInt64:             `"2262-04-11T23:47:16.854775807Z"`,
	} {
		assert.Equal(t, want, string(appendTime(nil, ts)))
	}
}

func TestDurationIsExact(t *testing.T) {
	span := ptrace.NewSpan()
	assert.Empty(t, appendDuration(nil, "duration", span))
	span.SetStartTimestamp(10)
	span.SetEndTimestamp(7)
	assert.Equal(t, `,"duration":-3`, string(appendDuration(nil, "duration", span)))
}

func TestObservedTimeIsFound(t *testing.T) {
	for _, mapping := range []Mapping{OTel, ECS} {
		e := NewEncoder(mapping)
		e.SetScope(pcommon.NewResource(), "", pcommon.NewInstrumentationScope(), "")
		lr := plog.NewLogRecord()
		lr.SetObservedTimestamp(1_795_373_805_000_000_000)
		_ = e.AppendLog(nil, lr)
		from, to := e.Observed()
		assert.Equal(t, from, to, "it is the record's only time")

		lr.SetTimestamp(1)
		without := func(doc []byte) string {
			from, to := e.Observed()
			return string(doc[:from]) + string(doc[to:])
		}
		first := without(e.AppendLog(nil, lr))
		lr.SetObservedTimestamp(1_795_373_999_000_000_000)
		assert.Equal(t, first, without(e.AppendLog(nil, lr)))
		assert.NotContains(t, first, "2026")
	}
}

// Two attributes for one field would lose one of them.
func TestFieldsOfTheSchemaAreDistinct(t *testing.T) {
	names := map[string]string{}
	for _, fields := range []map[string]field{resourceFields, recordFields} {
		for attribute, f := range fields {
			assert.Empty(t, names[f.name], "%s and %s", attribute, names[f.name])
			names[f.name] = attribute
		}
	}
}

// requireUnique fails unless doc is one valid JSON value in which no object
// holds a name twice.
func requireUnique(t testing.TB, doc []byte) {
	t.Helper()
	require.True(t, json.Valid(doc), "%q", doc)
	dec := json.NewDecoder(strings.NewReader(string(doc)))
	var walk func()
	walk = func() {
		token, err := dec.Token()
		require.NoError(t, err)
		switch token {
		case json.Delim('{'):
			names := map[string]bool{}
			for dec.More() {
				name, err := dec.Token()
				require.NoError(t, err)
				require.False(t, names[name.(string)], "%q twice in %q", name, doc)
				names[name.(string)] = true
				walk()
			}
			_, _ = dec.Token()
		case json.Delim('['):
			for dec.More() {
				walk()
			}
			_, _ = dec.Token()
		}
	}
	walk()
}
