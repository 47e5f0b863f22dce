package rules

// The names below merge the published deny lists of Elastic APM, Rails, Sentry,
// detect-secrets and dd-trace, without the names that hold no secret as often
// as they do (session, key, hash, salt, certificate).

var password = Rule{
	Name:        Password,
	Pack:        PackSecrets,
	Description: "The value under a name for a password or passphrase.",
	Source:      "deny lists of Elastic APM, Rails filter_parameters, Sentry, detect-secrets, dd-trace",
	Keys: []string{
		"password", "passwords", "passwd", "passphrase", "passphrases", "passcode", "pwd", "pw", "psw", "pswd",
		"userpass", "dbpass", "databasepass", "ftppass", "smtppass", "mailpass", "adminpass", "rootpass",
		"mysqlpass", "pgpass", "redispass", "httppass", "proxypass", "loginpass", "keypass", "storepass",
		"mypass", "accountpass", "ldappass", "sshpass", "contraseña", "passwort", "kennwort", "motdepasse", "senha", "wachtwoord",
		"becomepass", "vaultpass", "defaultpass", "bindpass", "bindpw", "rootpw", "rediscliauth", "webdavpass", "hasło", "heslo",
		"lösenord", "adgangskode", "salasana", "jelszó", "şifre", "parola", "пароль", "密码", "密碼", "パスワード", "비밀번호",
		"seedphrase", "mnemonic", "securityanswer", "secretanswer", "snmpcommunity",
	},
	KeyEndings: []string{"password", "passwd", "passphrase", "passwords"},
	WeakKeys:   []string{"pass"},
	Match: []Example{
		{`login user=bob password=hunter2-Xk9`, "hunter2-Xk9"},
		{`{"user":"bob","password":"hunter2-Xk9"}`, "hunter2-Xk9"},
		{`{"user":"bob","password":123454321}`, "123454321"},
		{`{"body":"{\"db.password\":\"hunter2-Xk9\"}"}`, "hunter2-Xk9"},
		{`{"a":"{\"b\":\"{\\\"userPassword\\\":\\\"hunter2-Xk9\\\"}\"}"}`, "hunter2-Xk9"},
		{`{"user":"bob","password":"hunter2-Xk`, "hunter2-Xk"},
		{`PGPASSWORD=hunter2-Xk9 psql -h db`, "hunter2-Xk9"},
		{`POST /login?user=bob&passwd=hunter2-Xk9&x=1 200`, "hunter2-Xk9"},
		{`mysqldump --password hunter2-Xk9 --all-databases`, "hunter2-Xk9"},
		{`jdbc:sqlserver://db:1433;user=sa;password=hunter2-Xk9;encrypt=true`, "hunter2-Xk9"},
		{"user: bob\npassword: hunter2-Xk9\nhost: db", "hunter2-Xk9"},
		{`user[password]=hunter2-Xk9&commit=Sign+in`, "hunter2-Xk9"},
		{`{Name:bob Password:hunter2-Xk9 Age:42}`, "hunter2-Xk9"},
		{`{'name': 'bob', 'password': 'hunter2-Xk9'}`, "hunter2-Xk9"},
		{`{:name=>"bob", :password=>"hunter2-Xk9"}`, "hunter2-Xk9"},
		{`<login><password>hunter2-Xk9</password></login>`, "hunter2-Xk9"},
		{`level=info msg="db up" db_password="hunter2 Xk9" took=3ms`, "hunter2 Xk9"},
		{`redirect=%2Flogin%3Fpassword%3Dhunter2-Xk9%26a%3D1`, "hunter2-Xk9"},
		{`{"name":"DB_PASSWORD","value":"hunter2-Xk9"}`, "hunter2-Xk9"},
		{`[('user', 'bob'), ('password', 'hunter2-Xk9')]`, "hunter2-Xk9"},
		{`<user name="bob" password="hunter2-Xk9"/>`, "hunter2-Xk9"},
		{`<wsse:Password Type="PasswordText">hunter2-Xk9</wsse:Password>`, "hunter2-Xk9"},
		{`<property name="db.password" value="hunter2-Xk9"/>`, "hunter2-Xk9"},
		{"user: bob\npassword: |\n  hunter2-Xk9\nhost: db", "hunter2-Xk9"},
		{"passwords:\n  - a\n  - hunter2-Xk9\nhost: db", "hunter2-Xk9"},
		{`{\x22password\x22:\x22hunter2-Xk9\x22}`, "hunter2-Xk9"},
		{`{&quot;password&quot;:&quot;hunter2-Xk9&quot;}`, "hunter2-Xk9"},
		{`{"p\u0061ssword":"hunter2-Xk9"}`, "hunter2-Xk9"},
		{`Login { password: Some("hunter2-Xk9"), user: "bob" }`, "hunter2-Xk9"},
		{`s:8:"password";s:11:"hunter2-Xk9";`, "hunter2-Xk9"},
		{`[{<<"password">>,<<"hunter2-Xk9">>}]`, "hunter2-Xk9"},
		{`{"key":"password","value":{"stringValue":"hunter2-Xk9"}}`, "hunter2-Xk9"},
		{`{"ParameterValue":"hunter2-Xk9","ParameterKey":"DbPassword"}`, "hunter2-Xk9"},
		{"- name: DB_PASSWORD\n  value: hunter2-Xk9\n- name: HOST", "hunter2-Xk9"},
		{"dn: cn=bob,dc=example\nuserPassword:: aHVudGVyMi1YazkK\ncn: bob", "aHVudGVyMi1YazkK"},
		{"userPassword:: aHVudGVyMi1YazlodW50ZXIyLVhrOWh1bnRlcjItWGs5aHVudGVy\n Mi1Yazlo\ncn: bob", "Mi1Yazlo"},
		{`jdbc:sqlserver://db:1433;user=bob;password={hunter2};encrypt=true`, "hunter2"},
		{`SELECT id FROM users WHERE lower(password) LIKE 'hunter2'`, "hunter2"},
		{`SELECT id FROM users WHERE trim(password)::text = 'hunter2'`, "hunter2"},
		{`пароль: hunter2-Xk9`, "hunter2-Xk9"},
		{`{"密码":"hunter2-Xk9"}`, "hunter2-Xk9"},
		{`ansible_become_pass=hunter2-Xk9`, "hunter2-Xk9"},
		{`RABBITMQ_DEFAULT_PASS=hunter2-Xk9`, "hunter2-Xk9"},
		{`docker run --env "DB_PASSWORD=hunter2 Xk9" web`, "hunter2 Xk9"},
		{`{"Env":["DB_PASSWORD=hunter2 Xk9","PATH=/bin"]}`, "hunter2 Xk9"},
		{`password: 'hunter2''Xk9'`, "hunter2''Xk9"},
	},
	NoMatch: []string{
		`passwordless=true login`, `password_policy=strict`, `Failed password for root from 10.0.0.1 port 22 ssh2`,
		`{"password":null,"passwords":[]}`, `password=`, `bypass=5 compass: north`, `pass: 12 fail: 0`,
		`Password::new(cfg)`, `use crate::password:: Hash`, `Server=db;User={user};Password={password};`, `{"name":"password","type":"string"}`, `{"name":"password","value":""}`, `PWD=/home/bob SHELL=/bin/sh`, `has_password=yes`, `invalid password: must not be empty`,
	},
}

