package redact

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRemove(t *testing.T) {
	s := newScanner(t, Options{Actions: map[string]Action{"default": Remove}})
	for text, want := range map[string]string{
		`{"password":"x1"}`:                                   `{}`,
		`{"password":"x1","a":1}`:                             `{"a":1}`,
		`{"a":1,"password":"x1"}`:                             `{"a":1}`,
		`{"a":1,"password":"x1","token":"y1","b":2}`:          `{"a":1,"b":2}`,
		`{"password":"x1","token":"y1","b":2}`:                `{"b":2}`,
		`{"a":1,"password":"x1","token":{"v":[1]}}`:           `{"a":1}`,
		"{\n  \"a\": 1,\n  \"password\": 17\n}":               "{\n  \"a\": 1\n}",
		`{"m":"{\"password\":\"x1\",\"a\":1}"}`:               `{"m":"{\"a\":1}"}`,
		`{"n":4111111111111111,"a":[4111111111111111]}`:       `{"n":null,"a":[null]}`,
		`a password=x1 b`:                                     `a  b`,
		`/p?a=1&token=x1&b=2`:                                 `/p?a=1&&b=2`,
		`mail bob@example.com now`:                            `mail  now`,
		`https://bob:pw@h/x`:                                  `https://h/x`,
		"Host: x\nAuthorization: Bearer abc\nAccept: y":       "Host: x\n\nAccept: y",
		`<password>x1</password>`:                             `<password></password>`,
		`4111 1111 bob@example.com 1111 1111`:                 `4111 1111  1111 1111`,
		`{"url":"https://h/?password=x1&a=1","password":"x"}`: `{"url":"https://h/?&a=1"}`,
	} {
		got, changed := s.String(Key{}, text)
		if !changed || got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if got, changed := s.String(s.Key("password"), "x"); got != "" || !changed {
		t.Errorf("under a sensitive key: %q, %v", got, changed)
	}
}

func TestKeepChangesNothingAndLooksInside(t *testing.T) {
	s := newScanner(t, Options{Actions: map[string]Action{"password": Keep}})
	got, _ := s.String(Key{}, `{"password":{"v":"bob@example.com","token":"abc"}}`)
	if want := `{"password":{"v":"[REDACTED:email]","token":"[REDACTED:token]"}}`; got != want {
		t.Errorf("became %q, want %q", got, want)
	}
	got, _ = s.String(s.Key("password"), "bob@example.com")
	if want := "[REDACTED:email]"; got != want {
		t.Errorf("under the key: %q, want %q", got, want)
	}
	if f := s.Findings(); len(f) != 2 || f[1].Action != Keep || s.e.RuleName(f[1].Rule) != "password" {
		t.Errorf("findings %v", f)
	}
}

func TestFindingsAreUnited(t *testing.T) {
	s := newScanner(t, Options{})
	text := "password=bob@example.com card 4111111111111111"
	got, _ := s.String(Key{}, text)
	if want := "password=[REDACTED:password] card [REDACTED:card_number]"; got != want {
		t.Errorf("became %q", got)
	}
	want := []string{"bob@example.com", "4111111111111111"}
	for i, f := range s.Findings() {
		if i >= len(want) || text[f.Start:f.End] != want[i] {
			t.Errorf("finding %d is %q", i, text[f.Start:f.End])
		}
	}
	if n := len(s.Findings()); n != 2 {
		t.Errorf("%d findings", n)
	}
	s.String(Key{}, "nothing here")
	if n := len(s.Findings()); n != 0 {
		t.Errorf("%d findings of a clean value", n)
	}
}

func TestSensitiveKey(t *testing.T) {
	s := newScanner(t, Options{})
	k := s.Key("password")
	if got, changed := s.String(k, "x"); got != "[REDACTED:password]" || !changed || len(s.Findings()) != 1 {
		t.Errorf("%q %v %v", got, changed, s.Findings())
	}
	if got, changed := s.String(k, "[REDACTED:password]"); got != "[REDACTED:password]" || changed {
		t.Errorf("%q %v", got, changed)
	}
	if got, changed := s.String(k, "[REDACTED:password]x"); got != "[REDACTED:password]" || !changed {
		t.Errorf("%q %v", got, changed)
	}
	if got, changed := s.Int(k, 7); got != "[REDACTED:password]" || !changed {
		t.Errorf("%q %v", got, changed)
	}
	if got, changed := s.Double(k, 0.5); got != "[REDACTED:password]" || !changed {
		t.Errorf("%q %v", got, changed)
	}
}

func TestNumbers(t *testing.T) {
	s := newScanner(t, Options{})
	const mask = "[REDACTED:card_number]"
	for _, tt := range []struct {
		key    string
		value  int64
		masked bool
	}{
		{"n", 4111111111111111, true},
		{"n", 4111111111111112, false},
		{"n", -4111111111111111, false},
		{"n", 378282246310005, true},
		{"trace_id", 4111111111111111, false},
		{"n", 1445144423722, false},
		{"n", 4222222222222, false},
		{"card", 4222222222222, true},
		{"n", math.MaxInt64, false},
		{"n", math.MinInt64, false},
		{"n", 0, false},
	} {
		got, changed := s.Int(s.Key(tt.key), tt.value)
		if changed != tt.masked || changed && got != mask {
			t.Errorf("%s %d: %q, %v", tt.key, tt.value, got, changed)
		}
	}
	for _, tt := range []struct {
		value  float64
		masked bool
	}{
		{4111111111111111, true},
		{4111111111111111.5, false},
		{math.NaN(), false},
		{math.Inf(1), false},
		{math.Inf(-1), false},
		{math.MaxFloat64, false},
		{1e18, false},
		{-4111111111111111, false},
		{9.3e18, false},
	} {
		if got, changed := s.Double(Key{}, tt.value); changed != tt.masked {
			t.Errorf("%v: %q, %v", tt.value, got, changed)
		}
	}
}

func TestBytes(t *testing.T) {
	s := newScanner(t, Options{})
	in := []byte("password=hunter2 x")
	for range 2 { // the second time from memory
		out, changed := s.Bytes(Key{}, in)
		if string(out) != "password=[REDACTED:password] x" || !changed || string(in) != "password=hunter2 x" {
			t.Fatalf("%q %v, input %q", out, changed, in)
		}
	}
	copy(in, "nothing=") // the memory must not hold the caller's bytes
	if out, changed := s.Bytes(Key{}, in); changed || &out[0] != &in[0] {
		t.Errorf("%q %v", out, changed)
	}
	if out, changed := s.Bytes(Key{}, nil); out != nil || changed {
		t.Errorf("%q %v", out, changed)
	}
}

func TestClean(t *testing.T) {
	s := newScanner(t, Options{Actions: map[string]Action{"default": Keep}})
	for text, want := range map[string]bool{
		"": true, "req-17": true, "0af7651916cd43dd8448eb211c80319c": true, "9f1c2b6e-4111-1111-1111-111111111111": true, "01ARZ3NDEKTSV4RRFFQ69G5FAV": true,
		"4111111111111111": false, "bob@example.com": false, "password=abc": false, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxNyJ9.abc": false, "Bearer abcdef123": false,
	} {
		if got := s.Clean(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestCleanValueDoesNotAllocate(t *testing.T) {
	s := newScanner(t, Options{})
	s.CacheValues(false)
	for _, v := range []string{
		"GET", "checkout", strings.Repeat("INFO something happened at 12:34:56 in /a/b/c ", 20), "see http://10.0.0.1:8080/x?a=b",
		`{"level":"info","author":"bob","token_count":17}`, "4111111111111112 and 4222222222222 are widgets",
	} {
		if n := testing.AllocsPerRun(100, func() { s.String(Key{}, v) }); n != 0 {
			t.Errorf("%q: %v allocations", v, n)
		}
	}
}

func TestHostileRecords(t *testing.T) {
	s := newScanner(t, Options{})
	filler := strings.Repeat("the quick brown fox 12:34:56 jumps=over ", 1<<22/40)
	for name, tt := range map[string]struct{ text, secret, rest string }{
		"invalid UTF-8":     {"\xff\xfe password=hunter2\xff\xfe rest\xff", "hunter2", "rest\xff"},
		"NUL":               {"a\x00password=hunter2\x00x rest", "hunter2", "rest"},
		"duplicate names":   {`{"password":"hunter2","password":"hunter2","rest":1}`, "hunter2", `"rest":1`},
		"dotted names":      {`{"a.b":1,"a":{"b.password":"hunter2"},"rest":1}`, "hunter2", `"rest":1`},
		"depth 100":         {strings.Repeat(`{"a":[`, 100) + `{"password":"hunter2"}` + strings.Repeat(`]}`, 100), "hunter2", `{"a":[`},
		"depth 100 subtree": {`{"password":` + strings.Repeat(`[`, 100) + `"hunter2"` + strings.Repeat(`]`, 100) + `,"rest":1}`, "hunter2", `"rest":1`},
		"4 MiB":             {filler + "password=hunter2 rest", "hunter2", "rest"},
		"encoded 3 times":   {"password%25253Dhunter2 rest", "hunter2", "rest"},
	} {
		got, changed := s.String(Key{}, tt.text)
		if !changed || strings.Contains(got, tt.secret) || !strings.Contains(got, tt.rest) {
			t.Errorf("%s: %.300q", name, got)
		}
		if utf8.ValidString(tt.text) != utf8.ValidString(got) {
			t.Errorf("%s: UTF-8 changed", name)
		}
	}
	if got, changed := s.String(Key{}, filler); changed {
		t.Errorf("filler changed: %.200q", got)
	}
}

func TestTooDeepIsUnscanned(t *testing.T) {
	s := newScanner(t, Options{MaxDepth: 3})
	got, _ := s.String(Key{}, "a password%252525253Dhunter2 b")
	if want := "a [REDACTED:unscanned] b"; got != want {
		t.Errorf("became %q, want %q", got, want)
	}
}

func TestPanicIsUnscanned(t *testing.T) {
	s := newScanner(t, Options{})
	s.beforeExamine = func() { panic("made to fail") }
	got, changed := s.String(Key{}, "mail bob@example.com")
	if got != "[REDACTED:unscanned]" || !changed {
		t.Errorf("%q %v", got, changed)
	}
	if f := s.Findings(); len(f) != 1 || f[0].Rule != s.e.Unscanned() || f[0].Action != Mask {
		t.Errorf("findings %v", f)
	}
	if s.Clean("mail bob@example.com") {
		t.Error("clean")
	}
	s.beforeExamine = nil
	if got, _ := s.String(Key{}, "mail bob@example.com"); got != "mail [REDACTED:email]" && got != "[REDACTED:unscanned]" {
		t.Errorf("afterwards %q", got)
	}
}

func TestResetForgetsContent(t *testing.T) {
	s := newScanner(t, Options{})
	for i := range 2 * maxCachedValues {
		s.String(Key{}, "password=hunter"+strings.Repeat("x", i%50)+string(rune(0x4e00+i)))
	}
	if n := len(s.values.m); n == 0 || n > maxCachedValues {
		t.Errorf("%d values remembered", n)
	}
	s.Reset()
	if len(s.values.m) != 0 || bytes.Contains(s.buf[:cap(s.buf)], []byte("password")) || len(s.Findings()) != 0 {
		t.Error("content survives Reset")
	}
	s.CacheValues(false)
	s.String(Key{}, "password=hunter2")
	if len(s.values.m) != 0 {
		t.Error("a value is remembered although that is off")
	}
}

func TestRememberedValuesAreEqual(t *testing.T) {
	s := newScanner(t, Options{})
	const text = "password=hunter2 and bob@example.com"
	first, _ := s.String(Key{}, text)
	findings := slices.Clone(s.Findings())
	s.String(Key{}, "clean")
	second, changed := s.String(Key{}, text)
	if first != second || !changed || !slices.Equal(findings, s.Findings()) {
		t.Errorf("%q %v, then %q %v", first, findings, second, s.Findings())
	}
	// The same text under an id key is another decision.
	const card = "4111111111111111 bob@example.com"
	plain, _ := s.String(Key{}, card)
	id, _ := s.String(s.Key("trace_id"), card)
	if plain == id {
		t.Errorf("both became %q", id)
	}
}
