package rules

var jwt = Rule{
	Name:        JWT,
	Pack:        PackSecrets,
	Description: "A JSON Web Token: a base64url header with an alg member, a payload, perhaps a signature.",
	Source:      "RFC 7519, RFC 7515",
	// Header {"alg":"HS256","typ":"JWT"}, payload {"sub":"17"}, a made-up signature.
	Match: []Example{
		{`got eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxNyJ9.c2lnbmF0dXJl end`, "eyJzdWIiOiIxNyJ9"},
		{`/jwt-in-path/eyJ0eXAiOiJKV1QiLCJhbGciOiJub25lIn0.eyJzdWIiOiIxNyJ9.`, "eyJzdWIiOiIxNyJ9"},
		{`x_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxNyJ9.c2ln`, "eyJzdWIiOiIxNyJ9"},
	},
	NoMatch: []string{`eyJhbGciOiJIUzI1NiJ9`, `eyJmb28iOiJiYXIifQ.x.y`, `heyJude.mp3`},
}

var basicAuth = Rule{
	Name:        BasicAuth,
	Pack:        PackSecrets,
	Description: "Basic credentials: base64 that decodes to user:password.",
	Source:      "RFC 7617",
	// bob:hunter2-Xk9
	Match: []Example{
		{`sent Basic Ym9iOmh1bnRlcjItWGs5 to proxy`, "Ym9iOmh1bnRlcjItWGs5"},
		{`basic Ym9iOng=`, "Ym9iOng="},
	},
	NoMatch: []string{`Basic authentication failed`, `Basic Auth`, `a basic sanity check`, `BASIC realm="x"`},
}

var bearerToken = Rule{
	Name:        BearerToken,
	Pack:        PackSecrets,
	Description: "A bearer token after its scheme name.",
	Source:      "RFC 6750",
	Match: []Example{
		{`sent Bearer mF_9.B5f-4.1JqM ok`, "mF_9.B5f-4.1JqM"},
		{`"bearer abcdef0123456789"`, "abcdef0123456789"},
	},
	NoMatch: []string{`Bearer token missing`, `bearer authentication`, `Bearer realm="api", error="invalid_token"`, `token_type: Bearer`},
}

var urlUserinfo = Rule{
	Name:        URLUserinfo,
	Pack:        PackSecrets,
	Description: "User and password in a URL. The mask is REDACTED:REDACTED, so that the URL can still be parsed.",
	Source:      "RFC 3986 section 3.2.1; OpenTelemetry semantic conventions, url.full",
	Match: []Example{
		{`dial postgres://app:s3cr3t-Pw@db:5432/x failed`, "s3cr3t-Pw"},
		{`clone https://tok-8812@git.example.com/a.git`, "tok-8812"},
		{`redis://:s3cr3t-Pw@cache:6379/0`, "s3cr3t-Pw"},
		{`mongodb+srv://app:s3cr3t/Pw@c.example.net/db`, "s3cr3t/Pw"},
	},
	NoMatch: []string{`https://example.com/@user/x`, `https://example.com:8080/a?b=c`, `http://example.com`, `https://REDACTED:REDACTED@h/x`},
}

var privateKey = Rule{
	Name:        PrivateKey,
	Pack:        PackSecrets,
	Description: "A PEM private key, to its END line, or as far as it goes where that is missing.",
	Source:      "RFC 7468, OpenSSH PROTOCOL.key, OpenPGP ASCII armour",
	// The bodies are made up and no keys.
	Match: []Example{
		{"-----BEGIN RSA PRIVATE KEY-----\nMIIBmadeUpBody\nAAAA\n-----END RSA PRIVATE KEY----- after", "MIIBmadeUpBody"},
		{`{"k":"-----BEGIN PRIVATE KEY-----\nMIIBmadeUpBody\n-----END PRIVATE KEY-----\n","a":1}`, "MIIBmadeUpBody"},
		{"x -----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE", "b3BlbnNzaC1rZXktdjE"},
		{"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\nlQVYmadeUp", "lQVYmadeUp"},
	},
	NoMatch: []string{"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----", "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----"},
}