var secret = Rule{
	Name:        Secrets,
	Pack:        PackSecrets,
	Description: "The value under a name for a secret.",
	Source:      "deny lists of Elastic APM, Rails filter_parameters, Sentry, detect-secrets, dd-trace",
	Keys: []string{
		"secret", "secrets", "clientsecret", "appsecret", "apisecret", "consumersecret", "sharedsecret",
		"secretid", "secretkeybase", "webhooksecret", "jwtsecret", "hmacsecret", "secretvalue", "secretstring", "psk",
		"presharedkey", "sessionsecret", "totpsecret", "oauthsecret", "enablesecret", "codeverifier",
	},
	Match: []Example{
		{`oauth client-secret=9aK2-xyz-17 ok`, "9aK2-xyz-17"},
		{`{"clientSecret":{"value":"9aK2-xyz-17","n":[1,2]},"a":1}`, "9aK2-xyz-17"},
		{`{"kind":"Secret","data":{"user":"OWFLMi14eXotMTc="}}`, "OWFLMi14eXotMTc="},
		{"kind: Secret\nstringData:\n  user: 9aK2-xyz-17\ntype: Opaque", "9aK2-xyz-17"},
		{`spring.security.oauth2.client.registration.idp.client-secret=9aK2-xyz-17`, "9aK2-xyz-17"},
	},
	NoMatch: []string{
		`secret_name=db-credentials-ref`, `secretary: Alice`, `{"kind":"ConfigMap","data":{"user":"bob"}}`, `MountVolume.SetUp failed for volume "x" : secret "y" not found`,
	},
}

