package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

func token(v string) bool {
	return plainASCII(v) && !strings.ContainsAny(v, " ,;\"\\")
}

func plainASCII(v string) bool {
	for i := range len(v) {
		if v[i] < 0x20 || v[i] > 0x7e {
			return false
		}
	}
	return true
}

// headerForms are requests, headers and cookies.
func headerForms() []form {
	field := func(name string, write func(r random, k, v string) string) form {
		return form{name: "header/" + name, write: func(r random, k, v string) (string, bool) { return write(r, k, v), oneLine(v) }}
	}
	secret := func(name string, ok func(string) bool, write func(r random, v string) string) form {
		return form{name: "header/" + name, takes: takesCredential, write: func(r random, _, v string) (string, bool) { return write(r, v), ok(v) }}
	}
	cookie := func(name string, write func(r random, v string) string) form {
		return form{name: "cookie/" + name, takes: takesCredential, write: func(r random, _, v string) (string, bool) {
			if !token(v) {
				return "", false
			}
			return write(r, v), true
		}}
	}
	session := func(r random) string {
		return r.one("session", "sessionid", "sid", "JSESSIONID", "PHPSESSID", "connect.sid", "_shop_session", "auth")
	}
	return []form{
		field("dump", func(_ random, k, v string) string {
			return "POST /login HTTP/1.1\r\nHost: shop.example\r\n" + header(k) + ": " + v + "\r\nAccept: */*\r\n\r\n"
		}),
		field("curl_verbose", func(_ random, k, v string) string {
			return "> GET /login HTTP/2\n> Host: shop.example\n> " + strings.ToLower(header(k)) + ": " + v + "\n> accept: */*\n"
		}),
		field("json", func(_ random, k, v string) string {
			return `{"headers":{"Host":"shop.example",` + quoteJSON(header(k)) + `:[` + quoteJSON(v) + `]}}`
		}),
		field("escaped_lines", func(_ random, k, v string) string {
			return `"GET / HTTP/1.1\r\nHost: shop.example\r\n` + header(k) + `: ` + strings.Trim(quoteJSON(v), `"`) + `\r\nAccept: */*\r\n\r\n"`
		}),
		{name: "header/go", write: func(_ random, k, v string) (string, bool) {
			return fmt.Sprintf("header: %v", http.Header{"Accept": {"*/*"}, header(k): {v}}), oneLine(v) && bare(v)
		}},
		secret("bearer", token, func(_ random, v string) string {
			return "GET / HTTP/1.1\r\nHost: shop.example\r\nAuthorization: Bearer " + v + "\r\n\r\n"
		}),
		secret("authorization_go", token, func(_ random, v string) string {
			return fmt.Sprintf("header: %v", http.Header{"Accept": {"*/*"}, "Authorization": {"Bearer " + v}})
		}),
		secret("authorization_python", token, func(_ random, v string) string {
			return "{'Accept': '*/*', 'Authorization': " + quotePython("Bearer "+v) + "}"
		}),
		secret("basic", oneLine, func(_ random, v string) string {
			return "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("svc:"+v))
		}),
		secret("basic_alone", oneLine, func(_ random, v string) string {
			return "sent Basic " + base64.StdEncoding.EncodeToString([]byte("svc:"+v)) + " to the proxy"
		}),
		secret("basic_lower_case", oneLine, func(_ random, v string) string {
			return `{"authorization":"basic ` + base64.StdEncoding.EncodeToString([]byte("svc:"+v)) + `"}`
		}),
		secret("digest", token, func(_ random, v string) string {
			return `Authorization: Digest username="svc", realm="shop", nonce="dcd98b7102dd", uri="/", response="` + v + `", opaque="5ccc069c403e"`
		}),
		secret("aws4", token, func(_ random, v string) string {
			return "Authorization: AWS4-HMAC-SHA256 Credential=" + v + "/20261122/eu-west-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + v
		}),
		secret("api_key_line", token, func(_ random, v string) string {
			return "x-api-key: " + v + ", x-request-source: web"
		}),
		cookie("line", func(r random, v string) string {
			return "Cookie: theme=dark; " + session(r) + "=" + v + "; lang=en\r\nHost: shop.example"
		}),
		cookie("last", func(r random, v string) string { return "Cookie: theme=dark; " + session(r) + "=" + v }),
		cookie("set", func(r random, v string) string {
			return "< HTTP/1.1 200 OK\n< Set-Cookie: " + (&http.Cookie{Name: session(r), Value: v, Path: "/", HttpOnly: true, Secure: true}).String() + "\n< Content-Length: 0"
		}),
		cookie("any_name", func(r random, v string) string {
			return "cookie: a=b; " + r.word() + "=" + url.QueryEscape(v) + "; c=d"
		}),
		cookie("json", func(r random, v string) string {
			return `{"cookies":{"theme":"dark","` + session(r) + `":"` + v + `"}}`
		}),
		cookie("json_header", func(r random, v string) string {
			return `{"headers":{"cookie":"theme=dark; ` + session(r) + `=` + v + `; lang=en","host":"shop.example"}}`
		}),
		cookie("python", func(r random, v string) string {
			return "{'Cookie': " + quotePython("theme=dark; "+session(r)+"="+v) + "}"
		}),
		{name: "header/har", takes: takesNamed, check: checkJSON, write: func(_ random, k, v string) (string, bool) {
			return `{"request":{"headers":[{"name":"Host","value":"shop.example"},{"name":"` + header(k) + `","value":` + quoteJSON(v) + `}]}}`, oneLine(v)
		}},
	}
}
