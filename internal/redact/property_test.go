package redact

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// Secrets are made up: the shape of what people use, and nobody's.

var sensitiveNames = []string{
	"password", "db.password", "user_password", "X-Api-Key", "apiKey", "API_KEY", "access_token", "client-secret", "secret", "DB_PASSWORD",
	"authorization", "private_key", "newPassword", "passwd", "refreshToken", "X-Auth-Token", "cvv", "card_number",
}

func secretValue() *rapid.Generator[string] {
	return rapid.StringMatching(`[A-Za-z][A-Za-z0-9!$*._~-]{4,12}[0-9][A-Za-z]{2}`)
}

// contentSecret draws a text and the part of it that must be gone.
func contentSecret() *rapid.Generator[[2]string] {
	return rapid.Custom(func(t *rapid.T) [2]string {
		switch rapid.IntRange(0, 6).Draw(t, "kind") {
		case 0:
			n := cardNumber(t)
			return [2]string{n, n}
		case 1:
			n := cardNumber(t)
			sep := rapid.SampledFrom([]string{" ", "-"}).Draw(t, "sep")
			n = strings.Join([]string{n[:4], n[4:8], n[8:12], n[12:]}, sep)
			return [2]string{n, n}
		case 2:
			m := rapid.StringMatching(`[a-z][a-z0-9.]{0,8}[a-z0-9]@[a-z]{2,9}\.(com|org|de|co\.uk)`).Draw(t, "mail")
			m = strings.ReplaceAll(m, "..", ".")
			return [2]string{m, m}
		case 3:
			payload := rapid.StringMatching(`eyJ[A-Za-z0-9_-]{12,30}`).Draw(t, "payload")
			return [2]string{"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9." + payload + "." + rapid.StringMatching(`[A-Za-z0-9_-]{10,43}`).Draw(t, "sig"), payload}
		case 4:
			tok := rapid.StringMatching(`[A-Za-z0-9._~-]{10,30}[0-9]`).Draw(t, "token")
			return [2]string{"Bearer " + tok, tok}
		case 5:
			pw := rapid.StringMatching(`[A-Za-z0-9!$*._~-]{6,14}`).Draw(t, "pw")
			return [2]string{"postgres://app:" + pw + "@db.internal:5432/x", pw}
		}
		body := rapid.StringMatching(`[A-Za-z0-9+/]{40}`).Draw(t, "pem")
		return [2]string{"-----BEGIN EC PRIVATE KEY-----\n" + body + "\n-----END EC PRIVATE KEY-----", body}
	})
}

// cardNumber draws a Visa number of 16 digits with a right check digit.
func cardNumber(t *rapid.T) string {
	n := "4" + rapid.StringMatching(`[0-9]{14}`).Draw(t, "digits")
	for c := '0'; c <= '9'; c++ {
		if luhn([]byte(n + string(c))) {
			return n + string(c)
		}
	}
	panic("no check digit")
}

func quoteJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// pairForms write a name and its value as text of some grammar.
var pairForms = []struct {
	name  string
	write func(key, value string) string
}{
	{"json", func(k, v string) string { return `{"a":1,` + quoteJSON(k) + `:` + quoteJSON(v) + `,"z":"end"}` }},
	{"json_spaced", func(k, v string) string { return "{\n  " + quoteJSON(k) + ` : ` + quoteJSON(v) + "\n}" }},
	{"json_array", func(k, v string) string { return `{` + quoteJSON(k) + `:[` + quoteJSON(v) + `,"x"]}` }},
	{"json_object", func(k, v string) string { return `{` + quoteJSON(k) + `:{"v":{"w":` + quoteJSON(v) + `}},"b":2}` }},
	{"json_in_json", func(k, v string) string { return `{"m":` + quoteJSON(`{`+quoteJSON(k)+`:`+quoteJSON(v)+`}`) + `}` }},
	{"json_in_json_in_json", func(k, v string) string {
		return `{"m":` + quoteJSON(`{"n":`+quoteJSON(`{`+quoteJSON(k)+`:`+quoteJSON(v)+`,"a":[]}`)+`}`) + `}`
	}},
	{"json_object_in_json", func(k, v string) string {
		return `{"m":` + quoteJSON(`{`+quoteJSON(k)+`:{"v":`+quoteJSON(v)+`},"b":2}`) + `,"c":3}`
	}},
	{"json_cut", func(k, v string) string { return `{"a":"b",` + quoteJSON(k) + `:"` + v }},
	{"json_object_cut", func(k, v string) string { return `{"a":"b",` + quoteJSON(k) + `:{"x":["` + v }},
	{"json_text", func(k, v string) string { return `{"msg":` + quoteJSON("failed with "+k+"="+v+"\nnext") + `,"b":1}` }},
	{"pair", func(k, v string) string { return "level=info " + k + "=" + v + " took=3ms" }},
	{"pair_quoted", func(k, v string) string { return `level=info ` + k + `="` + v + `" took=3ms` }},
	{"pair_single_quoted", func(k, v string) string { return `cmd ` + k + `='` + v + `' end` }},
	{"pair_spaced", func(k, v string) string { return k + " = " + v }},
	{"pair_comma", func(k, v string) string { return "a=1," + k + "=" + v + ",b=2" }},
	{"pair_semicolon", func(k, v string) string { return "Server=db;" + k + "=" + v + ";Encrypt=true" }},
	{"form", func(k, v string) string { return "a=1&" + k + "=" + url.QueryEscape(v) + "&b=2" }},
	{"query", func(k, v string) string {
		return "GET https://h.example/p?" + k + "=" + url.QueryEscape(v) + "&b=2 HTTP/1.1"
	}},
	{"encoded_query", func(k, v string) string {
		return "/login?next=" + url.QueryEscape("/p?"+k+"="+url.QueryEscape(v)+"&b=2") + "&c=3"
	}},
	{"encoded_json", func(k, v string) string { return "/p?q=" + url.QueryEscape(`{"a":1,"`+k+`":"`+v+`"}`) + "&c=3" }},
	{"header", func(k, v string) string { return "POST / HTTP/1.1\r\nHost: x\r\n" + k + ": " + v + "\r\nAccept: */*" }},
	{"yaml", func(k, v string) string { return "user: bob\n  " + k + ": " + v + "\nhost: db" }},
	{"yaml_quoted", func(k, v string) string { return "- " + k + `: "` + v + "\"\n- x: y" }},
	{"xml", func(k, v string) string { return "<r><" + k + ">" + v + "</" + k + "></r>" }},
	{"python", func(k, v string) string { return "{'a': 1, '" + k + "': '" + v + "', 'b': None}" }},
	{"ruby", func(k, v string) string { return `{"` + k + `"=>"` + v + `", "b"=>1}` }},
	{"go_struct", func(k, v string) string { return "{A:1 " + k + ":" + v + " B:2}" }},
	{"option", func(k, v string) string { return "run --" + k + " " + v + " --verbose" }},
	{"option_list", func(k, v string) string {
		return `{"args":["run",` + quoteJSON("--"+k) + `,` + quoteJSON(v) + `,"-x"]}`
	}},
	{"option_list_python", func(k, v string) string { return `['run', '--` + k + `', '` + v + `']` }},
	{"option_equals", func(k, v string) string { return "run --" + k + "=" + v + " --verbose" }},
	{"curl", func(k, v string) string { return "curl -H '" + k + ": " + v + "' https://h.example/" }},
	{"brackets", func(k, v string) string { return "user[" + k + "]=" + v + "&x=1" }},
	{"xml_attributes", func(k, v string) string { return `<r><` + k + ` a="b">` + v + `</` + k + `></r>` }},
	{"xml_attribute", func(k, v string) string { return `<r a="b" ` + k + `="` + v + `" c="d"/>` }},
	{"xml_cdata", func(k, v string) string { return "<r><" + k + "><![CDATA[" + v + "]]></" + k + "></r>" }},
	{"xml_children", func(k, v string) string { return "<r><" + k + "><a>" + v + "</a></" + k + "></r>" }},
	{"xml_entry", func(k, v string) string { return `<entry key="` + k + `">` + v + `</entry>` }},
	{"yaml_block", func(k, v string) string { return "a: b\n" + k + ": |\n  x\n  " + v + "\nc: d" }},
	{"yaml_list", func(k, v string) string { return "a: b\n" + k + ":\n  - x\n  - " + v + "\nc: d" }},
	{"yaml_map", func(k, v string) string { return "a: b\n" + k + ":\n  x: y\n  z: " + v + "\nc: d" }},
	{"yaml_in_json", func(k, v string) string {
		return `{"m":` + quoteJSON("a: b\n"+k+": |\n  "+v+"\nc: d") + `}`
	}},
	{"kubernetes", func(_, v string) string {
		return `{"kind":"Secret","data":{"a":"b","user":` + quoteJSON(v) + `}}`
	}},
	{"kubernetes_in_json", func(_, v string) string {
		return `{"m":` + quoteJSON(`{"data":{"user":`+quoteJSON(v)+`},"kind":"Secret"}`) + `}`
	}},
	{"kubernetes_yaml", func(_, v string) string { return "kind: Secret\ndata:\n  a: b\n  user: " + v + "\ntype: Opaque" }},
	{"escaped_name", func(k, v string) string {
		return `{"a":1,"` + fmt.Sprintf(`\u%04x`, k[0]) + k[1:] + `":` + quoteJSON(v) + `}`
	}},
	{"escaped_quotes", func(k, v string) string {
		return `{"m":"{` + strings.ReplaceAll(`"`+k+`":"`+v+`","a":"b"`, `"`, `\u0022`) + `}"}`
	}},
	{"nginx", func(k, v string) string {
		return `"POST /x" 200 "{` + strings.ReplaceAll(`"`+k+`":"`+v+`","a":"b"`, `"`, `\x22`) + `}"`
	}},
	{"html", func(k, v string) string {
		return "<p>{" + strings.ReplaceAll(`"`+k+`":"`+v+`","a":"b"`, `"`, "&quot;") + "}</p>"
	}},
	{"html_xml", func(k, v string) string { return "&lt;r&gt;&lt;" + k + "&gt;" + v + "&lt;/" + k + "&gt;&lt;/r&gt;" }},
	{"escaped_xml", func(k, v string) string {
		return `{"m":"\u003cr\u003e\u003c` + k + `\u003e` + v + `\u003c/` + k + `\u003e"}`
	}},
	{"rust_some", func(k, v string) string { return `L { a: "b", ` + k + `: Some("` + v + `"), c: 1 }` }},
	{"rust_lines", func(k, v string) string {
		return "L {\n    " + k + ": Some(\n        \"" + v + "\",\n    ),\n}"
	}},
	{"go_slice", func(k, v string) string { return `c{` + k + `:[]string{"a", "` + v + `"}, B:1}` }},
	{"go_values", func(k, v string) string { return `c{` + k + `:main.T{A:"a", B:"` + v + `"}, C:1}` }},
	{"python_wrapped", func(k, v string) string { return `{'` + k + `': SecretStr('` + v + `'), 'b': 1}` }},
	{"php_dump", func(k, v string) string {
		return "array(1) {\n  [\"" + k + "\"]=>\n  string(7) \"" + v + "\"\n}"
	}},
	{"php_serialized", func(k, v string) string { return `a:1:{s:8:"` + k + `";s:7:"` + v + `";}` }},
	{"php_array", func(k, v string) string {
		return "Array\n(\n    [" + k + "] => Array\n        (\n            [0] => " + v + "\n        )\n)"
	}},
	{"erlang", func(k, v string) string { return `[{<<"a">>,<<"b">>},{<<"` + k + `">>,<<"` + v + `">>}]` }},
	{"toml", func(k, v string) string { return k + " = \"\"\"\nx\n" + v + "\"\"\"\nb = 1" }},
	{"tuples", func(k, v string) string { return `[('a', 'b'), ('` + k + `', '` + v + `'), ('c', 1)]` }},
	{"lists", func(k, v string) string { return `[["a","b"],[` + quoteJSON(k) + `,` + quoteJSON(v) + `],["c",1]]` }},
	{"lists_in_json", func(k, v string) string {
		return `{"m":` + quoteJSON(`[["a","b"],[`+quoteJSON(k)+`,`+quoteJSON(v)+`]]`) + `}`
	}},
	{"multipart", func(k, v string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + k + "\"\r\n\r\n" + v + "\r\n--b--"
	}},
	{"data", func(k, v string) string { return `{"name":` + quoteJSON(k) + `,"value":` + quoteJSON(v) + `,"z":1}` }},
	{"data_typed", func(k, v string) string {
		return `[{"key":` + quoteJSON(k) + `,"type":"string","value":` + quoteJSON(v) + `}]`
	}},
	{"data_reversed", func(k, v string) string { return `{"value":` + quoteJSON(v) + `,"key":` + quoteJSON(k) + `}` }},
	{"data_otlp", func(k, v string) string {
		return `{"key":` + quoteJSON(k) + `,"value":{"stringValue":` + quoteJSON(v) + `}}`
	}},
	{"data_in_json", func(k, v string) string {
		return `{"m":` + quoteJSON(`{"key":`+quoteJSON(k)+`,"value":`+quoteJSON(v)+`}`) + `}`
	}},
	{"data_yaml", func(k, v string) string { return "env:\n- name: " + k + "\n  value: " + v + "\n- name: x" }},
	{"data_go", func(k, v string) string { return `{Name:"` + k + `" Value:"` + v + `"}` }},
	{"data_xml", func(k, v string) string { return `<add key="` + k + `" value="` + v + `"/>` }},
	{"data_xml_elements", func(k, v string) string {
		return "<p><name>" + k + "</name><value>" + v + "</value></p>"
	}},
}

