package redact

import (
	"strings"
	"testing"
)

// formCases are texts in which S3CR3T, wherever it stands, must be gone, and
// what starts with keep- must stay.
var formCases = []struct{ name, text string }{
	// Name and value as data.
	{"data_json", `{"key":"password","value":"S3CR3T-x1"}`},
	{"data_json_blanks", `{ "name" : "authorization" , "value" : "S3CR3T-x1" , "x":"keep-1"}`},
	{"data_har", `{"request":{"headers":[{"name":"Host","value":"keep-h"},{"name":"Authorization","value":"Custom S3CR3T"},{"name":"Accept","value":"keep-a"}]}}`},
	{"data_reversed", `{"value":"S3CR3T-x1","key":"password","n":"keep-1"}`},
	{"data_jaeger", `{"tags":[{"key":"http.request.header.cookie","type":"string","value":"sid=S3CR3T"},{"key":"a","type":"string","value":"keep-1"}]}`},
	{"data_otlp", `{"attributes":[{"key":"password","value":{"stringValue":"S3CR3T"}},{"key":"a","value":{"stringValue":"keep-1"}}]}`},
	{"data_otlp_reversed", `{"attributes":[{"value":{"stringValue":"S3CR3T"},"key":"password"},{"key":"a","value":{"stringValue":"keep-1"}}]}`},
	{"data_otlp_array", `{"key":"passwords","value":{"arrayValue":{"values":[{"stringValue":"S3CR3T"},{"stringValue":"S3CR3T2"}]}}}`},
	{"data_escaped", `{"msg":"{\"key\":\"password\",\"value\":\"S3CR3T-x1\"}","b":"keep-1"}`},
	{"data_escaped_twice", `{"msg":"{\"m\":\"{\\\"key\\\":\\\"password\\\",\\\"value\\\":\\\"S3CR3T-x1\\\"}\"}","b":"keep-1"}`},
	{"data_escaped_reversed", `{"msg":"{\"value\":\"S3CR3T-x1\",\"key\":\"password\"}","b":"keep-1"}`},
	{"data_cloudformation", `{"Parameters":[{"ParameterKey":"DbPassword","ParameterValue":"S3CR3T"},{"ParameterKey":"Size","ParameterValue":"keep-1"}]}`},
	{"data_ecs", `{"environment":[{"name":"DB_PASSWORD","value":"S3CR3T"},{"name":"X","value":"keep-1"}]}`},
	{"data_k8s_yaml", "env:\n- name: DB_PASSWORD\n  value: S3CR3T\n- name: HOST\n  value: keep-1"},
	{"data_k8s_yaml_reversed", "env:\n- value: S3CR3T\n  name: DB_PASSWORD\n- name: HOST\n  value: keep-1"},
	{"data_k8s_yaml_quoted", "env:\n  - name: \"DB_PASSWORD\"\n    value: \"S3CR3T\"\n  - name: HOST\n    value: keep-1"},
	{"data_lists", `[["Host","keep-h"],["Authorization","Bearer S3CR3T"],["b","keep-1"]]`},
	{"data_python", `{'name': 'password', 'value': 'S3CR3T', 'x': 'keep-1'}`},
	{"data_go", `[{Name:DB_PASSWORD Value:S3CR3T} {Name:B Value:keep-1}]`},
	{"data_go_quoted", `EnvVar{Name:"DB_PASSWORD", Value:"S3CR3T", ValueFrom:"keep-1"}`},
	{"data_java", `Header{name='Authorization', value='S3CR3T', x='keep-1'}`},
	{"data_java2", `NameValuePair(name=password, value=S3CR3T), NameValuePair(name=b, value=keep-1)`},
	{"data_logfmt", `msg=set name=password value=S3CR3T took=keep-1`},
	{"data_number", `{"key":"password","value":123456}`},
	{"data_cut", `{"key":"password","value":"S3CR3T-x`},
	{"data_octet", `{"key":"password","type":"string","vStr":"S3CR3T"}`},
	{"data_proto", `attributes { key: "password" value { string_value: "S3CR3T" } } attributes { key: "b" value { string_value: "keep-1" } }`},
	{"data_terraform", `{"name":"db_password","value":"S3CR3T","sensitive":true}`},
	{"data_dynamo", `{"Key":"ApiKey","Value":"S3CR3T"}`},
	{"data_collectdebug", "     -> password: Str(S3CR3T)\n     -> host: Str(keep-1)"},
	// Escaped.
	{"esc_twice", `{"a":"{\"b\":\"{\\\"password\\\":\\\"S3CR3T\\\",\\\"c\\\":\\\"keep-1\\\"}\"}"}`},
	{"esc_thrice", `{"a":"{\"b\":\"{\\\"c\\\":\\\"{\\\\\\\"password\\\\\\\":\\\\\\\"S3CR3T\\\\\\\",\\\\\\\"x\\\\\\\":\\\\\\\"keep-1\\\\\\\"}\\\"}\"}"}`},
	{"esc_cut", `{"a":"{\"password\":\"S3CR3T\\`},
	{"esc_cut_u", `{"a":"{\"password\":\"S3CR3T\u00`},
	{"esc_cut_head", `ssword\":\"a\",\"password\":\"S3CR3T\",\"b\":\"keep-1\"}"}`},
	{"esc_go_quoted", `msg="got {\"password\":\"S3CR3T\",\"b\":\"keep-1\"}" level=info`},
	{"esc_sloppy", `{\"password\":\"S3CR3T\",\"b\":\"keep-1\"}`},
	// XML.
	{"xml_attr", `<user name="keep-1" password="S3CR3T x" role="keep-2"/>`},
	{"xml_attr_single", `<user name='keep-1' password='S3CR3T x' role='keep-2'/>`},
	{"xml_property", `<property name="db.password" value="S3CR3T"/><property name="b" value="keep-1"/>`},
	{"xml_property_reversed", `<property value="S3CR3T" name="db.password"/><property name="b" value="keep-1"/>`},
	{"xml_hadoop", `<property><name>db.password</name><value>S3CR3T</value></property><property><name>b</name><value>keep-1</value></property>`},
	{"xml_add", `<appSettings><add key="ApiKey" value="S3CR3T"/><add key="b" value="keep-1"/></appSettings>`},
	{"xml_in_json", `{"body":"<user password=\"S3CR3T\" b=\"keep-1\"/>"}`},
	{"xml_lines", "<r>\n  <password>\n    S3CR3T\n  </password>\n  <b>keep-1</b>\n</r>"},
	// YAML.
	{"yaml_flow", "user: {password: S3CR3T, a: keep-1}"},
	{"yaml_quoted", "password: 'S3CR3T ''x'\nb: keep-1"},
	{"yaml_quoted_key", "\"password\": S3CR3T x\nb: keep-1"},
	{"yaml_tag", "password: !!str S3CR3T\nb: keep-1"},
	// INI and the like.
	{"ini", "[db]\nuser = keep-1\npassword = S3CR3T x\n[x]\nb=keep-2"},
	{"toml", "[db]\npassword = \"S3CR3T\"\nb = \"keep-1\""},
	{"toml_list", "passwords = [\"S3CR3T\", \"S3CR3T2\"]\nb = \"keep-1\""},
	{"dotenv", "export DB_PASSWORD='S3CR3T x'\nexport B=keep-1"},
	{"dotenv2", "DB_PASSWORD=\"S3CR3T $x\"\nB=keep-1"},
	{"logfmt", `level=info password="S3CR3T \" x" b=keep-1`},
	{"go_plus_v", `{User:keep-1 Password:S3CR3T Age:3}`},
	{"go_sharp_v", `main.User{Name:"keep-1", Password:"S3CR3T", X:(*string)(nil)}`},
	{"go_map", `map[b:keep-1 password:S3CR3T user:keep-2]`},
	{"go_map_sharp", `map[string]string{"b":"keep-1", "password":"S3CR3T"}`},
	{"go_nested", `&{Name:keep-1 Auth:{User:bob Password:S3CR3T} B:keep-2}`},
	{"go_ptr", `{Password:0xc00001 B:keep-1 Secret:S3CR3T}`},
	{"go_sharp_bytes", `cfg{Password:[]byte("S3CR3T"), B:"keep-1"}`},
	{"go_sharp_bytes_hex", `cfg{Password:[]uint8{0x53, 0x33}, B:"keep-1", Secret:"S3CR3T"}`},
	{"py_dataclass", `User(name='keep-1', password='S3CR3T x', b=3)`},
	{"py_bytes", `{'password': b'S3CR3T', 'b': 'keep-1'}`},
	{"py_list", `{'passwords': ['S3CR3T', 'S3CR3T2'], 'b': 'keep-1'}`},
	{"py_secretstr", `User(password=SecretStr('S3CR3T'), b='keep-1')`},
	{"java_lombok", `User(password=S3CR3T, name=keep-1)`},
	{"java_guava", `User{password=S3CR3T, name=keep-1}`},
	{"java_idea", `User{password='S3CR3T', name='keep-1'}`},
	{"java_record", `User[password=S3CR3T, name=keep-1]`},
	{"java_blank", `User [password=S3CR3T x, name=keep-1]`},
	{"java_optional", `User[password=Optional[S3CR3T], name=keep-1]`},
	{"java_list", `User(passwords=[S3CR3T, S3CR3T2], name=keep-1)`},
	{"java_map", `{password=S3CR3T, user=keep-1}`},
	{"java_array", `headers={Authorization=[S3CR3T], Host=[keep-1]}`},
	{"php_print_r", "Array\n(\n    [user] => keep-1\n    [password] => S3CR3T x\n)"},
	{"php_print_r_line", "Array ( [user] => keep-1 [password] => S3CR3T [b] => keep-2 )"},
	{"php_array", `array ( 'user' => 'keep-1', 'password' => 'S3CR3T', )`},
	{"ruby_sym", `{:user=>"keep-1", :password=>"S3CR3T"}`},
	{"ruby_new", `{user: "keep-1", password: "S3CR3T"}`},
	{"ruby_inspect", `#<User id: 1, name: "keep-1", password: "S3CR3T", b: nil>`},
	{"ruby_inspect_ivar", `#<User:0x0001 @name="keep-1", @password="S3CR3T">`},
	{"perl", `$VAR1 = { 'password' => 'S3CR3T', 'b' => 'keep-1' };`},
	{"js_inspect", `{ user: 'keep-1', password: 'S3CR3T', a: [ 1 ] }`},
	{"js_map", `Map(2) { 'user' => 'keep-1', 'password' => 'S3CR3T' }`},
	{"js_buffer", `{ password: <Buffer 53 33 43>, b: 'keep-1', secret: 'S3CR3T' }`},
	{"js_template", "{ password: `S3CR3T x`, b: 'keep-1' }"},
	{"rust", `Login { password: "S3CR3T", user: "keep-1" }`},
	{"rust_some", `Login { password: Some("S3CR3T"), user: Some("keep-1") }`},
	{"rust_string_wrap", `Login { password: Secret("S3CR3T"), user: "keep-1" }`},
	{"csharp", `User { Password = S3CR3T, Name = keep-1 }`},
	{"csharp_last", `User { Name = keep-1, Password = S3CR3T }`},
	{"elixir", `%{password: "S3CR3T", user: "keep-1"}`},
	{"elixir_arrow", `%{"password" => "S3CR3T", "user" => "keep-1"}`},
	{"elixir_struct", `%MyApp.User{password: "S3CR3T", name: "keep-1"}`},
	{"elixir_kw", `[user: "keep-1", password: "S3CR3T"]`},
	{"erlang_map", `#{password => <<"S3CR3T">>,user => <<"keep-1">>}`},
	{"proto", `user: "keep-1" password: "S3CR3T" b: "keep-2"`},
	{"proto_lines", "login {\n  password: \"S3CR3T\"\n  b: \"keep-1\"\n}"},
	{"swift", `["user": "keep-1", "password": "S3CR3T"]`},
	{"haskell", `User {name = "keep-1", password = "S3CR3T"}`},
	{"lua", `{ ["password"] = "S3CR3T", b = "keep-1" }`},
	{"hcl", "resource \"x\" \"y\" {\n  password = \"S3CR3T\"\n  b        = \"keep-1\"\n}"},
	{"hocon", "db { password = S3CR3T\n b = keep-1 }"},
	{"csv_kv", `user: keep-1 | password: S3CR3T | b: keep-2`},
	{"powershell", "Name  : keep-1\nPassword : S3CR3T\nB : keep-2"},
	// Cookies.
	{"cookie_bare", "Cookie: S3CR3T"},
	// base64.
	{"secrets_list", `{"secrets":["S3CR3T","S3CR3T2"],"b":"keep-1"}`},
	{"cookie_line", "Cookie: keep-a=S3CR3T; keep-b=S3CR3T2"},
	{"cookie_flow", "got Cookie: keep-a=S3CR3T; keep-b=S3CR3T2 from keep-client"},
	{"set_cookie", "Set-Cookie: keep-sid=S3CR3T; Path=/keep-p; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT; SameSite=Lax"},
	{"cookie_json", `{"headers":{"cookie":"keep-a=S3CR3T; keep-b=S3CR3T2","host":"keep-h"}}`},
	{"cookie_json_list", `{"set-cookie":["keep-sid=S3CR3T; Path=/keep-p; HttpOnly","keep-y=S3CR3T2"],"host":"keep-h"}`},
	{"cookie_map", `{"cookies":{"keep-a":"S3CR3T","keep-b":["S3CR3T2"]},"x":"keep-1"}`},
	{"cookie_map_har", `{"cookies":[{"name":"keep-a","value":"S3CR3T"}],"x":"keep-1"}`},
	{"cookie_go", `map[Cookie:[keep-a=S3CR3T; keep-b=S3CR3T2] Host:[keep-h]]`},
	{"cookie_curl", `curl -H 'Cookie: keep-a=S3CR3T; keep-b=S3CR3T2' https://keep-h/`},
	{"cookie_quoted_value", `Cookie: keep-a="S3CR3T x"; keep-b=S3CR3T2`},
	{"cookie_in_data", `{"name":"Cookie","value":"keep-a=S3CR3T; keep-b=S3CR3T2"}`},
	{"xml_elem_attr", `<password type="x">S3CR3T</password><b>keep-1</b>`},
	{"xml_ns", `<wsse:Security><wsse:Password Type="http://docs.oasis-open.org/wss#PasswordText">S3CR3T</wsse:Password><b>keep-1</b></wsse:Security>`},
	{"xml_cdata", `<password><![CDATA[S3CR3T <x> ]]></password><b>keep-1</b>`},
	{"xml_entry", `<map><entry key="password">S3CR3T</entry><entry key="b">keep-1</entry></map>`},
	{"xml_property_text", `<property name="db.password">S3CR3T</property><b>keep-1</b>`},
	{"xml_children", `<credentials><user>S3CR3T</user><pass>S3CR3T2</pass></credentials><b>keep-1</b>`},
	{"xml_in_json_elem", `{"body":"<r><password type=\"x\">S3CR3T</password><b>keep-1</b></r>"}`},
	{"yaml_block", "a: keep-1\npassword: |\n  S3CR3T\n  S3CR3T2\nb: keep-2"},
	{"yaml_folded", "a: keep-1\npassword: >-\n  S3CR3T\n\n  S3CR3T2\nb: keep-2"},
	{"yaml_block_indented", "x:\n  password: |+2\n    S3CR3T\n      S3CR3T2\n  b: keep-2"},
	{"yaml_list", "passwords:\n  - S3CR3T\n  - S3CR3T2\nb: keep-1"},
	{"yaml_list_flush", "passwords:\n- S3CR3T\n- S3CR3T2\nb: keep-1"},
	{"yaml_map", "credentials:\n  user: S3CR3T\n  x: S3CR3T2\nb: keep-1"},
	{"yaml_next_line", "password:\n  S3CR3T\nb: keep-1"},
	{"yaml_in_json", `{"cfg":"a: keep-1\npassword: |\n  S3CR3T\n  S3CR3T2\nb: keep-2"}`},
	{"k8s_secret", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: keep-1\ntype: Opaque\ndata:\n  username: S3CR3T\n  ca.crt: S3CR3T2\n  blob: |\n    S3CR3T3\n"},
	{"k8s_secret_data_first", "apiVersion: v1\ndata:\n  username: S3CR3T\n  ca.crt: S3CR3T2\nkind: Secret\nmetadata:\n  name: keep-1\n"},
	{"k8s_secret_string", "kind: Secret\nstringData:\n  a: S3CR3T x\n  b: S3CR3T2\nmetadata:\n  name: keep-1\n"},
	{"k8s_json", `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"keep-1"},"data":{"username":"S3CR3T","x":"S3CR3T2"},"type":"keep-2"}`},
	{"k8s_json_data_first", `{"apiVersion":"v1","data":{"username":"S3CR3T","x":"S3CR3T2"},"kind":"Secret","metadata":{"name":"keep-1"}}`},
	{"k8s_json_in_string", `{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"data\":{\"user\":\"S3CR3T\",\"x\":\"S3CR3T2\"},\"kind\":\"Secret\",\"metadata\":{\"name\":\"keep-1\"}}\n"}}}`},
	{"k8s_json_list", `{"items":[{"kind":"ConfigMap","data":{"a":"keep-1"}},{"kind":"Secret","data":{"u":"S3CR3T"}}]}`},
}

func TestForms(t *testing.T) {
	s := newScanner(t, Options{})
	s.CacheValues(false)
	for _, c := range formCases {
		t.Run(c.name, func(t *testing.T) {
			out, _ := s.String(Key{}, c.text)
			leak := strings.Contains(out, "S3CR3T") || strings.Contains(out, "UzQ1IzVC") || strings.Contains(out, "TM0NSM1Q")
			if leak {
				t.Errorf("LEAK\n%s\n%s", c.text, out)
			} else if strings.Count(out, "keep-") != strings.Count(c.text, "keep-") {
				t.Errorf("LOST\n%s\n%s", c.text, out)
			} else if again, changed := s.String(Key{}, out); changed {
				t.Errorf("AGAIN\n%s\n%s\n%s", c.text, out, again)
			}
		})
	}
}
