package redact

import (
	"strings"
	"testing"
)

func TestKeyClass(t *testing.T) {
	s := newScanner(t, Options{})
	for class, names := range map[KeyClass][]string{
		KeySensitive: {
			"password", "Password", "PASSWORD", "db.password", "user_password", "userPassword", "userpassword", "password2", "password_confirmation",
			"passwordHash", "pass", "db_pass", "X-Api-Key", "x-api-key", "apiKey", "API_KEY", "APIKey", "apikey", "access_token", "accessToken", "id_token",
			"client-secret", "clientSecret", "authorization", "Authorization", "http.request.header.authorization", "http.request.header.x-api-key",
			"set-cookie", "Set-Cookie", "http.response.header.set_cookie", "cookie", "credentials", "private_key", "privateKeyPem", "passphrase", "pwd",
			"AWS_SECRET_ACCESS_KEY", "aws.session_token", "card_number", "cardNumber", "creditcard", "cvv", "cvv2", "card.cvc", "otp", "pin", "jwt", "token",
			"x-amz-security-token", "secrets", "password.0", "password[1]", "tokens.refresh_token", "Ocp-Apim-Subscription-Key", "hunter password",
		},
		KeyPlain: {
			"token_count", "max_tokens", "tokenizer", "author", "authority", "primary_key", "passwordless", "partition_key", "cookie_policy", "tokens",
			"token_type", "gen_ai.usage.input_tokens", "secretary", "has_password", "password_policy", "key", "keyboard", "public_key", "next_page_token",
			"compass", "bypass", "paid", "valid", "grid", "card_id", "url.full", "http.status_code", "message", "", "...", "0", "access_control_allow_credentials",
			"expires_in", "secret_name", "spin", "pinned", "session", "sig", "signature", "test.pass", "shipping", "max_token",
		},
		KeyID: {
			"id", "trace_id", "traceId", "traceid", "TraceID", "span.id", "x-request-id", "X-Correlation-ID", "requestId", "user_ids", "uuid", "traceparent",
			"session.id", "commit", "api_key_id",
		},
	} {
		for _, name := range names {
			if got := s.Key(name); got.Class != class {
				t.Errorf("%q: class %d, want %d (rule %s)", name, got.Class, class, s.e.RuleName(got.Rule))
			}
			if got := s.Key(name); got.Class != class {
				t.Errorf("%q remembered: class %d, want %d", name, got.Class, class)
			}
		}
	}
}

func TestKeyRulesAreNamed(t *testing.T) {
	s := newScanner(t, Options{})
	for name, rule := range map[string]string{
		"db.password": "password", "x-auth-token": "token", "client_secret": "secret", "apiKey": "api_key", "private_key": "private_key_field",
		"authorization": "authorization", "set-cookie": "cookie", "creds": "credential", "otp": "one_time_code", "cvv": "card_security_code", "pan": "card_number",
	} {
		if got := s.e.RuleName(s.Key(name).Rule); got != rule {
			t.Errorf("%q: rule %q, want %q", name, got, rule)
		}
	}
}

func TestDeniedAndAllowedKeys(t *testing.T) {
	s := newScanner(t, Options{
		DenyKeys:  []string{"x-internal-token", "customer.vat", "geheim2", "ключ", "k"},
		AllowKeys: []string{"token.count", "device_token", "db.password.hash", "customer vat"},
	})
	for name, want := range map[string]KeyClass{
		"x-internal-token": KeySensitive, "XInternalToken": KeySensitive, "http.header.x_internal_token": KeySensitive,
		"customerVat": KeyPlain, "vat": KeyPlain, "geheim2": KeySensitive, "мой ключ": KeySensitive, "k": KeySensitive,
		"device_token": KeyPlain, "my.device-token": KeyPlain, "token": KeySensitive, "db.password": KeySensitive, "db.password.hash": KeyPlain,
	} {
		if got := s.Key(name); got.Class != want {
			t.Errorf("%q: class %d, want %d", name, got.Class, want)
		}
	}
	for text, want := range map[string]string{
		"a k=v7 b":                    "a k=[REDACTED:denied_key] b",
		`{"geheim2":"x","n":1}`:       `{"geheim2":"[REDACTED:denied_key]","n":1}`,
		"ключ=значение конец":         "ключ=[REDACTED:denied_key] конец",
		"x-internal-token: abc":       "x-internal-token: [REDACTED:denied_key]",
		"device_token=abc token=abc1": "device_token=abc token=[REDACTED:token]",
	} {
		if got, _ := s.String(Key{}, text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestKeyCacheIsBoundedAndForgotten(t *testing.T) {
	s := newScanner(t, Options{})
	for i := range 3 * maxCachedKeys {
		s.Key("key" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune(0x4e00+i)))
	}
	if len(s.keys.m) != maxCachedKeys {
		t.Errorf("%d keys remembered", len(s.keys.m))
	}
	s.Reset()
	if len(s.keys.m) != 0 {
		t.Errorf("%d keys remembered after Reset", len(s.keys.m))
	}
}