// cookieForms write cookies named theme and sid; the second has the value.
var cookieForms = []struct {
	name  string
	write func(value string) string
}{
	{"line", func(v string) string { return "GET / HTTP/1.1\r\nCookie: theme=dark-17; sid=" + v + "\r\nHost: x" }},
	{"flow", func(v string) string { return "got Cookie: theme=dark-17; sid=" + v + " from client" }},
	{"set", func(v string) string { return "Set-Cookie: sid=" + v + "; Path=/; HttpOnly; theme=x" }},
	{"json", func(v string) string { return `{"cookie":` + quoteJSON("theme=dark-17; sid="+v) + `}` }},
	{"json_list", func(v string) string { return `{"set-cookie":[` + quoteJSON("sid="+v+"; Path=/") + `,"theme=1"]}` }},
	{"json_map", func(v string) string { return `{"cookies":{"theme":"dark-17","sid":` + quoteJSON(v) + `}}` }},
	{"json_har", func(v string) string { return `{"cookies":[{"name":"sid","value":` + quoteJSON(v) + `,"theme":1}]}` }},
	{"json_in_json", func(v string) string {
		return `{"m":` + quoteJSON(`{"cookie":`+quoteJSON("theme=dark-17; sid="+v)+`}`) + `}`
	}},
	{"data", func(v string) string { return `{"name":"Cookie","value":` + quoteJSON("theme=dark-17; sid="+v) + `}` }},
	{"go", func(v string) string { return "map[Cookie:[theme=dark-17; sid=" + v + "] Host:[x]]" }},
	{"curl", func(v string) string { return "curl -H 'Cookie: theme=dark-17; sid=" + v + "' https://h.example/" }},
}

