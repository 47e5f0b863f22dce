package lokipushreceiver

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// decoded is a push in a form that is easy to compare.
type decoded struct {
	labels  []pair
	entries []decodedEntry
}

type decodedEntry struct {
	time     int64
	line     string
	metadata []pair
}

func decodeJSON(t *testing.T, text string) ([]decoded, error) {
	t.Helper()
	p := newPush()
	if err := p.decodeJSON(text); err != nil {
		return nil, err
	}
	if err := p.parseTextLabels(); err != nil {
		return nil, err
	}
	var all []decoded
	for _, s := range p.streams {
		d := decoded{labels: s.labels.labels}
		for _, e := range p.entries[s.first:s.last] {
			d.entries = append(d.entries, decodedEntry{e.time, e.line, append([]pair{}, p.pairs[e.first:e.last]...)})
		}
		all = append(all, d)
	}
	return all, nil
}

func TestDecodeJSON(t *testing.T) {
	line := func(time int64, line string, metadata ...pair) decodedEntry {
		if metadata == nil {
			metadata = []pair{}
		}
		return decodedEntry{time, line, metadata}
	}
	ab := []pair{{"a", "b"}}
	for name, c := range map[string]struct {
		text string
		want []decoded
	}{
		"values before labels":    {`{"streams":[{"values":[["5","x"]],"stream":{"a":"b"}}]}`, []decoded{{ab, []decodedEntry{line(5, "x")}}}},
		"escapes":                 {`{"streams":[{"stream":{"a":"\u0062"},"values":[["5","\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\ud83dx\udc00"]]}]}`, []decoded{{ab, []decodedEntry{line(5, "\"\\/\b\f\n\r\té😀\ufffdx\ufffd")}}}},
		"metadata":                {`{"streams":[{"stream":{"a":"b"},"values":[["5","x",{"k\n":"v\n","k":""}]]}]}`, []decoded{{ab, []decodedEntry{line(5, "x", pair{"k\n", "v\n"}, pair{"k", ""})}}}},
		"more elements":           {`{"streams":[{"stream":{"a":"b"},"values":[["5","x",{},4,[{}],null]]}]}`, []decoded{{ab, []decodedEntry{line(5, "x")}}}},
		"no line":                 {`{"streams":[{"stream":{"a":"b"},"values":[["5"]]}]}`, []decoded{{ab, []decodedEntry{line(5, "")}}}},
		"nulls":                   {`{"streams":[null,{"stream":null,"values":null,"labels":null,"entries":null},{"stream":{"a":"b"},"values":[null,["5","x"]]}]}`, []decoded{{nil, nil}, {ab, []decodedEntry{line(5, "x")}}}},
		"labels of other types":   {`{"streams":[{"stream":{"n":1.50,"t":true,"z":null,"o":{"x": [1]},"e":""}}]}`, []decoded{{[]pair{{"n", "1.50"}, {"o", `{"x": [1]}`}, {"t", "true"}, {"z", "null"}}, nil}}},
		"the last of a label":     {`{"streams":[{"stream":{"a":"1","c":"x","a":"b","c":""}}]}`, []decoded{{ab, nil}}},
		"unknown members":         {`{"x":[1,-2.5e+3,{"y":[]}],"streams":[{"hash":5,"stream":{"a":"b"}}],"z":"\u0041"}`, []decoded{{ab, nil}}},
		"any case":                {`{"Streams":[{"labels":"{a=\"b\"}","entries":[{"TS":"1970-01-01T00:00:01Z","Line":"x"}]}]}`, []decoded{{ab, []decodedEntry{line(1e9, "x")}}}},
		"old form":                {`{"streams":[{"labels":"{a=\"b\"}","entries":[{"ts":"2026-11-22T11:00:00.123456789+01:00","line":"x","structuredMetadata":{"k":"v"},"more":1},{"ts":null,"line":null,"structuredMetadata":null}]}]}`, []decoded{{ab, []decodedEntry{line(1795341600123456789, "x", pair{"k", "v"}), line(0, "")}}}},
		"both forms":              {`{"streams":[{"stream":{"a":"b"},"values":[["1","x"]],"entries":[{"ts":"1970-01-01T00:00:00.000000002Z","line":"y"}]}]}`, []decoded{{ab, []decodedEntry{line(1, "x"), line(2, "y")}}}},
		"several pushes":          {"{\"streams\":[{\"stream\":{\"a\":\"b\"}}]}\n {\"streams\":[{\"stream\":{\"a\":\"b\"}}]}\n", []decoded{{ab, nil}, {ab, nil}}},
		"null":                    {`null`, nil},
		"largest time":            {`{"streams":[{"stream":{"a":"b"},"values":[["9223372036854775807","x"]]}]}`, []decoded{{ab, []decodedEntry{line(9223372036854775807, "x")}}}},
		"metadata twice in entry": {`{"streams":[{"labels":"{a=\"b\"}","entries":[{"structuredMetadata":{"k":"v"},"structuredMetadata":{"l":"w"}}]}]}`, []decoded{{ab, []decodedEntry{line(0, "", pair{"l", "w"})}}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := decodeJSON(t, c.text)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

func TestDecodeJSONErrors(t *testing.T) {
	for text, want := range map[string]string{
		``:                                       "byte 0: empty body",
		` `:                                      "byte 1: empty body",
		`[]`:                                     "byte 0: expected an object",
		`{"streams"`:                             "byte 10: expected a colon",
		`{"streams":{}}`:                         "byte 11: expected an array",
		`{"streams":[1]}`:                        "byte 12: expected an object",
		`{"streams":[{}`:                         "byte 14: expected a comma or the end of the array",
		`{"streams":[],}`:                        "byte 14: expected a string",
		`{"streams":[]} x`:                       "byte 15: expected an object",
		`{"streams":[{"stream":{"a":"b}}]}`:      "byte 28: truncated",
		`{"streams":[{"stream":{"a":"\x"}}]}`:    "byte 28: invalid escape",
		`{"streams":[{"stream":{"a":"\u12"}}]}`:  "byte 28: invalid escape",
		`{"streams":[{"stream":{"a":}}]}`:        "byte 27: expected a value",
		`{"streams":[{"values":[[]]}]}`:          "byte 25: an entry needs a time",
		`{"streams":[{"values":[["1.5","x"]]}]}`: "byte 24: a time is a string of nanoseconds",
		`{"streams":[{"values":[["","x"]]}]}`:    "byte 24: a time is a string of nanoseconds",
		`{"streams":[{"values":[["-","x"]]}]}`:   "byte 24: a time is a string of nanoseconds",
		`{"streams":[{"values":[["+1","x"]]}]}`:  "byte 24: a time is a string of nanoseconds",
		`{"streams":[{"values":[["9223372036854775808","x"]]}]}`:              "byte 24: a time is a string of nanoseconds",
		`{"streams":[{"values":[["92233720368547758070","x"]]}]}`:             "byte 24: a time is a string of nanoseconds",
		`{"streams":[{"values":[["1",null]]}]}`:                               "byte 28: expected a string",
		`{"streams":[{"values":[["1","x",null]]}]}`:                           "byte 32: expected an object",
		`{"streams":[{"values":[["1","x",{"k":1}]]}]}`:                        "byte 37: expected a string",
		`{"streams":[{"entries":[{"ts":"yesterday"}]}]}`:                      "byte 30: a time is a string of RFC 3339",
		`{"x":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`: "byte 70: nested too deep",
		`{"streams":[{"labels":5}]}`:                                          "byte 22: expected a string",
	} {
		_, err := decodeJSON(t, text)
		assert.EqualError(t, err, "malformed JSON push request at "+want, "%.60s", text)
	}
	for _, text := range []string{
		`{"streams":[{"stream":{"a.b":"c"}}]}`, `{"streams":[{"stream":{"":"c"}}]}`, `{"streams":[{"stream":{"1a":"c"}}]}`,
		`{"streams":[{"labels":"{a=b}"}]}`,
	} {
		_, err := decodeJSON(t, text)
		assert.ErrorIs(t, err, errLabels, text)
	}
}

// FuzzDecodeJSON: what encoding/json has written comes back; anything else gives
// the same answer twice.
func FuzzDecodeJSON(f *testing.F) {
	f.Add(`{"streams":[{"stream":{"a":"b"},"values":[["5","x",{"k":"v"}]]}]}`, "value", "line", "metadata", int64(5))
	f.Add(`{"streams":[{"labels":"{a=\"b\"}","entries":[{"ts":"2026-11-22T11:00:00Z","line":"x"}]}]}`, "\\\"", "\u2028<>", "\x00\xff", int64(0))
	f.Fuzz(func(t *testing.T, text, label, line, metadata string, time int64) {
		first, firstErr := decodeJSON(t, text)
		second, secondErr := decodeJSON(t, text)
		require.Equal(t, firstErr, secondErr)
		require.Equal(t, first, second)

		for _, s := range []*string{&label, &line, &metadata} {
			if !utf8.ValidString(*s) {
				*s = strings.ToValidUTF8(*s, "\ufffd")
			}
		}
		time &= 1<<62 - 1
		body, err := json.Marshal(map[string]any{"streams": []any{map[string]any{
			"stream": map[string]string{"a": label},
			"values": []any{[]any{strconv.FormatInt(time, 10), line, map[string]string{metadata: metadata}}},
		}}})
		require.NoError(t, err)
		got, err := decodeJSON(t, string(body))
		require.NoError(t, err)
		labels := []pair{{"a", label}}
		if label == "" {
			labels = labels[:0]
		}
		require.Equal(t, []decoded{{labels, []decodedEntry{{time, line, []pair{{metadata, metadata}}}}}}, got)
	})
}
