package ecs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// many writes n pieces into a document.
func many(n int, before, piece, after string) []byte {
	var b strings.Builder
	b.WriteString(before)
	for i := range n {
		if strings.Contains(piece, "%d") {
			fmt.Fprintf(&b, piece, i)
		} else {
			b.WriteString(piece)
		}
	}
	b.WriteString(after)
	return []byte(b.String())
}

// Each of these takes minutes where the time grows with the square of the
// length, and well below a second where it does not.
func TestAppendHostile(t *testing.T) {
	const n = 200_000
	limits := Limits{MaxDepth: 1000, MaxFields: 1 << 22}
	for name, doc := range map[string][]byte{
		"names":                    many(n, `{"message":"m"`, `,"k%d":1`, `}`),
		"names of a body":          many(n, `{"b":{"x":1`, `,"k%d":1`, `}}`),
		"names in arrays":          many(n, `{"message":"m","a":[0`, `,{"k%d":1}`, `]}`),
		"names of a resource":      many(n, `{"message":"m","host":{"x":1`, `,"k%d":1`, `}}`),
		"equal names":              many(n, `{"message":"m"`, `,"k":1`, `}`),
		"equal names with arrays":  many(n, `{"message":"m"`, `,"k":[1]`, `}`),
		"equal names of a body":    many(n, `{"b":{"x":1`, `,"k":{"k":1}`, `}}`),
		"equal messages":           many(n, `{"message":"m"`, `,"message":"n"`, `}`),
		"names two by two":         many(n, `{"message":"m"`, `,"a":1,"b":1,"b":1,"a":1`, `}`),
		"elements":                 many(n, `{"message":"m","a":[0`, `,0`, `]}`),
		"empty objects":            many(n, `{"a":[{}`, `,{}`, `]}`),
		"escapes":                  many(n, `{"message":"`, `\u00e9\n`, `"}`),
		"halves of surrogates":     many(n, `{"message":"`, `\ud800`, `"}`),
		"names with escapes":       many(n, `{"message":"m"`, `,"\u0061%d":1`, `}`),
		"what is not UTF-8":        many(n, `{"message":"`, "\xff\xe2\x82", `"}`),
		"digits":                   many(n, `{"message":"m","n":1`, `0123456789`, `}`),
		"zeros":                    many(n, `{"message":"m","n":0.`, `0000000000`, `1}`),
		"digits of an exponent":    many(n, `{"message":"m","n":1e`, `9999999999`, `}`),
		"space":                    many(n, `{"message":`, " \n\t ", `"m"}`),
		"objects in each other":    many(n/1000, `{"a":[0`, `,`+strings.Repeat(`{"a":`, 900)+`1`+strings.Repeat(`}`, 900), `]}`),
		"objects all but taken":    many(n/10, `{"x":[1]`, `,"log":`+strings.Repeat(`{"a":`, 12)+`{}`+strings.Repeat(`}`, 12), `}`),
		"objects that are refused": many(n, `{"a":1`, `,"a":{"b":[`, ``),
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			d := NewDecoder(limits)
			for range 2 {
				r, err := d.Append(NewBatch(), doc)
				if strings.Contains(name, "refused") {
					require.Error(t, err)
					continue
				}
				require.NoError(t, err)
				require.NotZero(t, r.Body().Type())
			}
			assert.Less(t, time.Since(start), 20*time.Second)
		})
	}
}

func TestAppendManyResources(t *testing.T) {
	start := time.Now()
	d, b := NewDecoder(Limits{}), NewBatch()
	const hosts = 10_000
	for i := range 4 * hosts {
		_, err := d.Append(b, fmt.Appendf(nil, `{"message":"m","host":{"name":"h%d"}}`, i%hosts))
		require.NoError(t, err)
	}
	assert.Equal(t, 4*hosts, b.Len())
	assert.Equal(t, hosts, b.Logs().ResourceLogs().Len())
	assert.Equal(t, 4, b.Logs().ResourceLogs().At(hosts-1).ScopeLogs().At(0).LogRecords().Len())
	assert.Less(t, time.Since(start), 20*time.Second)
}

func TestAppendLimits(t *testing.T) {
	for name, c := range map[string]struct {
		limits Limits
		doc    []byte
		offset int
		reason string
	}{
		"values":               {Limits{MaxFields: 3}, []byte(`{"a":[1,2,3]}`), 10, reasonFields},
		"values by default":    {Limits{}, many(70_000, `{"a":[0`, `,0`, `]}`), 6 + 2*(1<<16-1), reasonFields},
		"depth":                {Limits{MaxDepth: 2}, []byte(`{"a":[[]]}`), 6, reasonDepth},
		"depth at most":        {Limits{MaxDepth: 1 << 30}, many(1<<20, `{"a":`, `[`, ``), 5 + 999, reasonDepth},
		"a long name":          {Limits{MaxKeyLength: 3}, []byte(`{"a":{"bc":1}}`), 7, reasonKeyLength},
		"a long name's parent": {Limits{MaxKeyLength: 3}, []byte(`{"abcd":{}}`), 2, reasonKeyLength},
		"names blown up":       {Limits{}, many(1000, `{"`+strings.Repeat("n", 1000)+`":{"x":1`, `,"k%d":1`, `}}`), 0, reasonNames},
	} {
		d := NewDecoder(c.limits)
		for range 2 { // the names are known the second time
			b := NewBatch()
			_, err := d.Append(b, c.doc)
			var syntax *SyntaxError
			require.ErrorAs(t, err, &syntax, name)
			assert.Equal(t, c.reason, syntax.Reason, name)
			if c.offset > 0 {
				assert.Equal(t, c.offset, syntax.Offset, name)
			}
			assert.Zero(t, b.Len(), name)
		}
	}
}

// Names that are data do not pile up.
func TestAppendForgetsNames(t *testing.T) {
	d, b := NewDecoder(Limits{}), NewBatch()
	for i := range 3 * maxNames {
		_, err := d.Append(b, fmt.Appendf(nil, `{"message":"m","labels":{"user-%d":1}}`, i))
		require.NoError(t, err)
		require.LessOrEqual(t, len(d.names.all), maxNames)
	}
	_, err := d.Append(b, many(2*maxNames, `{"message":"m"`, `,"k%d":1`, `}`))
	require.NoError(t, err)
	assert.Empty(t, d.names.all)
	assert.Empty(t, d.names.fields)
	assert.LessOrEqual(t, cap(d.nodes), keptNodes)
	_, err = d.Append(b, []byte(`{"message":"m","k":1}`))
	require.NoError(t, err)
	assert.Len(t, d.names.all, 3)
}