func TestCookiesKeepTheirNamesAlone(t *testing.T) {
	s := newScanner(t, Options{})
	for _, form := range cookieForms {
		t.Run(form.name, rapid.MakeCheck(func(t *rapid.T) {
			secret := secretValue().Draw(t, "secret")
			value := rapid.SampledFrom(wraps).Draw(t, "wrap")(secret)
			text := rapid.SampledFrom(carriers).Draw(t, "carrier")(form.write(value))
			checkGone(t, s, text, secret)
			if out, _ := s.String(Key{}, text); !strings.Contains(out, "sid") || !strings.Contains(out, "theme") || strings.Contains(out, "dark-17") {
				t.Fatalf("%q\nbecame\n%q", text, out)
			}
		}))
	}
	k := s.Key("http.request.header.cookie")
	t.Run("attribute", rapid.MakeCheck(func(t *rapid.T) {
		secret := secretValue().Draw(t, "secret")
		text := "theme=dark-17; sid=" + rapid.SampledFrom(wraps).Draw(t, "wrap")(secret)
		out, _ := s.String(k, text)
		if out != "theme=[REDACTED:cookie]; sid=[REDACTED:cookie]" {
			t.Fatalf("%q\nbecame\n%q", text, out)
		}
		if again, changed := s.String(k, out); changed {
			t.Fatalf("%q\nbecame\n%q", out, again)
		}
	}))
}

