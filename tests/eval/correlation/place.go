package main

import (
	"encoding/json"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// field is a name with a value: a text or a map of such.
type field struct {
	name  string
	value any
}

// fieldPlace puts fields into a record. flat places write them without quotes
// or into a line, for which neither maps nor every name will do.
type fieldPlace struct {
	name string
	flat bool
	put  func(rl plog.ResourceLogs, r plog.LogRecord, fields []field)
}

func raw(fields []field) map[string]any {
	m := make(map[string]any, len(fields))
	for _, f := range fields {
		m[f.name] = f.value
	}
	return m
}

func mustPut(m pcommon.Map, values map[string]any) {
	for k, v := range values {
		if err := m.PutEmpty(k).FromRaw(v); err != nil {
			panic(err) // the values stand in this package
		}
	}
}

func encode(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // the values stand in this package
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// object writes the fields in their order, between some of others.
func object(fields []field) string {
	var b strings.Builder
	b.WriteString(`{"level":"info","ts":1795342800.123`)
	for _, f := range fields {
		b.WriteString("," + encode(f.name) + ":" + encode(f.value))
	}
	b.WriteString(`,"msg":"added items","n":3}`)
	return b.String()
}

func join(fields []field, format func(name, value string) string, between string) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i] = format(f.name, f.value.(string))
	}
	return strings.Join(parts, between)
}

func body(text func([]field) string) func(plog.ResourceLogs, plog.LogRecord, []field) {
	return func(_ plog.ResourceLogs, r plog.LogRecord, fields []field) { r.Body().SetStr(text(fields)) }
}

func fieldPlaces() []fieldPlace {
	return []fieldPlace{
		{name: "log attributes", put: func(_ plog.ResourceLogs, r plog.LogRecord, fields []field) {
			r.Body().SetStr("added items")
			mustPut(r.Attributes(), raw(fields))
		}},
		{name: "attribute map", put: func(_ plog.ResourceLogs, r plog.LogRecord, fields []field) {
			mustPut(r.Attributes(), map[string]any{"mdc": raw(fields), "n": int64(1)})
		}},
		{name: "attribute lists of one", flat: true, put: func(_ plog.ResourceLogs, r plog.LogRecord, fields []field) {
			for _, f := range fields {
				mustPut(r.Attributes(), map[string]any{f.name: []any{f.value}})
			}
		}},
		{name: "resource", put: func(rl plog.ResourceLogs, r plog.LogRecord, fields []field) {
			r.Body().SetStr("added items")
			mustPut(rl.Resource().Attributes(), raw(fields))
		}},
		{name: "body map", put: func(_ plog.ResourceLogs, r plog.LogRecord, fields []field) {
			m := r.Body().SetEmptyMap()
			m.PutStr("msg", "added items")
			mustPut(m, raw(fields))
		}},
		{name: "body map, nested", put: func(_ plog.ResourceLogs, r plog.LogRecord, fields []field) {
			mustPut(r.Body().SetEmptyMap(), map[string]any{"msg": "x", "log": map[string]any{"fields": raw(fields)}})
		}},
		{name: "json", put: body(object)},
		{name: "json, nested", put: body(func(f []field) string { return `{"msg":"x","context":` + object(f) + `,"n":[1,{"a":2}]}` })},
		{name: "json over lines", put: body(func(f []field) string {
			var v any
			if json.Unmarshal([]byte(object(f)), &v) != nil {
				return ""
			}
			b, _ := json.MarshalIndent(v, "", "  ")
			return string(b)
		})},
		{name: "json in a line", put: body(func(f []field) string { return "2026-11-22 10:11:12 INFO shop: got " + object(f) + " ok" })},
		{name: "json in json", put: body(func(f []field) string {
			return `{"stream":"stdout","log":` + encode(object(f)+"\n") + `}`
		})},
		{name: "json in json in json", put: body(func(f []field) string {
			return `{"a":1,"message":` + encode(`{"log":`+encode(object(f))+`}`) + `}`
		})},
		{name: "containerd line", put: body(func(f []field) string { return "2026-11-22T10:00:00.1Z stdout F " + object(f) })},
		{name: "json in a body field", put: func(_ plog.ResourceLogs, r plog.LogRecord, fields []field) {
			mustPut(r.Body().SetEmptyMap(), map[string]any{"stream": "stdout", "log": object(fields)})
		}},
		{name: "key=value", flat: true, put: body(func(f []field) string {
			return "level=info " + join(f, func(n, v string) string { return n + "=" + v }, " ") + " msg=done"
		})},
		{name: `key="value"`, flat: true, put: body(func(f []field) string {
			return "level=info " + join(f, func(n, v string) string { return n + `="` + v + `"` }, " ") + " msg=done"
		})},
		{name: "key: value", flat: true, put: body(func(f []field) string {
			return "GET / took 3 ms; " + join(f, func(n, v string) string { return n + ": " + v }, "; ")
		})},
		{name: "brackets", flat: true, put: body(func(f []field) string {
			return "2026-11-22 10:11:12,123 INFO [shop] [" + join(f, func(n, v string) string { return n + "=" + v }, " ") + "] - done"
		})},
		{name: "header lines", flat: true, put: body(func(f []field) string {
			return "GET / HTTP/1.1\r\nHost: a.example\r\n" + join(f, func(n, v string) string { return n + ": " + v }, "\r\n") + "\r\nAccept: */*"
		})},
		{name: "ltsv", flat: true, put: body(func(f []field) string {
			return "host:10.0.0.1\t" + join(f, func(n, v string) string { return n + ":" + v }, "\t") + "\tstatus:200"
		})},
		{name: "syslog data", flat: true, put: body(func(f []field) string {
			return "<165>1 2026-11-22T10:00:00Z h shop 7 - [app@32473 " + join(f, func(n, v string) string { return n + `="` + v + `"` }, " ") + "] done"
		})},
		{name: "python dict", flat: true, put: body(func(f []field) string {
			return "INFO done {" + join(f, func(n, v string) string { return "'" + n + "': '" + v + "'" }, ", ") + ", 'ok': True}"
		})},
		{name: "line in a body field", flat: true, put: func(_ plog.ResourceLogs, r plog.LogRecord, fields []field) {
			mustPut(r.Body().SetEmptyMap(), map[string]any{"n": int64(1), "message": "done " + join(fields, func(n, v string) string { return n + "=" + v }, " ")})
		}},
	}
}

// linePlace puts a whole line into a record.
type linePlace struct {
	name string
	put  func(r plog.LogRecord, line string)
}

func linePlaces() []linePlace {
	return []linePlace{
		{"body", func(r plog.LogRecord, line string) { r.Body().SetStr(line) }},
		{"body field", func(r plog.LogRecord, line string) {
			mustPut(r.Body().SetEmptyMap(), map[string]any{"message": line, "n": int64(1)})
		}},
		{"docker's json", func(r plog.LogRecord, line string) {
			r.Body().SetStr(`{"log":` + encode(line+"\n") + `,"stream":"stdout"}`)
		}},
		{"attribute", func(r plog.LogRecord, line string) {
			r.Attributes().PutStr("log.record.original", line)
		}},
	}
}
