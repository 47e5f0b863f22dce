package main

import (
	"encoding/base64"
	"encoding/hex"
)

var (
	passwordNames = []string{"password", "user password", "db password", "passwd", "pwd", "new password", "passphrase", "smtp password"}
	keyNames      = []string{"api key", "apikey", "x api key", "access key", "secret key", "encryption key"}
	tokenNames    = []string{"access token", "refresh token", "auth token", "session token", "csrf token", "id token"}
	secretNames   = []string{"client secret", "secret", "app secret", "aws secret access key", "webhook secret"}
)

// awkward letters are those that end a value in one form or another.
var awkward = []string{"&", "=", ";", "\"", "'", "\\", " ", ",", "}", "]", "#", "%", "/", "?", "@", ":", "|", "<", ">", "$", "!", "(", ")", "*", "+", "{", "[", "~", "`", "^"}

// credentials are values without a shape of their own.
func credentials() []detector {
	return []detector{
		{"password", credential, passwordNames, func(r random) planted { return opaque(r.mixed(r.between(8, 14))) }},
		{"password_symbols", credential, passwordNames, func(r random) planted {
			return opaque(r.mixed(8) + r.one("!", "$", "*", "-", "_", ".", "~", "^", "!!") + r.alnum(2) + r.one("!", "$", "*", "-", "_", ".") + r.mixed(8))
		}},
		{"password_awkward", credential, passwordNames, func(r random) planted {
			return opaque(r.mixed(8) + r.one(awkward...) + r.alnum(r.between(1, 3)) + r.one(awkward...) + r.mixed(8))
		}},
		{"password_words", credential, passwordNames, func(r random) planted {
			return opaque(r.mixed(8) + " " + r.word() + " " + r.word() + " " + r.mixed(8))
		}},
		{"password_unicode", credential, passwordNames, func(r random) planted {
			return opaque(r.mixed(8) + r.one("ä", "ß", "é", "ñ", "я", "密码", "🔑") + r.alnum(2) + r.one("ü", "ø", "ж", "字") + r.mixed(8))
		}},
		{"password_digits", credential, passwordNames, func(r random) planted { return planted{text: r.number(r.between(8, 10)), digits: true} }},
		{"api_key", credential, keyNames, func(r random) planted { return opaque(r.alnum(r.between(24, 40))) }},
		{"api_key_hex", credential, keyNames, func(r random) planted { return opaque(r.hex(32)) }},
		{"token_opaque", credential, tokenNames, func(r random) planted {
			return opaque(base64.RawURLEncoding.EncodeToString(r.bytes(r.between(18, 48))))
		}},
		{"token_uuid", credential, tokenNames, func(r random) planted { return opaque(uuid(r, 4)) }},
		{"secret_base64", credential, secretNames, func(r random) planted {
			return opaque(base64.StdEncoding.EncodeToString(r.bytes(r.between(20, 40))))
		}},
		{"secret_aws", credential, []string{"aws secret access key", "secret access key"}, func(r random) planted {
			return opaque(r.chars(40, alnumChars+"/+"))
		}},
		{"one_time_code", named, []string{"otp", "totp", "otp code", "one time password"}, func(r random) planted { return number(r.number(6)) }},
		{"private_key_hex", named, []string{"private key", "signing key"}, func(r random) planted {
			return opaque(hex.EncodeToString(r.bytes(32)))
		}},
	}
}

// uuid makes a UUID of a version as RFC 9562 lays it out.
func uuid(r random, version int) string {
	b := r.bytes(16)
	b[6] = b[6]&0x0f | byte(version)<<4
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}
