package ecs

import (
	"bytes"
	"encoding/json"
	"io"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// addLeaf counts the strings in a value. The decoder moves and renames fields,
// but each string must be found as often as it was sent.
func addLeaf(leaves map[string]int, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, k := range v {
			addLeaf(leaves, k)
		}
	case []any:
		for _, e := range v {
			addLeaf(leaves, e)
		}
	case string:
		leaves[v]++
	}
}

// stringsOf counts the strings of a document, by the tokens of encoding/json,
// and says whether it holds one object and nothing else.
func stringsOf(doc []byte) (leaves map[string]int, ok bool) {
	if !json.Valid(doc) || bytes.TrimLeft(doc, " \t\r\n")[0] != '{' {
		return nil, false
	}
	leaves = map[string]int{}
	dec := json.NewDecoder(bytes.NewReader(doc))
	var open []json.Delim
	name := false
	for {
		token, err := dec.Token()
		if err == io.EOF {
			return leaves, true
		}
		if err != nil {
			return nil, false
		}
		inObject := func() bool { return len(open) > 0 && open[len(open)-1] == '{' }
		switch token := token.(type) {
		case json.Delim:
			if token == '{' || token == '[' {
				open = append(open, token)
			} else {
				open = open[:len(open)-1]
			}
			name = inObject()
			continue
		case string:
			if !name {
				leaves[token]++
			}
		}
		name = inObject() && !name
	}
}

func FuzzAppend(f *testing.F) {
	for _, doc := range benchDocuments {
		f.Add([]byte(doc.doc))
	}
	f.Add([]byte(`{"a":{"b":[1,-0,1.5e+300,"\ud800\u00e9\n",{"a":1,"a":2}]},"a.b":true,"log":"line","host":"h","@timestamp":1700000000123.5}`))
	f.Add([]byte("{\"\xff\":\"\xc0\"}"))
	f.Add([]byte(`{"message":{"log":{}},"trace":{"id":"0af7651916cd43dd8448eb211c80319c"},"severity":"x"} `))
	f.Fuzz(func(t *testing.T, doc []byte) {
		before := bytes.Clone(doc)
		b := NewBatch()
		d := NewDecoder(Limits{MaxDepth: 1000})
		r, err := d.Append(b, doc)
		assert.Equal(t, before, doc, "the document was written to")
		want, ok := stringsOf(doc)
		if err != nil {
			var syntax *SyntaxError
			require.ErrorAs(t, err, &syntax)
			assert.Zero(t, b.Logs().ResourceLogs().Len())
			assert.LessOrEqual(t, syntax.Offset, len(doc))
			switch syntax.Reason {
			case reasonDepth, reasonFields, reasonKeyLength, reasonNames:
			default:
				assert.False(t, ok, "refused: %v", err)
			}
			return
		}
		require.Equal(t, 1, b.Logs().LogRecordCount())
		// What is not UTF-8 is replaced byte by byte here.
		if !utf8.Valid(doc) {
			assert.True(t, json.Valid(replaceInvalid(doc)))
			return
		}
		require.True(t, ok, "taken, but not JSON")
		again, err := d.Append(NewBatch(), doc)
		require.NoError(t, err)
		assert.Equal(t, marshal(t, r), marshal(t, again), "the second time differs")
		got := map[string]int{r.SeverityText(): 1}
		addLeaf(got, r.Body().AsRaw())
		addLeaf(got, r.Attributes().AsRaw())
		addLeaf(got, b.Logs().ResourceLogs().At(0).Resource().Attributes().AsRaw())
		for leaf, n := range want {
			if got[leaf] < n && !elsewhere(leaf, doc) {
				t.Errorf("%q: sent %d, found %d", leaf, n, got[leaf])
			}
		}
		unique(t, r.Attributes())
		if r.Body().Type() == pcommon.ValueTypeMap {
			unique(t, r.Body().Map())
		}
	})
}

// elsewhere says that a string may have become a time or an id, or is no part of
// the record.
func elsewhere(s string, doc []byte) bool {
	return moment([]byte(s)) != 0 || millis([]byte(s)) != 0 || readID(make([]byte, 16), []byte(s)) || readID(make([]byte, 8), []byte(s)) ||
		bytes.Contains(doc, []byte("@metadata")) || bytes.Contains(doc, []byte(`\u`))
}

func unique(t *testing.T, m pcommon.Map) {
	seen := map[string]bool{}
	for k, v := range m.All() {
		assert.False(t, seen[k], "%q twice", k)
		seen[k] = true
		if v.Type() == pcommon.ValueTypeMap {
			unique(t, v.Map())
		}
	}
}

func marshal(t *testing.T, r plog.LogRecord) []byte {
	logs := plog.NewLogs()
	r.CopyTo(logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty())
	b, err := (&plog.ProtoMarshaler{}).MarshalLogs(logs)
	require.NoError(t, err)
	return b
}

// Each number is a double whose shortest form is the same number, an integer,
// or the digits that were sent.
func FuzzNumber(f *testing.F) {
	for _, literal := range []string{"0", "-0", "1.50", "1e3", "9223372036854775808", "0.30000000000000004", "123456789012345678", "4.9e-324", "2.2250738585072011e-308", "1e22", "1e23", "-0.0e1"} {
		f.Add(literal)
	}
	f.Fuzz(func(t *testing.T, literal string) {
		if len(literal) > 40 || !json.Valid([]byte(literal)) || strings.ContainsAny(literal, "tfn\"[{ \t\r\n") {
			return
		}
		if _, exponent, ok := strings.Cut(strings.ToLower(literal), "e"); ok && len(exponent) > 4 {
			return
		}
		want, ok := new(big.Rat).SetString(literal)
		require.True(t, ok)
		r, err := NewDecoder(Limits{}).Append(NewBatch(), []byte(`{"n":`+literal+`}`))
		require.NoError(t, err)
		n, _ := r.Body().Map().Get("n")
		switch n.Type() {
		case pcommon.ValueTypeInt:
			assert.Zero(t, want.Cmp(new(big.Rat).SetInt64(n.Int())))
		case pcommon.ValueTypeDouble:
			got, _ := new(big.Rat).SetString(strconv.FormatFloat(n.Double(), 'e', -1, 64))
			assert.Zero(t, want.Cmp(got), "%s became %v", literal, n.Double())
		default:
			assert.Equal(t, literal, n.Str())
			if v, err := strconv.ParseFloat(literal, 64); err == nil {
				got, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'e', -1, 64))
				assert.NotZero(t, want.Cmp(got), "%s is exact", literal)
			}
			_, err := strconv.ParseInt(literal, 10, 64)
			assert.Error(t, err)
		}
	})
}
