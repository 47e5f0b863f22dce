package redact

import (
	"strings"
	"testing"
	"time"
)

// hostileTexts repeat what a verifier looks for and never finish it.
var hostileTexts = []struct{ name, unit string }{
	{"at", "a@"},
	{"at_dot", "a@b."},
	{"digits", "4"},
	{"digit_groups", "4111 "},
	{"digit_dashes", "4111-1111-"},
	{"card_almost", "4111111111111112 "},
	{"jwt", "eyJ"},
	{"jwt_alg", "eyJhbGci"},
	{"jwt_dots", "eyJhbGci."},
	{"pem", "-----BEGIN PRIVATE KEY-----"},
	{"pem_label", "-----BEGIN "},
	{"dashes", "-"},
	{"bearer", "bearer "},
	{"bearer_joined", "bearer+"},
	{"bearer_percent", "Bearer%20"},
	{"percent_deep", "%2525252525252541"},
	{"basic", "basic QUJD"},
	{"url", "a://"},
	{"url_colon", "a://b:c/"},
	{"url_at", "a://b:"},
	{"url_user", "a://b@"},
	{"key", "password="},
	{"key_colon", "password: "},
	{"key_comma", "password=,"},
	{"key_amp", "&password=a"},
	{"json", `"password":`},
	{"json_open", `"password":{`},
	{"json_list", `"password":[[`},
	{"json_empty", `"password":""`},
	{"json_escaped", `\"password\":\"`},
	{"quotes", `"`},
	{"backslashes", `\`},
	{"backslash_quote", `\\"`},
	{"backslash_colon", `\":`},
	{"spaces_colon", "token   :"},
	{"percent", "%25"},
	{"percent_pair", "password%3D"},
	{"percent_at", "a%40"},
	{"brackets", "[password]="},
	{"xml", "<password>"},
	{"option", "--password "},
	{"option_long", "--password"},
	{"header", "authorization: "},
	{"header_line", "authorization: digest a=b,\n"},
	{"cookie", "cookie: a=b; "},
	{"mask", "[REDACTED:password]"},
	{"mask_key", "password=[REDACTED:password]"},
	{"nul", "\x00"},
	{"invalid", "\xff@"},
	{"high", "é@é"},
	{"escape", `\u0026password=`},
	{"sentence", "invalid token: unexpected "},
	{"prefix", "x=password: "},
	{"quote_pairs", `"a" password: `},
	{"command", "mysql -p"},
	{"command_quote", `curl -u "`},
	{"command_list", `"mysql","-p`},
	{"command_list_open", `"mysql",`},
	{"command_names", "zip "},
	{"command_words", "curl -u a:b "},
	{"command_login", "sqlplus a/b@"},
	{"option_in_list", `"--password","`},
	{"option_one_dash", " -password "},
	{"secure_string", "ConvertTo-SecureString "},
	{"sql_insert", "INSERT INTO a (password) VALUES ('"},
	{"sql_rows", "('a','b'),"},
	{"sql_where", "where password <> "},
	{"sql_compare", "where password in ('"},
	{"sql_set", "update a set password = f("},
	{"sql_dollar", "update a set password = $a$"},
	{"sql_comment", "insert into a /*"},
	{"sql_select", "select "},
	{"sql_identified", "identified by "},
	{"sql_detail", "Key (a, b)=(c, "},
	{"sql_parameters", "parameters: $1 = 'a', "},
	{"sql_backticks", "`password`='"},
	{"auth", "AUTH a1 "},
	{"auth_strings", `"AUTH" "`},
	{"auth_bulk", "$4\r\nAUTH\r\n$1\r\n"},
	{"protocol", "a1 LOGIN b "},
	{"community", "snmp-server community "},
	{"requirepass", `requirepass "`},
	{"hash", "$6$a"},
	{"hash_scheme", "{SSHA}"},
	{"hash_windows", "a:::"},
	{"dsn", "a:b@tcp("},
	{"oracle", "jdbc:oracle:thin:a/b"},
	{"encoded_url", "%3A%2F%2Fa"},
	{"aws", "AWS4-HMAC-SHA256 "},
	{"header_list", `"authorization", "`},
	{"jwk", `"kty"`},
	{"jwk_closed", `"kty"}`},
	{"putty", "Private-Lines: 1\n"},
	{"ssh2", "---- BEGIN SSH2 PRIVATE KEY ---- "},
	{"id_key", `"id": 4111111111111111`},
	{"cookies", `"cookie":["a=b;`},
	{"cookie_list", "cookie: a=b;"},
	{"cookie_object", `"cookies":{`},
	{"escapes", `\u0022`},
	{"escaped_pair", `\u0022password\u0022:\u0022`},
	{"escaped_name", `{"p\u0061ssword":`},
	{"entities", "&quot;"},
	{"entity_pair", "&quot;password&quot;:&quot;"},
	{"entity_nested", "&amp;amp;"},
	{"entity_open", "&amp;"},
	{"nginx", `\x22password\x22:\x22`},
	{"blob", "eyJhIjoi"},
	{"blobs", "eyJhIjoiYWFhYWFhYWFhYWFhYWFhYSJ9 "},
	{"typed", "password=a("},
	{"typed_list", "password=[]a{"},
	{"typed_rust", "password: Some { "},
	{"typed_php", "[password] => Array\n("},
	{"serialized", `s:8:"password";s:7:"`},
	{"serialized_names", `"password";`},
	{"binary", `{password,<<"`},
	{"triple", "password=\"\"\""},
	{"tokens", `"tokens":["a",`},
	{"tokens_open", `"tokens":[`},
	{"pairs", `[["password","a"],`},
	{"pairs_open", `[["`},
	{"pairs_tuples", `[('password', '`},
	{"form_data", "form-data; name=\"password\"\r\n"},
	{"form_data_empty", "form-data; name=\"password\"\r\n\r\n"},
	{"returns", "\r"},
	{"returns_escaped", `\r`},
	{"yaml_returns", "password: |\r"},
	{"yaml_returns_escaped", `password:\r`},
	{"tag", `<password a="b">`},
	{"tag_end", `a">`},
	{"tag_long", `<a "b">`},
	{"tag_children", `<password a="b"><c>`},
	{"tag_closed", `<password><a></a>`},
	{"cdata", `<password><![CDATA[`},
	{"yaml_block", "password: |\n"},
	{"yaml_lines", "password:\n"},
	{"yaml_items", "passwords:\n- a\n"},
	{"yaml_deeper", "passwords:\n "},
	{"kubernetes", `"kind":"Secret",`},
	{"kubernetes_open", `{"kind":"Secret",`},
	{"kubernetes_data", `{"kind":"Secret","data":{`},
	{"kubernetes_yaml", "kind: Secret\ndata:\n"},
	{"kubernetes_documents", "---\nkind: Secret\n"},
	{"data", `"value":"`},
	{"data_members", `"value":1,`},
	{"data_open", `{"value":{`},
	{"data_name", `"name":"a","value":"`},
	{"data_name_last", `"value":"a","name":`},
	{"data_yaml", "- value: a\n"},
	{"data_pairs", "value=a "},
	{"data_elements", "<name><value>"},
}

// hostilePairs are two units, each repeated: openings first, then ends that
// make every opening fail.
var hostilePairs = []struct{ name, open, end string }{
	{"brackets", "token=[ ", "]a "},
	{"brackets_joined", "token=[", "]a"},
	{"braces", `"password":{`, "}"},
	{"keys", `"password":`, " "},
	{"quotes", `token='`, `"`},
	{"objects", "token=Token{", "}"},
	{"paths", "pwd=/", " "},
	{"at", "a@", "b."},
	{"jwt", "eyJhbGci", "."},
	{"backslashes", `token="\`, `\`},
	{"blanks", "password: a", " "},
	{"stars", "password=*", "*"},
	{"headers", "authorization: digest ", `a="b c",`},
	{"pem", "-----BEGIN PRIVATE KEY-----", "-----END "},
	{"escaped", `{"a":"token=b`, `\`},
	{"names", "aaaaaaaa", "password="},
	{"commas", "password: a,", "b ,"},
	{"digits", "4111 ", "4111111111111111-"},
	{"userinfo", "a://", "b:c@"},
	{"slashes", "a://b:c", "/d"},
	{"options", "--token ", `"a `},
	{"percent", "token%3D", "%2"},
	{"xml", "<token>", "*"},
	{"sql", "INSERT INTO a (password) VALUES ", "('b"},
	{"sql_columns", "INSERT INTO a (", "password,"},
	{"sql_values", "where password in ", "('b',"},
	{"sql_slashes", `{"a":"where password <> '`, `\'`},
	{"commands", "mysql ", "-p' "},
	{"lists", `"--token","`, `\"`},
}

func hostile(open, end string, size int) string {
	return strings.Repeat(open, size/2/len(open)) + strings.Repeat(end, size/2/len(end))
}

// TestHostileTextsAreLinear compares the time for 64 KiB with that for 1 MiB:
// a quadratic rule would take 256 times as long.
func TestHostileTextsAreLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	for _, action := range []Action{Mask, Keep} {
		s := newScanner(t, Options{Actions: map[string]Action{"default": action}})
		s.CacheValues(false)
		texts := map[string]func(size int) string{}
		for _, h := range hostileTexts {
			texts[h.name] = func(size int) string { return strings.Repeat(h.unit, size/len(h.unit)) }
		}
		for _, h := range hostilePairs {
			texts["pair_"+h.name] = func(size int) string { return hostile(h.open, h.end, size) }
		}
		for name, text := range texts {
			t.Run(action.String()+"/"+name, func(t *testing.T) {
				measure := func(size int) time.Duration {
					v := text(size)
					start := time.Now()
					s.String(Key{}, v)
					return time.Since(start)
				}
				// Small times are noise; a quadratic rule takes seconds.
				var small, large time.Duration
				for range tries {
					small, large = measure(hostileSmall), measure(hostileLarge)
					if small <= time.Second && (large <= time.Second || large <= 64*small) {
						return
					}
				}
				t.Errorf("%d bytes took %v, %d took %v", hostileSmall, small, hostileLarge, large)
			})
		}
	}
}
