package main

import (
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// depth is the deepest level at which values are planted.
const depth = 10

// valueForms are values of a record that are no text around a value: under
// their name, as numbers, bytes, lists and subtrees.
func valueForms() []form {
	whole := func(name string, takes takes, put func(r random, m pcommon.Map, k, v string)) form {
		return form{name: "value/" + name, takes: takes, put: func(r random, m pcommon.Map, k, v string) bool {
			put(r, m, r.styled(k), v)
			return true
		}}
	}
	return []form{
		whole("string", takesAll, func(_ random, m pcommon.Map, k, v string) { m.PutStr(k, v) }),
		whole("dotted_name", takesNamed, func(r random, m pcommon.Map, k, v string) { m.PutStr("app.config."+k, v) }),
		whole("header_name", takesNamed, func(_ random, m pcommon.Map, k, v string) {
			m.PutEmptySlice("http.request.header." + k).AppendEmpty().SetStr(v)
		}),
		whole("list", takesAll, func(_ random, m pcommon.Map, k, v string) {
			s := m.PutEmptySlice(k)
			s.AppendEmpty().SetStr("none")
			s.AppendEmpty().SetStr(v)
		}),
		whole("bytes", takesAll, func(_ random, m pcommon.Map, k, v string) { m.PutEmptyBytes(k).FromRaw([]byte(v)) }),
		whole("subtree", takesAll, func(r random, m pcommon.Map, k, v string) {
			nest(r, m.PutEmpty(k), r.between(1, depth-1)).SetStr(v)
		}),
		whole("below_others", takesAll, func(r random, m pcommon.Map, k, v string) {
			nest(r, m.PutEmpty("config"), r.between(1, depth-1)).SetEmptyMap().PutStr(k, v)
		}),
		{name: "value/int", put: func(r random, m pcommon.Map, k, v string) bool {
			n, err := strconv.ParseInt(v, 10, 64)
			if err != nil || v[0] == '0' || v[0] == '+' { // a number has no sign that could tell a telephone's
				return false
			}
			m.PutInt(r.styled(k), n)
			return true
		}},
		{name: "value/double", put: func(r random, m pcommon.Map, k, v string) bool {
			n, err := strconv.ParseInt(v, 10, 64)
			if err != nil || v[0] == '0' || v[0] == '+' || n >= 1<<53 {
				return false
			}
			m.PutDouble(r.styled(k), float64(n))
			return true
		}},
	}
}

// nest makes a value some levels below another one, through maps and lists.
func nest(r random, v pcommon.Value, levels int) pcommon.Value {
	for range levels {
		if r.IntN(2) == 0 {
			v = v.SetEmptyMap().PutEmpty(r.one("inner", "config", "item", "payload"))
		} else {
			s := v.SetEmptySlice()
			s.AppendEmpty().SetInt(int64(r.IntN(9)))
			v = s.AppendEmpty()
		}
	}
	return v
}

// carry stores a text in a map: as it is, in a list, as bytes or some levels
// down.
func carry(r random, m pcommon.Map, text string) {
	v := m.PutEmpty(r.one("message", "detail", "input", "content", "remark"))
	switch r.IntN(6) {
	case 0:
		s := v.SetEmptySlice()
		s.AppendEmpty().SetStr("none")
		s.AppendEmpty().SetStr(text)
	case 1:
		v.SetEmptyBytes().FromRaw([]byte(text))
	case 2:
		nest(r, v, r.between(1, depth-1)).SetStr(text)
	default:
		v.SetStr(text)
	}
}
