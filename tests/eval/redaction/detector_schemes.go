package main

import (
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"strings"
)

// schemes are credentials whose form is given by a standard.
func schemes() []detector {
	return []detector{
		{"jwt", shaped, nil, makeJWT},
		{"bearer", shaped, nil, func(r random) planted {
			token := base64.RawURLEncoding.EncodeToString(r.bytes(r.between(20, 40)))
			return planted{text: "Bearer " + token, hidden: opaque(token).hidden}
		}},
		{"bearer_jwt", shaped, nil, func(r random) planted {
			p := makeJWT(r)
			p.text = "Bearer " + p.text
			return p
		}},
		{"basic", shaped, nil, func(r random) planted {
			password := r.mixed(r.between(8, 16))
			coded := base64.StdEncoding.EncodeToString([]byte(r.word() + ":" + password))
			return planted{text: "Basic " + coded, hidden: []string{coded, password}}
		}},
		{"authorization_header", named, []string{"authorization", "proxy authorization"}, func(r random) planted {
			token := r.mixed(r.between(20, 40))
			return planted{text: r.one("Bearer", "Token", "ApiKey", "Negotiate") + " " + token, hidden: opaque(token).hidden}
		}},
		{"pem_private_key", shaped, nil, makePEM},
		{"pem_truncated", shaped, nil, func(r random) planted {
			p := makePEM(r)
			lines := strings.Split(p.text, "\n")
			keep := r.between(3, len(lines)-3)
			return planted{text: strings.Join(lines[:keep], "\n"), hidden: lines[1:keep]}
		}},
		{"url_userinfo", shaped, nil, func(r random) planted {
			password := r.mixed(r.between(8, 16))
			scheme := r.one("https", "http", "ftp", "postgres", "postgresql", "mysql", "mongodb", "mongodb+srv", "amqp", "amqps", "redis", "rediss", "ldap", "smtp", "kafka", "nats", "clickhouse")
			return planted{text: scheme + "://" + r.word() + ":" + password + "@" + r.word() + ".internal:" + r.number(4) + "/" + r.word(), hidden: []string{password}}
		}},
		{"url_signed_aws", shaped, nil, func(r random) planted {
			credential := "AKIA" + r.chars(16, upperChars+"234567")
			signature := r.hex(64)
			return planted{
				text: "https://" + r.word() + ".s3.amazonaws.com/" + r.word() + ".pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + credential +
					"%2F20261122%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20261122T101112Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=" + signature,
				hidden: []string{credential, signature},
			}
		}},
		{"url_signed_azure", shaped, nil, func(r random) planted {
			signature := base64.StdEncoding.EncodeToString(r.bytes(32))
			escaped := strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(signature)
			return planted{
				text:   "https://" + r.word() + ".blob.core.windows.net/" + r.word() + "/a.bin?sv=2024-11-04&st=2026-11-22T10%3A00%3A00Z&se=2026-11-23T10%3A00%3A00Z&sr=b&sp=r&sig=" + escaped,
				hidden: []string{signature},
			}
		}},
		{"azure_account_key", shaped, nil, func(r random) planted {
			key := base64.StdEncoding.EncodeToString(r.bytes(64))
			return planted{text: "DefaultEndpointsProtocol=https;AccountName=" + r.word() + ";AccountKey=" + key + ";EndpointSuffix=core.windows.net", hidden: opaque(key[:86]).hidden}
		}},
		{"cookie_header", named, []string{"cookie"}, func(r random) planted {
			session, other := r.alnum(26), r.alnum(20)
			return planted{text: "theme=dark; session=" + session + "; remember_me=" + other, hidden: []string{session, other}}
		}},
		{"set_cookie_header", named, []string{"set cookie"}, func(r random) planted {
			session := r.alnum(26)
			return planted{text: r.one("sid", "JSESSIONID", "PHPSESSID", "connect.sid") + "=" + session + "; Path=/; HttpOnly; Secure; SameSite=Lax", hidden: []string{session}}
		}},
	}
}

func makeJWT(r random) planted {
	part := func(m map[string]any) string {
		b, err := json.Marshal(m)
		if err != nil {
			panic(err)
		}
		return base64.RawURLEncoding.EncodeToString(b)
	}
	header := part(map[string]any{"alg": r.one("HS256", "RS256", "ES256", "EdDSA"), "typ": "JWT", "kid": r.alnum(8)})
	payload := part(map[string]any{"sub": r.digits(10), "name": r.word() + " " + r.word(), "iat": 1700000000 + r.IntN(1e8), "jti": uuid(r, 4)})
	signature := base64.RawURLEncoding.EncodeToString(r.bytes([]int{32, 64, 256}[r.IntN(3)]))
	return planted{text: header + "." + payload + "." + signature, hidden: []string{payload, signature, payload[len(payload)-16:], signature[len(signature)-16:]}}
}

func makePEM(r random) planted {
	block := pem.Block{Type: r.one("RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), Bytes: r.bytes(r.between(250, 500))}
	text := strings.TrimSuffix(string(pem.EncodeToMemory(&block)), "\n")
	lines := strings.Split(text, "\n")
	hidden := lines[1 : len(lines)-1]
	if len(hidden[len(hidden)-1]) < 8 {
		hidden = hidden[:len(hidden)-1]
	}
	return planted{text: text, hidden: hidden}
}
