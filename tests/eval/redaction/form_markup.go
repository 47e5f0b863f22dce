package main

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

func checkXML(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func checkYAML(text string) error {
	var v any
	return yaml.Unmarshal([]byte(text), &v)
}

func escapeXML(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err)
	}
	return b.String()
}

func writeYAML(v any) string {
	b, err := yaml.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// fields keep their order in YAML.
func fields(pairs ...string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i < len(pairs); i += 2 {
		k, v := &yaml.Node{}, &yaml.Node{}
		k.SetString(pairs[i])
		v.SetString(pairs[i+1])
		n.Content = append(n.Content, k, v)
	}
	return n
}

// markupForms are XML and YAML.
func markupForms() []form {
	return []form{
		{name: "xml/element", check: checkXML, write: func(r random, k, v string) (string, bool) {
			n := r.one(camel(k), pascal(k), kebab(k))
			return "<request><user>svc</user><" + n + ">" + escapeXML(v) + "</" + n + "><page>2</page></request>", true
		}},
		{name: "xml/namespace", check: checkXML, write: func(r random, k, v string) (string, bool) {
			n := "wsse:" + pascal(k)
			return `<wsse:UsernameToken xmlns:wsse="urn:x"><wsse:Username>svc</wsse:Username><` + n + ` Type="urn:y#Text">` + escapeXML(v) + "</" + n + "></wsse:UsernameToken>", true
		}},
		{name: "xml/indented", check: checkXML, write: func(_ random, k, v string) (string, bool) {
			return "<?xml version=\"1.0\"?>\n<config>\n  <host>db-1</host>\n  <" + snake(k) + ">\n    " + escapeXML(v) + "\n  </" + snake(k) + ">\n</config>", true
		}},
		{name: "xml/cdata", check: checkXML, write: func(_ random, k, v string) (string, bool) {
			return "<config><" + snake(k) + "><![CDATA[" + v + "]]></" + snake(k) + "></config>", !strings.Contains(v, "]]>")
		}},
		{name: "xml/attribute", check: checkXML, write: func(r random, k, v string) (string, bool) {
			return `<datasource user="svc" ` + r.one(camel(k), kebab(k)) + `="` + escapeXML(v) + `" pool="8"/>`, true
		}},
		{name: "xml/attribute_single_quoted", check: checkXML, write: func(_ random, k, v string) (string, bool) {
			return `<datasource user='svc' ` + camel(k) + `='` + escapeXML(v) + `' pool='8'></datasource>`, true
		}},
		{name: "xml/pair", takes: takesNamed, check: checkXML, write: func(r random, k, v string) (string, bool) {
			return `<appSettings><add key="host" value="db-1"/><add key="` + pascal(k) + `" value="` + escapeXML(v) + `"/></appSettings>`, true
		}},
		{name: "xml/in_json", check: checkJSON, write: func(_ random, k, v string) (string, bool) {
			return `{"level":"debug","body":` + quoteJSON("<r><"+camel(k)+">"+escapeXML(v)+"</"+camel(k)+"><n>2</n></r>") + `}`, true
		}},
		{name: "yaml/flat", check: checkYAML, write: func(r random, k, v string) (string, bool) {
			return writeYAML(fields("host", "db-1", r.one(snake(k), kebab(k), camel(k)), v, "pool", "8")), true
		}},
		{name: "yaml/nested", check: checkYAML, write: func(r random, k, v string) (string, bool) {
			return writeYAML(map[string]any{"service": map[string]any{"database": fields("host", "db-1", snake(k), v, "pool", "8"), "port": 80}}), true
		}},
		{name: "yaml/list", check: checkYAML, write: func(r random, k, v string) (string, bool) {
			return writeYAML(map[string]any{"users": []any{fields("name", "svc", camel(k), v)}}), true
		}},
		{name: "yaml/values", takes: takesNamed, check: checkYAML, write: func(_ random, k, v string) (string, bool) {
			return writeYAML(map[string]any{snake(k) + "s": []string{"none", v}}), true
		}},
		{name: "yaml/block", check: checkYAML, write: func(_ random, k, v string) (string, bool) {
			return "host: db-1\n" + snake(k) + ": |\n  " + strings.ReplaceAll(v, "\n", "\n  ") + "\npool: 8\n", strings.TrimSpace(v) == v
		}},
		{name: "yaml/flow", check: checkYAML, write: func(r random, k, v string) (string, bool) {
			n := fields("host", "db-1", snake(k), v, "pool", "8")
			n.Style = yaml.FlowStyle
			return writeYAML(n), true
		}},
		{name: "yaml/env", takes: takesNamed, check: checkYAML, write: func(_ random, k, v string) (string, bool) {
			n := &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{fields("name", "HOST", "value", "db-1"), fields("name", screaming(k), "value", v)}}
			return writeYAML(map[string]any{"env": n}), true
		}},
		{name: "kubernetes/secret_yaml", takes: takesCredential, check: checkYAML, write: func(_ random, k, v string) (string, bool) {
			return "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: shop\ntype: Opaque\ndata:\n  host: ZGItMQ==\n  " + kebab(k) + ": " +
				base64.StdEncoding.EncodeToString([]byte(v)) + "\n", true
		}},
		{name: "kubernetes/secret_json", takes: takesCredential, check: checkJSON, write: func(_ random, k, v string) (string, bool) {
			return `{"apiVersion":"v1","kind":"Secret","metadata":{"name":"db"},"data":{"` + kebab(k) + `":"` + base64.StdEncoding.EncodeToString([]byte(v)) + `"},"type":"Opaque"}`, true
		}},
		{name: "kubernetes/secret_any_name", takes: takesCredential, check: checkJSON, write: func(_ random, _, v string) (string, bool) {
			return `{"kind":"Secret","apiVersion":"v1","metadata":{"name":"db"},"type":"Opaque","data":{"application.conf":"` + base64.StdEncoding.EncodeToString([]byte(v)) + `"}}`, true
		}},
		{name: "kubernetes/string_data", takes: takesCredential, check: checkYAML, write: func(_ random, k, v string) (string, bool) {
			return "kind: Secret\n" + writeYAML(map[string]any{"stringData": fields(snake(k), v)}), true
		}},
		{name: "kubernetes/docker_config", takes: takesCredential, check: checkJSON, write: func(_ random, _, v string) (string, bool) {
			return `{"auths":{"registry.example":{"username":"svc","auth":"` + base64.StdEncoding.EncodeToString([]byte("svc:"+v)) + `"}}}`, true
		}},
	}
}
