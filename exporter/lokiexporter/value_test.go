package lokiexporter

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

func TestValueText(t *testing.T) {
	value := func(set func(v pcommon.Value)) pcommon.Value {
		v := pcommon.NewValueEmpty()
		set(v)
		return v
	}
	for _, tt := range []struct {
		want string
		in   pcommon.Value
	}{
		{"", pcommon.NewValueEmpty()},
		{"as it is: <a> \xff \"", pcommon.NewValueStr("as it is: <a> \xff \"")},
		{"true", pcommon.NewValueBool(true)},
		{"-9223372036854775808", pcommon.NewValueInt(math.MinInt64)},
		{"0.1", pcommon.NewValueDouble(0.1)},
		{"1e+21", pcommon.NewValueDouble(1e21)},
		{"NaN", pcommon.NewValueDouble(math.NaN())},
		{"AAH/", value(func(v pcommon.Value) { v.SetEmptyBytes().FromRaw([]byte{0, 1, 255}) })},
		{
			`{"z":1,"a":"<b> \"\\\n\u0001\ufffd ü","n":"-Infinity","nested":{"list":[null,true,"AQ==",2.5,[]]},"e":{}}`,
			value(func(v pcommon.Value) {
				m := v.SetEmptyMap()
				m.PutInt("z", 1)
				m.PutStr("a", "<b> \"\\\n\x01\xff ü")
				m.PutDouble("n", math.Inf(-1))
				list := m.PutEmptyMap("nested").PutEmptySlice("list")
				list.AppendEmpty()
				list.AppendEmpty().SetBool(true)
				list.AppendEmpty().SetEmptyBytes().Append(1)
				list.AppendEmpty().SetDouble(2.5)
				list.AppendEmpty().SetEmptySlice()
				m.PutEmptyMap("e")
			}),
		},
	} {
		assert.Equal(t, tt.want, valueText(tt.in))
	}
}

func FuzzJSONString(f *testing.F) {
	f.Add("plain")
	f.Add("quote \" backslash \\ newline \n nul \x00 bad \xff \xe2\x82 日本")
	f.Fuzz(func(t *testing.T, s string) {
		b := appendJSONString(nil, s)
		require.True(t, utf8.Valid(b))
		var got string
		require.NoError(t, json.Unmarshal(b, &got))
		var want strings.Builder
		for _, r := range s {
			want.WriteRune(r)
		}
		require.Equal(t, want.String(), got)
	})
}

func FuzzFloat(f *testing.F) {
	f.Add(1e-7)
	f.Add(123456789.125)
	f.Fuzz(func(t *testing.T, number float64) {
		if math.IsNaN(number) || math.IsInf(number, 0) {
			return
		}
		var got float64
		require.NoError(t, json.Unmarshal(appendFloat(nil, number), &got))
		require.Equal(t, math.Float64bits(number), math.Float64bits(got))
	})
}

func TestValidText(t *testing.T) {
	for in, want := range map[string]string{
		"fine ü": "fine ü", "bad \xff byte": "bad  byte", "half \xe2\x82": "half ", "mark \ufffd": "mark ",
	} {
		assert.Equal(t, want, validText(in))
	}
}
