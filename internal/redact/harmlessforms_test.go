package redact

import "testing"

// harmlessForms are neighbours of the forms that hold no secret: schemas, forms
// of user interfaces, code, counters, words.
var harmlessForms = []string{
	`{"name":"password","type":"string"}`,
	`{"name":"token","in":"header","description":"the token"}`,
	`{"name":"token","in":"query","required":true,"schema":{"type":"string"}}`,
	`{"required":["username","email"],"type":"object"}`,
	`{"name":"password","value":""}`,
	`{"name":"password","value":null}`,
	`{"key":"status","value":"password"}`,
	`{"name":"page_token_count","value":17}`,
	`{"name":"max_tokens","value":4096}`,
	`{"key":"a","value":"1"},{"name":"password","type":"string"}`,
	`{"name":"a","value":"1","other":{"key":"password"}}`,
	`{"value":"on","label":"Show password"}`,
	`{"value":"1","key":"a","x":"password"}`,
	`{"type":"password","value":"x","name":"color"}`,
	`{"field":"please enter a new password","value":"2 errors"}`,
	"- name: DB_HOST\n  value: a\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db",
	"- name: DB_PASSWORD\n- name: HOST\n  value: a",
	"spec:\n  name: password\n  sub:\n    value: a",
	`name=password type=hidden`,
	`<input type="password" name="password" value=""/>`,
	`<input type="password" id="x"/> <option value="1">One</option>`,
	`<property name="timeout" value="30"/>`,
	`<name>timeout</name><value>30</value>`,
	`{"Name":"cpu","Value":0.5,"Unit":"Percent"}`,
	`metric name=heap value=17 unit=mb`,
	`{"key":"k8s.pod.name","value":{"stringValue":"web-1"}}`,
	`for key, value := range m {`,
	`[["Host","a"],["Accept","*/*"]]`,
	`[('user', 'bob'), ('age', 17)]`,
	`errors: [['password', 3], ['token', 5]]`,
	"Content-Disposition: form-data; name=\"user\"\r\n\r\nbob\r\n--b--",
	"Content-Disposition: form-data; name=\"password\"",
	`{"tokens":[1,2,3],"usage":{"tokens":17}}`,
	`{"tokens":["hello","world","the"],"max_tokens":[4096]}`,
	`{"stop_tokens":["</s1>","<|eot_id2|>"]}`,
	`tokens=153 tokens: [1, 2]`,
	`Tokens: 5 of 17`,
	`{"cursor":"eyJpZCI6MTIzNCwib2Zmc2V0IjoxMDAsInNvcnQiOiJhc2MifQ=="}`,
	`a:2:{s:4:"user";s:3:"bob";s:3:"age";i:17;}`,
	`{\x22user\x22:\x22bob\x22,\x22n\x22:1}`,
	`{"html":"\u003cdiv class=\"password\"\u003eplease log in\u003c/div\u003e"}`,
	`&lt;label&gt;Password&lt;/label&gt; &quot;quoted&quot; &amp; more`,
	`{"msg":"caf\u00e9 \u0022token\u0022 expected"}`,
	`[{user,<<"bob">>},{age,<<"17">>}]`,
	`Conf { limits: Limits { max: 17 }, name: "x" }`,
	`Some("x"), Array ( [0] => a )`,
	"Errors:\n  password:\n    must not be empty\n",
	"error with token:\n  unexpected end of input",
	"login form\npassword:\nuser:\n",
	"password:\n\nhost: a",
	"secret:\nname: a",
	`<label for="password">Password</label>`,
	`<input name="password" type="text">`,
	`<a href="https://h.example/token">get a token</a>`,
	`<xs:element name="user" type="xs:string"><xs:annotation/></xs:element>`,
	`<password></password><token/>`,
	`Expected <token> but got "x">y`,
	`if a["x">b]`,
	"kind: ConfigMap\ndata:\n  a: b\n",
	"kind: SecretStore\ndata:\n  a: b\n",
	`{"kind":"ConfigMap","data":{"a":"b"}}`,
	`{"kind":"SecretList","data":{"a":"b"}}`,
	`{"kind":"Secret","metadata":{"name":"db"}}`,
	"kind: Secret\nmetadata:\n  name: db\n---\nkind: ConfigMap\ndata:\n  a: b\n",
	`{"items":[{"kind":"Secret","metadata":{"name":"db"}},{"kind":"ConfigMap","data":{"a":"b"}}]}`,
	`kind: Secret not found in namespace data: none`,
}

func TestHarmlessForms(t *testing.T) {
	s := newScanner(t, Options{})
	for _, text := range harmlessForms {
		if out, changed := s.String(Key{}, text); changed {
			t.Errorf("%s\nbecame\n%s", text, out)
		}
	}
}
