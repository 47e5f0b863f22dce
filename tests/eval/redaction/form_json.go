package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quoteJSON is a string as encoding/json writes it.
func quoteJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// quotePlainJSON is a string as most other encoders write it: without the
// escapes that are meant for HTML.
func quotePlainJSON(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// quoteASCII is a string as Python's json.dumps writes it.
func quoteASCII(s string) string {
	var b strings.Builder
	for _, c := range quotePlainJSON(s) {
		if c < utf8.RuneSelf {
			b.WriteRune(c)
			continue
		}
		units := []rune{c}
		if hi, lo := utf16.EncodeRune(c); hi != utf8.RuneError {
			units = []rune{hi, lo}
		}
		for _, u := range units {
			h := strconv.FormatInt(int64(u), 16)
			b.WriteString(`\u` + strings.Repeat("0", 4-len(h)) + h)
		}
	}
	return b.String()
}

// quoteSlashes is a string as PHP's json_encode writes it.
func quoteSlashes(s string) string { return strings.ReplaceAll(quotePlainJSON(s), "/", `\/`) }

func object(quote func(string) string, k, v string) string {
	return `{"id":42,"user":"svc",` + quote(k) + ":" + quote(v) + `,"ok":true,"host":"db-1","tags":["a","b"]}`
}

func checkJSON(text string) error {
	if !json.Valid([]byte(text)) {
		return errors.New("no JSON any more")
	}
	return nil
}

// checkNested parses strings in the document down to its levels.
func checkNested(levels int) func(string) error {
	return func(text string) error {
		for range levels {
			var m map[string]any
			if err := json.Unmarshal([]byte(text), &m); err != nil {
				return err
			}
			inner, ok := m["message"].(string)
			if !ok {
				return errors.New("no message any more")
			}
			text = inner
		}
		return checkJSON(text)
	}
}

func nested(levels int, text string) string {
	for range levels {
		text = `{"level":"info","message":` + quoteJSON(text) + `,"logger":"root"}`
	}
	return text
}

// jsonForms are JSON documents, also in texts, escaped and cut off.
func jsonForms() []form {
	doc := func(name string, write func(r random, k, v string) string) form {
		return form{name: "json/" + name, check: checkJSON, write: func(r random, k, v string) (string, bool) { return write(r, k, v), true }}
	}
	all := []form{
		doc("flat", func(r random, k, v string) string { return object(quoteJSON, r.styled(k), v) }),
		doc("ascii", func(r random, k, v string) string { return object(quoteASCII, r.styled(k), v) }),
		doc("slashes", func(r random, k, v string) string { return object(quoteSlashes, r.styled(k), v) }),
		doc("plain", func(r random, k, v string) string { return object(quotePlainJSON, r.styled(k), v) }),
		doc("indented", func(r random, k, v string) string {
			var b bytes.Buffer
			if err := json.Indent(&b, []byte(object(quoteJSON, r.styled(k), v)), "", "  "); err != nil {
				panic(err)
			}
			return b.String()
		}),
		doc("deep", func(r random, k, v string) string {
			text := object(quoteJSON, r.styled(k), v)
			for range r.between(1, 8) {
				text = r.one(`{"config":`+text+`,"n":1}`, `[1,`+text+`]`)
			}
			return text
		}),
		doc("array", func(r random, k, v string) string {
			return `{"id":42,` + quoteJSON(r.styled(k)) + `:[` + quoteJSON(v) + `],"ok":true}`
		}),
		doc("subtree", func(r random, k, v string) string {
			return `{"id":42,` + quoteJSON(r.styled(k)) + `:{"current":` + quoteJSON(v) + `,"age":3},"ok":true}`
		}),
		doc("batch", func(r random, k, v string) string {
			return `[{"id":1},` + object(quoteJSON, r.styled(k), v) + `,{"id":3}]`
		}),
		{name: "json/number", check: checkJSON, write: func(r random, k, v string) (string, bool) {
			if _, err := strconv.ParseUint(v, 10, 64); err != nil || v[0] == '0' {
				return "", false
			}
			return `{"id":42,` + quoteJSON(r.styled(k)) + `:` + v + `,"ok":true}`, true
		}},
		{name: "json/pair_key_value", takes: takesNamed, check: checkJSON, write: func(r random, k, v string) (string, bool) {
			return `{"items":[{"key":"host","value":"db-1"},{"key":` + quoteJSON(r.styled(k)) + `,"value":` + quoteJSON(v) + `}]}`, true
		}},
		{name: "json/pair_name_value", takes: takesNamed, check: checkJSON, write: func(r random, k, v string) (string, bool) {
			return `{"env":[{"name":` + quoteJSON(r.styled(k)) + `,"value":` + quoteJSON(v) + `},{"name":"HOST","value":"db-1"}]}`, true
		}},
		{name: "json/pair_value_first", takes: takesNamed, check: checkJSON, write: func(r random, k, v string) (string, bool) {
			return `{"params":[{"value":` + quoteJSON(v) + `,"name":` + quoteJSON(r.styled(k)) + `}]}`, true
		}},
		{name: "json/pair_otlp", takes: takesNamed, check: checkJSON, write: func(r random, k, v string) (string, bool) {
			return `{"attributes":[{"key":` + quoteJSON(r.styled(k)) + `,"value":{"stringValue":` + quoteJSON(v) + `}},{"key":"a","value":{"intValue":"3"}}]}`, true
		}},
		{name: "json/in_text", write: func(r random, k, v string) (string, bool) {
			return r.moment().Format("15:04:05.000") + " INFO request body: " + object(quoteJSON, r.styled(k), v) + " (312 bytes)", true
		}},
		{name: "json/escaped_in_text", write: func(r random, k, v string) (string, bool) {
			return `sent payload="` + strings.Trim(quoteJSON(object(quoteJSON, r.styled(k), v)), `"`) + `" status=200`, true
		}},
		{name: "json/cut_behind", write: func(r random, k, v string) (string, bool) {
			text := object(quoteJSON, r.styled(k), v)
			tail := len(`,"ok":true,"host":"db-1","tags":["a","b"]}`)
			return text[:len(text)-tail+r.IntN(tail)], true
		}},
		{name: "json/cut_behind_nested", write: func(r random, k, v string) (string, bool) {
			text := nested(r.between(1, 3), object(quoteJSON, r.styled(k), v))
			at := strings.LastIndex(text, `ok`)
			return text[:at+r.IntN(len(text)-at)], true
		}},
		{name: "json/cut_in_value", takes: takesNamed, cut: true, write: func(r random, k, v string) (string, bool) {
			quoted := quoteJSON(v)
			if len(quoted) < 14 {
				return "", false
			}
			return `{"id":42,"user":"svc",` + quoteJSON(r.styled(k)) + `:` + quoted[:r.between(11, len(quoted)-2)], plain(v) != ""
		}},
	}
	for levels := 1; levels <= 3; levels++ {
		all = append(all, form{name: "json/nested_" + strconv.Itoa(levels), check: checkNested(levels), write: func(r random, k, v string) (string, bool) {
			return nested(levels, object(quoteJSON, r.styled(k), v)), true
		}})
	}
	return all
}
