package main

import (
	"bytes"
	"strings"
	"time"

	"github.com/go-logfmt/logfmt"
)

func (r random) moment() time.Time {
	return time.Unix(1_700_000_000+r.Int64N(100_000_000), r.Int64N(1e9)).UTC()
}

// textForms are free text, pairs of key and value, and logfmt.
func textForms() []form {
	around := func(name, before, after string) form {
		return form{name: name, takes: takesShaped, write: func(_ random, _, v string) (string, bool) {
			return before + v + after, true
		}}
	}
	pair := func(name string, ok func(string) bool, write func(r random, k, v string) string) form {
		return form{name: name, write: func(r random, k, v string) (string, bool) { return write(r, k, v), ok(v) }}
	}
	unquoted := func(quote string) func(string) bool {
		return func(v string) bool { return oneLine(v) && !strings.ContainsAny(v, quote+"\\") }
	}
	return []form{
		around("text/alone", "", ""),
		around("text/sentence", "the customer wrote ", " and left"),
		around("text/end_of_sentence", "We could not use ", ". Try again."),
		around("text/quoted", `could not parse "`, `": unexpected end`),
		around("text/single_quoted", "invalid input '", "'"),
		around("text/backticks", "unknown value `", "` given"),
		around("text/parentheses", "rejected (", ") by policy"),
		around("text/brackets", "args [", "] were given"),
		around("text/angles", "sent <", "> to the peer"),
		around("text/after_colon", "lookup failed: ", ""),
		around("text/tabs", "42\t", "\t2026-11-22"),
		around("text/csv", "42,", ",shipped"),
		around("text/csv_quoted", `42,"`, `",shipped`),
		around("text/table", "| 42 | ", " | shipped |"),
		around("text/lines", "first line\n", "\nthird line"),
		around("text/unicode", "Größe „", "“ — geprüft"),
		{name: "text/log_line", takes: takesShaped, write: func(r random, _, v string) (string, bool) {
			return r.moment().Format("2006-01-02 15:04:05,000") + " ERROR [http-nio-8080-exec-7] c.e.shop.CheckoutService - could not handle " + v + " (attempt 2)", true
		}},
		{name: "text/syslog", takes: takesShaped, write: func(r random, _, v string) (string, bool) {
			return "<34>1 " + r.moment().Format(time.RFC3339Nano) + " web-1 app 4711 ID47 - got " + v, oneLine(v)
		}},
		pair("pair/equals", bare, func(r random, k, v string) string {
			return "login retry=3 " + r.styled(k) + "=" + v + " took=12ms"
		}),
		pair("pair/equals_spaced", bare, func(r random, k, v string) string { return r.styled(k) + " = " + v }),
		pair("pair/equals_end", bare, func(r random, k, v string) string { return "connecting with " + r.styled(k) + "=" + v }),
		pair("pair/equals_comma", bare, func(r random, k, v string) string {
			return "user=svc, " + r.styled(k) + "=" + v + ", host=db-1"
		}),
		pair("pair/equals_quoted", unquoted(`"`), func(r random, k, v string) string {
			return "retry=3 " + r.styled(k) + `="` + v + `" took=12ms`
		}),
		pair("pair/equals_single_quoted", unquoted("'"), func(r random, k, v string) string {
			return "retry=3 " + r.styled(k) + "='" + v + "' took=12ms"
		}),
		pair("pair/colon", bare, func(r random, k, v string) string { return r.styled(k) + ": " + v }),
		pair("pair/colon_tight", bare, func(r random, k, v string) string { return "got " + r.styled(k) + ":" + v + " from peer" }),
		pair("pair/colon_line", func(v string) bool { return oneLine(v) && strings.TrimSpace(v) == v }, func(r random, k, v string) string {
			return "user: svc\n" + r.styled(k) + ": " + v + "\nhost: db-1"
		}),
		pair("pair/colon_words", bare, func(_ random, k, v string) string {
			return strings.ToUpper(k[:1]) + k[1:] + ": " + v
		}),
		pair("pair/colon_quoted", unquoted(`"`), func(r random, k, v string) string { return r.styled(k) + `: "` + v + `", host: "db-1"` }),
		pair("pair/arrow", bare, func(r random, k, v string) string { return "[" + r.styled(k) + "] => " + v }),
		pair("pair/semicolons", bare, func(r random, k, v string) string {
			return "user=svc;" + r.styled(k) + "=" + v + ";host=db-1"
		}),
		pair("pair/pipes", bare, func(r random, k, v string) string { return "user=svc|" + r.styled(k) + "=" + v + "|host=db-1" }),
		pair("pair/toml", unquoted(`"`), func(r random, k, v string) string {
			return "[database]\nhost = \"db-1\"\n" + snake(k) + " = \"" + v + "\"\nport = 5432\n"
		}),
		pair("pair/properties", bare, func(r random, k, v string) string {
			return "spring.datasource.url=jdbc:h2:mem\nspring.datasource." + r.one(kebab(k), camel(k)) + "=" + v + "\nserver.port=8080"
		}),
		{name: "logfmt", check: checkLogfmt, write: func(r random, k, v string) (string, bool) {
			var b bytes.Buffer
			e := logfmt.NewEncoder(&b)
			err := e.EncodeKeyvals("level", "info", "msg", "connecting to db", r.styled(k), v, "took", "12ms")
			return b.String(), err == nil
		}},
	}
}

func checkLogfmt(text string) error {
	d := logfmt.NewDecoder(strings.NewReader(text))
	for d.ScanRecord() {
		for d.ScanKeyval() {
			// The decoder finds the mistakes.
		}
	}
	return d.Err()
}
