package redact

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// sqlForms write a statement with a literal under a column that says that it is
// a secret. The value may hold anything but quotes, backslashes and dollars.
var sqlForms = []struct {
	name  string
	write func(column, value string) string
}{
	{"insert", func(c, v string) string { return "INSERT INTO t (a, " + c + ", b) VALUES (1, '" + v + "', 'x')" }},
	{"insert_rows", func(c, v string) string {
		return "insert into t(" + c + ",b) values('y1',2),(NULL,3),('" + v + "',4) on conflict do nothing"
	}},
	{"insert_quoted", func(c, v string) string {
		return `INSERT INTO "t" ("a", "` + c + `") VALUES ('(,''', '` + v + `')`
	}},
	{"insert_cut", func(c, v string) string { return "INSERT INTO t (a, " + c + ") VALUES (1, '" + v }},
	{"insert_select", func(c, v string) string { return "INSERT INTO t (a, " + c + ") SELECT b, '" + v + "' FROM u" }},
	{"insert_lines", func(c, v string) string { return "INSERT INTO t (\n  a,\n  " + c + "\n) VALUES\n  (1, N'" + v + "')" }},
	{"insert_json", func(c, v string) string {
		return `{"q":` + quoteJSON("INSERT INTO \"t\" (\"a\",\n\""+c+"\") VALUES (1,'"+v+"')") + `,"ms":1}`
	}},
	{"update", func(c, v string) string { return "UPDATE t SET a=1, " + c + "='" + v + "', b=2 WHERE id=3" }},
	{"update_function", func(c, v string) string { return "UPDATE t SET " + c + " = f(1, '" + v + "') WHERE id = 3" }},
	{"update_joined", func(c, v string) string { return "UPDATE t SET " + c + " = 'y' || '" + v + "' WHERE id = 3" }},
	{"update_dollar", func(c, v string) string { return "UPDATE t SET " + c + " = $x$" + v + "$x$ WHERE id = 3" }},
	{"where", func(c, v string) string { return "SELECT * FROM t WHERE t." + c + " = '" + v + "' AND b = 2" }},
	{"where_not", func(c, v string) string { return "SELECT * FROM t WHERE " + c + " <> '" + v + "'" }},
	{"where_like", func(c, v string) string { return "SELECT * FROM t WHERE a = 1 AND " + c + " NOT LIKE '" + v + "'" }},
	{"where_in", func(c, v string) string { return "DELETE FROM t WHERE " + c + " IN ('y', '" + v + "')" }},
	{"parameters", func(c, v string) string {
		return "UPDATE t SET a = $1, " + c + " = $2\nDETAIL:  parameters: $1 = 'x', $2 = '" + v + "'"
	}},
}

func TestNoLiteralOfASensitiveColumnSurvives(t *testing.T) {
	s := newScanner(t, Options{})
	columns := []string{"password", "user_password", "api_key", "access_token", "client_secret", "passwd", "apiKey", "cvv"}
	for _, form := range sqlForms {
		t.Run(form.name, rapid.MakeCheck(func(t *rapid.T) {
			secret := strings.ReplaceAll(secretValue().Draw(t, "secret"), "$", "-")
			column := rapid.SampledFrom(columns).Draw(t, "column")
			value := rapid.SampledFrom(wraps[:9]).Draw(t, "wrap")(secret)
			checkGone(t, s, rapid.SampledFrom(carriers[:3]).Draw(t, "carrier")(form.write(column, value)), secret)
		}))
	}
}
