package main

import (
	"errors"
	"net/url"
	"strings"
	"unicode/utf8"
)

func checkURL(text string) error {
	u, err := url.Parse(text)
	if err != nil {
		return errors.New("no URL any more")
	}
	if u.Host == "" {
		return errors.New("the host is gone")
	}
	return checkQuery(u.RawQuery)
}

func checkQuery(text string) error {
	v, err := url.ParseQuery(text)
	if err != nil {
		return errors.New("no query any more")
	}
	if v.Get("page") != "2" {
		return errors.New("a neighbour of the value is gone")
	}
	return nil
}

// urlForms are forms, queries and URLs.
func urlForms() []form {
	query := func(r random, k, v string) string {
		return url.Values{r.one(snake(k), camel(k), kebab(k)): {v}, "page": {"2"}, "lang": {"en"}, "zone": {"eu"}}.Encode()
	}
	return []form{
		{name: "url/form", check: checkQuery, write: func(r random, k, v string) (string, bool) { return query(r, k, v), true }},
		{name: "url/query", check: checkURL, write: func(r random, k, v string) (string, bool) {
			return "https://shop.example/checkout?" + query(r, k, v), true
		}},
		{name: "url/query_spaces_as_20", check: checkURL, write: func(r random, k, v string) (string, bool) {
			return "https://shop.example/checkout?page=2&" + snake(k) + "=" + strings.ReplaceAll(url.QueryEscape(v), "+", "%20") + "&zone=eu", true
		}},
		{name: "url/query_twice", check: checkURL, write: func(r random, k, v string) (string, bool) {
			return "https://sso.example/login?page=2&next=" + url.QueryEscape("https://shop.example/cb?"+query(r, k, v)), true
		}},
		{name: "url/form_twice", write: func(r random, k, v string) (string, bool) { return url.QueryEscape(query(r, k, v)), true }},
		{name: "url/fragment", write: func(r random, k, v string) (string, bool) {
			return "https://shop.example/cb#" + query(r, k, v), true
		}},
		{name: "url/path", takes: takesShaped, write: func(_ random, _, v string) (string, bool) {
			return "GET /customers/" + url.PathEscape(v) + "/orders HTTP/1.1", oneLine(v)
		}},
		{name: "url/request_line", write: func(r random, k, v string) (string, bool) {
			return `192.0.2.7 - - [22/Nov/2026:10:11:12 +0000] "GET /checkout?` + query(r, k, v) + ` HTTP/1.1" 200 512 "-" "curl/8.5.0"`, true
		}},
		{name: "url/in_text", write: func(r random, k, v string) (string, bool) {
			return "fetching https://shop.example/checkout?" + query(r, k, v) + " failed after 3 tries", true
		}},
		{name: "url/form_in_json", check: checkJSON, write: func(r random, k, v string) (string, bool) {
			return `{"method":"POST","body":` + quoteJSON(query(r, k, v)) + `,"status":200}`, true
		}},
		{name: "url/json_in_form", write: func(r random, k, v string) (string, bool) {
			return url.Values{"payload": {object(quotePlainJSON, r.styled(k), v)}, "page": {"2"}}.Encode(), true
		}, check: checkQuery},
		{name: "url/userinfo", takes: takesCredential, check: func(text string) error {
			u, err := url.Parse(text)
			if err != nil || u.Host != "db.internal:5432" || u.Path != "/orders" {
				return errors.New("host or path are gone")
			}
			return nil
		}, write: func(r random, _, v string) (string, bool) {
			return (&url.URL{Scheme: r.one("postgres", "https", "amqp", "mongodb", "redis"), User: url.UserPassword("svc", v), Host: "db.internal:5432", Path: "/orders"}).String(), true
		}},
		{name: "url/userinfo_no_user", takes: takesCredential, write: func(_ random, _, v string) (string, bool) {
			return "redis://:" + url.QueryEscape(v) + "@cache.internal:6379/0", !strings.Contains(v, " ")
		}},
		{name: "url/userinfo_in_text", takes: takesCredential, write: func(_ random, _, v string) (string, bool) {
			return "fatal: could not read from 'https://svc:" + url.PathEscape(v) + "@git.internal/team/repo.git/': 403", utf8.ValidString(v)
		}},
	}
}