// wraps dress a secret up as one of our masks, or put it beside genuine ones.
var wraps = []func(string) string{
	func(s string) string { return s },
	func(s string) string { return "[REDACTED:" + s + "]" },
	func(s string) string { return "[" + s + "]" },
	func(s string) string { return "[REDACTED:password]" + s },
	func(s string) string { return "[REDACTED:password]" + s + "[REDACTED:email]" },
	func(s string) string { return s + "[REDACTED:card_number]" },
	func(s string) string { return "[REDACTED:password:" + s + "]" },
	func(s string) string { return "[email:k1:" + s + "]" },
	func(s string) string { return "REDACTED:" + s },
	func(s string) string { return "[REDACTED:password" + s + "]" },
	func(s string) string { return "****" + s },
}

// carriers put a text somewhere in a longer one.
var carriers = []func(string) string{
	func(s string) string { return s },
	func(s string) string { return "2026-11-22 18:56:45,123 INFO [main] server: " + s },
	func(s string) string { return s + " (took 17 ms)" },
	func(s string) string { return "größe ☃ " + s + " ☃" },
	func(s string) string { return "[REDACTED:email] " + s + " [REDACTED:jwt]" },
}

func TestNoPlantedValueUnderASensitiveNameSurvives(t *testing.T) {
	s := newScanner(t, Options{})
	for _, form := range pairForms {
		t.Run(form.name, rapid.MakeCheck(func(t *rapid.T) {
			secret := secretValue().Draw(t, "secret")
			key := rapid.SampledFrom(sensitiveNames).Draw(t, "key")
			value := rapid.SampledFrom(wraps).Draw(t, "wrap")(secret)
			text := rapid.SampledFrom(carriers).Draw(t, "carrier")(form.write(key, value))
			checkGone(t, s, text, secret)
		}))
	}
}

func TestNoPlantedContentSurvives(t *testing.T) {
	s := newScanner(t, Options{})
	forms := slices.Clone(pairForms[:10])
	forms = append(forms, struct {
		name  string
		write func(key, value string) string
	}{"text", func(k, v string) string { return k + " " + v + " end" }})
	for _, form := range forms {
		t.Run(form.name, rapid.MakeCheck(func(t *rapid.T) {
			c := contentSecret().Draw(t, "secret")
			key := rapid.SampledFrom([]string{"note", "detail", "msg", "http.url"}).Draw(t, "key")
			// A wrap that puts a letter or digit right before a number makes
			// it part of a word, so only those with punctuation are used.
			value := rapid.SampledFrom(wraps[:9]).Draw(t, "wrap")(c[0])
			if form.name == "json_cut" || form.name == "json_object_cut" {
				value = strings.ReplaceAll(value, "\n", `\n`)
			}
			checkGone(t, s, rapid.SampledFrom(carriers).Draw(t, "carrier")(form.write(key, value)), c[1])
		}))
	}
}

// checkGone looks for the secret in the output, plain and as the escapes of the
// forms write it, and for all that must hold of every output.
func checkGone(t *rapid.T, s *Scanner, text, secret string) {
	out, changed := s.String(Key{}, text)
	if !changed || strings.Contains(out, secret) || strings.Contains(out, url.QueryEscape(secret)) || strings.Contains(out, url.QueryEscape(url.QueryEscape(secret))) {
		t.Fatalf("%q\nbecame\n%q", text, out)
	}
	checkOutput(t, s, text, out)
}

// checkOutput: idempotent, UTF-8 stays valid, JSON stays JSON.
func checkOutput(t *rapid.T, s *Scanner, text, out string) {
	if s.panics > 0 {
		t.Fatalf("%q made the scan panic", text)
	}
	if again, changed := s.String(Key{}, out); changed {
		t.Fatalf("%q\nbecame\n%q\nand then\n%q", text, out, again)
	}
	if utf8.ValidString(text) && !utf8.ValidString(out) {
		t.Fatalf("%q\nbecame invalid UTF-8\n%q", text, out)
	}
	// A number alone is a text.
	if strings.IndexAny(text, `{["`) == 0 && json.Valid([]byte(text)) && !json.Valid([]byte(out)) {
		t.Fatalf("%q\nis JSON, became\n%q", text, out)
	}
}