var token = Rule{
	Name:        Token,
	Pack:        PackSecrets,
	Description: "The value under a name for an access, session or anti-forgery token.",
	Source:      "deny lists of Elastic APM, Rails filter_parameters, Sentry, dd-trace; OAuth 2.0 (RFC 6749, RFC 8693)",
	Keys: []string{
		"token", "accesstoken", "accesstokens", "refreshtoken", "refreshtokens", "authtoken", "authtokens",
		"idtoken", "apitoken", "apitokens", "usertoken", "sessiontoken", "bearertoken", "csrftoken", "xsrftoken",
		"securitytoken", "devicetoken", "servicetoken", "authenticitytoken", "csrfmiddlewaretoken", "registrationtoken",
		"bearer", "jwt", "sastoken", "csrf", "xsrf", "sessionkey", "jsessionid", "phpsessid", "aspsessionid", "connectsid",
		"idtokenhint", "clientassertion", "samlresponse", "deploytoken", "personalaccesstoken", "jobtoken", "vaulttoken",
		"npmtoken", "githubtoken", "ghtoken", "slacktoken", "bottoken", "sharedaccesssignature", "authorizationcode", "authcode", "devicecode",
		"aspnetsessionid",
	},
	Match: []Example{
		{`GET /cb?access_token=Zx81-kkLq HTTP/1.1`, "Zx81-kkLq"},
		{`X-Auth-Token: Zx81-kkLq`, "Zx81-kkLq"},
		{`{"refreshToken" : "Zx81-kkLq"}`, "Zx81-kkLq"},
		{`{"tokens":["Zx81-kkLq"],"n":1}`, "Zx81-kkLq"},
		{"curl -H 'X-Vault-Token: Zx81-kkLq' https://vault/v1/x", "Zx81-kkLq"},
	},
	NoMatch: []string{
		`const token = tokens[0];`, `token = parts[i+1].strip()`,
		`token_count=153 max_tokens=4096 total_tokens: 12`, `{"tokens":[17,18]}`, `{"tokens":["hello","world"]}`, `{"max_tokens":4096,"tokens":153,"tokenizer":"bpe"}`,
		`SyntaxError: unexpected token: else near line 3`, `next_page_token=abc123`, `pad_token=50256`,
		`token_type=Bearer expires_in=3600`,
	},
}

var apiKey = Rule{
	Name:        "api_key",
	Pack:        PackSecrets,
	Description: "The value under a name for an API, access, signing or encryption key.",
	Source:      "deny lists of Elastic APM, Rails filter_parameters, Sentry, detect-secrets, dd-trace",
	Keys: []string{
		"apikey", "apikeys", "secretkey", "secretaccesskey", "accesskey", "authkey", "accountkey", "storagekey", "servicekey",
		"encryptionkey", "decryptionkey", "signingkey", "signaturekey", "masterkey", "sharedkey", "sharedaccesskey", "primarykeysecret",
		"dbkey", "databasekey", "appkey", "applicationkey", "subscriptionkey", "licensekey", "consumerkey",
		"hmackey", "aeskey", "cryptokey", "ddapikey", "functionskey", "functionkey", "writekey", "ingestkey", "integrationkey",
		"unsealkey", "recoverykey", "tacacskey", "radiuskey", "deploykey", "sopsagekey",
	},
	Match: []Example{
		{`X-Api-Key: 7f3kQ-0aZ9`, "7f3kQ-0aZ9"},
		{`apiKey=7f3kQ-0aZ9&x=1`, "7f3kQ-0aZ9"},
		{`API_KEY="7f3kQ-0aZ9"`, "7f3kQ-0aZ9"},
		{`AccountName=acme;AccountKey=7f3kQ0aZ9==;EndpointSuffix=core`, "7f3kQ0aZ9=="},
		{`API Key: 7f3kQ-0aZ9`, "7f3kQ-0aZ9"},
		{`Secret Key = 7f3kQ-0aZ9`, "7f3kQ-0aZ9"},
	},
	NoMatch: []string{
		`primary_key=17 partition_key=eu-1 foreign_key: user_id`, `key=value keyboard=us`, `public_key=abc`, `cache_key=users/17`, `cache key: users/17`, `the key: 17`,
	},
}

var privateKeyField = Rule{
	Name:        PrivateKeyField,
	Pack:        PackSecrets,
	Description: "The value under a name for a private key.",
	Source:      "deny lists of Sentry, detect-secrets, dd-trace; RFC 7517 names of private JWK members are not single words and left out",
	Keys:        []string{"privatekey", "privatekeys", "privkey", "sshkey", "sshprivatekey", "rsaprivatekey", "tlskey", "sslkey", "keypem", "sshhostkey"},
	Match: []Example{
		{`{"private_key":"MC4CAQAwBQYDK2Vw"}`, "MC4CAQAwBQYDK2Vw"},
		{`private-key=MC4CAQAwBQYDK2Vw`, "MC4CAQAwBQYDK2Vw"},
		{"client-key-data: LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0t\ncontexts:", "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0t"},
		{`{"client-key-data":"LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0t"}`, "LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0t"},
	},
	NoMatch: []string{`private=true`, `private_key_id=ab12`},
}