// fragments are what hard texts are made of.
var fragments = []string{
	"password", "token", "authorization", "cookie", "secret", "apiKey", "trace_id", "note", "=", ":", ": ", " ", "\n", "\r\n", "\t", `"`, `'`, "`", `\"`, `\\\"`, `\`, `\n`, `\u0026`,
	"{", "}", "[", "]", "(", ")", ",", ";", "&", "?", "#", "<", ">", "</", "=>", ":=", "|", "--", "-", ".", "/", "://", "http://", "postgres://", "@", "%40", "%3D", "%22", "%25", "%2",
	"a", "bob", "hunter2", "example.com", "bob@example.com", "x:y", "4111111111111111", "4111 1111 1111 1111", "1234", "4111", "eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxNyJ9", "Basic ", "Ym9iOng=", "Bearer ", "mF9B5f41JqM",
	`[["`, "[('", "', '", "form-data; name=", `\u0022`, `\x22`, `\u0061`, "&quot;", "&lt;", "&amp;", "Some(", "[]string{", "Creds {", "string(7) ", `";s:7:"`, "<<", ">>", `"tokens":`, "eyJhIjoiYUBiLmNvbSJ9",
	`">`, "<a>", "</a>", "</password>", `<password a="b">`, "<![CDATA[", "]]>", "password: |\n", "password:\n", "\n  ", `\n  `, "- a\n", `"kind":"Secret"`, "kind: Secret\n", "data:\n", `"data":{`,
	"cookie: ", `"cookies":`, "; ", `"name":`, `"value":`, `"key":"password"`, "name=", "value=", "value: ", "<name>", "<value>", "- ",
	"-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "MIIB", "[REDACTED:password]", "[REDACTED:email]", "[REDACTED:", "REDACTED:REDACTED", "null", "true", "****", "é", "☃", "\xff", "\x00", "Digest ", "user=", "level=info",
}

func hardText() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 14).Draw(t, "fragments"), "")
	})
}

func TestOutputOfHardTexts(t *testing.T) {
	for _, action := range []Action{Mask, Remove} {
		s := newScanner(t, Options{Actions: map[string]Action{"default": action}})
		t.Run(action.String(), rapid.MakeCheck(func(t *rapid.T) {
			text := hardText().Draw(t, "text")
			out, _ := s.String(Key{}, text)
			checkOutput(t, s, text, out)
		}))
	}
}

// jsonValue draws any JSON, with hard texts and sensitive names in it.
func jsonValue(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(t *rapid.T) any {
		kind := rapid.IntRange(0, 7).Draw(t, "kind")
		if depth == 0 && kind > 4 {
			kind -= 4
		}
		switch kind {
		case 0:
			return rapid.SampledFrom([]any{nil, true, 17, -1.5e3, 4111111111111111, 123456}).Draw(t, "literal")
		case 1, 2:
			return strings.ToValidUTF8(hardText().Draw(t, "text"), "?")
		case 3:
			b, err := json.Marshal(map[string]any{rapid.SampledFrom(sensitiveNames).Draw(t, "name"): hardText().Draw(t, "text"), "b": []any{1}})
			if err != nil {
				panic(err)
			}
			return string(b)
		case 4:
			return "x"
		case 5:
			return rapid.SliceOfN(jsonValue(depth-1), 0, 3).Draw(t, "array")
		}
		m := map[string]any{}
		for range rapid.IntRange(0, 4).Draw(t, "members") {
			name := rapid.OneOf(rapid.SampledFrom(sensitiveNames), rapid.SampledFrom([]string{"a", "b", "id"}), hardText()).Draw(t, "name")
			m[strings.ToValidUTF8(name, "?")] = jsonValue(depth-1).Draw(t, "value")
		}
		return m
	})
}

func TestJSONStaysJSON(t *testing.T) {
	for _, action := range []Action{Mask, Remove} {
		s := newScanner(t, Options{Actions: map[string]Action{"default": action}})
		for _, indent := range []string{"", "  "} {
			t.Run(fmt.Sprintf("%s/indent=%d", action, len(indent)), rapid.MakeCheck(func(t *rapid.T) {
				b, err := json.Marshal(jsonValue(3).Draw(t, "value"))
				if indent != "" {
					var v any
					if json.Unmarshal(b, &v) == nil {
						b, err = json.MarshalIndent(v, "", indent)
					}
				}
				if err != nil {
					t.Skip(err)
				}
				out, _ := s.String(Key{}, string(b))
				checkOutput(t, s, string(b), out)
			}))
		}
	}
}