var authorization = Rule{
	Name:        Authorization,
	Pack:        PackSecrets,
	Description: "The value of an Authorization header or of a name for credentials of a request.",
	Source:      "RFC 9110 section 11.6.2 and 11.7.2; deny lists of Elastic APM and Sentry",
	Keys:        []string{"authorization", "proxyauthorization", "xauth", "basicauth", "httpauth", "proxyauth", "authheader", "authinfo"},
	WeakKeys:    []string{"auth"},
	Match: []Example{
		{`Authorization: Token 8d7sHq-77`, "8d7sHq-77"},
		{"GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Digest username=\"bob\", response=\"8d7sHq77\"\r\nAccept: */*", "8d7sHq77"},
		{`headers={Accept: */*, Authorization: Bearer 8d7sHq-77, Host: x}`, "8d7sHq-77"},
		{`{"headers":{"authorization":["Custom 8d7sHq-77"]}}`, "8d7sHq-77"},
	},
	NoMatch: []string{`authentication failure; logname= uid=0`, `author=bob authority: example.com`, `auth: failed for bob`, `www-authenticate: Negotiate`},
}

var cookie = Rule{
	Name:        Cookie,
	Pack:        PackSecrets,
	Description: "The values of a Cookie or Set-Cookie header; the names of the cookies and the attributes stay.",
	Source:      "RFC 6265; deny lists of Elastic APM and Sentry",
	Keys:        []string{"cookie", "cookies", "setcookie", "cookie2", "xcookie"},
	Match: []Example{
		{"Cookie: theme=dark; sid=q8Zk-11", "q8Zk-11"},
		{`{"set-cookie":["sid=q8Zk-11; Path=/; HttpOnly"]}`, "q8Zk-11"},
		{`{"cookies":{"theme":"dark","sid":"q8Zk-11"}}`, "q8Zk-11"},
		{`{"name":"Cookie","value":"theme=dark; sid=q8Zk-11"}`, "q8Zk-11"},
	},
	NoMatch: []string{`cookie_policy=strict`, `cookie_consent: all`},
}

var credential = Rule{
	Name:        Credential,
	Pack:        PackSecrets,
	Description: "The value under a name for credentials.",
	Source:      "deny list of Sentry; AWS Signature Version 4",
	Keys:        []string{"credential", "credentials", "creds", "usercredentials"},
	Match: []Example{
		{`{"credentials":{"user":"bob","x":"Ty77-aa"}}`, "Ty77-aa"},
		{`creds=Ty77-aa`, "Ty77-aa"},
	},
	NoMatch: []string{`Access-Control-Allow-Credentials: true`, `credentials_provider=env`},
}

var oneTimeCode = Rule{
	Name:        OneTimeCode,
	Pack:        PackSecrets,
	Description: "The value under a name for a PIN or a one-time code.",
	Source:      "deny list of Rails filter_parameters (otp)",
	Keys: []string{
		"otp", "otpcode", "totp", "totpcode", "mfacode", "2facode", "onetimepassword", "onetimecode",
		"pinnumber", "pincode", "userpin", "atmpin", "cardpin", "recoverycode", "backupcode", "verificationcode",
	},
	WeakKeys: []string{"pin"},
	Match: []Example{
		{`{"otp":"918273"}`, "918273"},
		{`mfa_code=918273`, "918273"},
	},
	NoMatch: []string{`otp_release=26`, `pin: 13 set to output`, `spin=3 pinned=true`},
}

var urlSignature = Rule{
	Name:        URLSignature,
	Pack:        PackSecrets,
	Description: "The value of a signing parameter in a URL's query.",
	Source:      "OpenTelemetry semantic conventions, url.full and url.query",
	QueryKeys: []string{
		"xamzsignature", "xamzcredential", "awsaccesskeyid", "signature", "sig", "xgoogsignature", "xgoogcredential",
	},
	Match: []Example{
		{`GET https://b.s3.amazonaws.com/k?X-Amz-Date=20260101T000000Z&X-Amz-Signature=fe5f80f77d5fa3be&x=1`, "fe5f80f77d5fa3be"},
		{`https://acct.blob.core.windows.net/c/b?sv=2024-01-01&sig=a%2Fb%3D`, "a%2Fb%3D"},
		{`/dl?AWSAccessKeyId=AKEXAMPLE17&Expires=1`, "AKEXAMPLE17"},
	},
	NoMatch: []string{`signature=method(int) sig=SIGTERM`, `Got sig: 15`},
}
