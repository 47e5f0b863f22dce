package redact

import (
	"strings"
	"testing"
)

// Lines as systems write them, in which a name or a shape speaks of something
// else; and neighbours that must not profit from it.
func TestValuesThatAreNoSecrets(t *testing.T) {
	s := newScanner(t, Options{})
	for _, text := range []string{
		"gdm: pam_unix(gdm-password:session): session opened for user bob",
		"chpasswd[17]: pam_unix(chpasswd:chauthtok): password changed for bob",
		"pam_sss(passwd:auth): received for user bob: 7",
		"disconnect from unknown[192.0.2.1] helo=1 auth=0/1 quit=1 commands=2/3",
		"<auth.info> host sshd[17]: Invalid user bob", "<auth.notice>host su: bob to root",
		`"PublicKeyToken=31bf3856ad364e35"`, "Acme.Core, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
		`{"ElevatedToken":"%%1843","ImpersonationLevel":"%%1833"}`, "Elevated Token: %%1842",
		`"volumes":[{"projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}}]}}]`,
		`"PWD": "/srv/build/x"`, `'PWD': '/srv/build/x', 'OLDPWD': '/srv'`, "ssl-key=/etc/mysql/server-key.pem", "ssl_key = server-key.pem; x = 1",
		`roles: api_keys:write, models:read`, `"scopes":["secrets:get:project/x"]`,
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:app/db-x1Y2z3 was read",
		"apic1=0 pin1=2 apic2=-1 pin2=-1", "pass=12 fail=0", "(using password: YES)", "(using password: NO)", "user=app, password: set, port: not set",
		`"password": "********"`, `"password":"[FILTERED]"`, `"password":"<hidden>"`, `"password":"__REDACTED__"`, "password=[FILTERED]", "auth => '-'",
		"Responder Cookie: %s", "token=%s", "password: %v",
		"seek test 9 token: clip.mp4-6-seek9.js", "no event for stream/token: com.example.sync.activity/4505: 132",
		"error decoding JWT token:Expired", "csrf_token=missing", "$Token = $Null", "$AES.Key = $E.GetBytes($k)", "$p.Credentials = [Net.CredentialCache]::DefaultCredentials",
		"Started getty@tty1.service - Getty on tty1.", "user@1000.service: Deactivated", "sshd@12-10.0.0.1:22-192.0.2.4:5.service",
		"their offer: aes256-gcm@openssh.com,curve25519-sha256@libssh.org,rijndael-cbc@lysator.liu.se,zlib@openssh.com,umac-64-etm@openssh.com",
		`<14>1 - - app - - [exampleSDID@32473 iut="3"] x`, `{"exampleSDID@32473.eventID":"1011"}`,
		"cleanup[17]: 3A4B: message-id=<20260101.ABC12@mail.example.com>", "Linux version 6.1.0-13 (builder@build7.example.org) (gcc version 12)",
		"Missing entry: bundle@org.example.jface.text,3.5.1", `token: "{{ item.token }}"`, "password={{ vault_password }}", "TOKEN: ${{ secrets.TOKEN }}", "password=${DB_PASSWORD}",
		"GET /url?usg=AFQjCNHup&sig2=vwl4AxVfnfdxrL8dmoNQJA&bvm=bv.61535280 HTTP/1.1", `msg="Caches populated" secret="kube-system/bootstrap-token-x"`, "org.apache.hadoop.SecretManager$InvalidToken: token (owner=hdfs) is expired",
		"auth=LOGIN", "spf=pass auth=pass", `"auth":"PLAIN"`, "Set-Cookie: (none)", `"token":"<nil>"`, `password := os.Getenv("DB_PASSWORD")`, "export DB_PASSWORD=$(cat /run/secrets/db)", "password=${env:DB_PASSWORD}", "token: $TOKEN",
		`failed to list *v1.Secret: secrets is forbidden: User "x"`, "UPDATE users SET password = $1 WHERE id = $2", "SET password = :password, x = ?",
		`String password = request.getParameter("password");`, "+203.15 348.64 -813.82", "diff +32548/-72113", "get-x --credential $Credential -y", "bob : TTY=pts/0 ; PWD=/home/bob ; USER=root", "--- system@framework@boot-org.apache.http.boot.art", "$a['Credential'] = $Credential;", "$SafePassword = $Safe.Password;",
		"offer \xff\x91@\x81x\xd8.\xf1\xe5f end",
		`"02110","+42.352847","-071.051466","BOSTON"`, "lat +52.520008 lon +13.404954",
		"0x0020:  8010 5ffe 6260 0000 0101 080a 62e4 a7fb", "  0x01e0: 6231 3164 6438 302d 3533 3835 3630 3837", "253 1 dm-1 576 0 4642 1343 26771 0 214168 18929",
		"--Thread 139960937077072 has waited", "FileVersion: 4.18.1807 (GitEnlistment(winpbld).180719-0853)",
	} {
		if got, changed := s.String(Key{}, text); changed {
			t.Errorf("%q became %q", text, got)
		}
	}
	for text, secret := range map[string]string{
		"pam_unix(gdm-password:Xy7session9)":              "Xy7session9",
		"auth=0/1a9Kx":                                    "0/1a9Kx",
		"password=0/1":                                    "0/1",
		"access_token=31bf3856ad364e35":                   "31bf3856ad364e35",
		`"password":"/srv/build"`:                         "/srv/build",
		`"PWD":"hunter2Xk9"`:                              "hunter2Xk9",
		"private_key=/AbC9+deF==":                         "/AbC9+deF==",
		"passwords:admin7":                                "admin7",
		"password:read":                                   "read",
		"secret:app/db-x1Y2z3":                            "x1Y2z3",
		"pin=1234":                                        "1234",
		"pass=1234":                                       "1234",
		`"password":"***hunter2"`:                         "hunter2",
		`"password":"[hunter2Xk9]"`:                       "hunter2Xk9",
		"password=[FILTERED]hunter2Xk9":                   "hunter2Xk9",
		"password=%sX9":                                   "%sX9",
		"token: abc.def1234.ghi9z":                        "def1234",
		"password: com.example.pass":                      "com.example.pass",
		"password=${DB_PASSWORD:-hunter2Xk9}":             "hunter2Xk9",
		`password="{{ x }}hunter2Xk9"`:                    "hunter2Xk9",
		"mail to bob@org.example now":                     "bob@org.example",
		"auth=Zx81kkLq":                                   "Zx81kkLq",
		"secret=aGVsbG8/d29ybGQx":                         "aGVsbG8",
		"secret=9f86d081/884c7d65":                        "9f86d081",
		"password=app/hunterx":                            "hunterx",
		`"password":"none9"`:                              "none9",
		"password=hunter2(x)":                             "hunter2(x)",
		"password=$1a2b":                                  "$1a2b",
		"password = :hunter2":                             ":hunter2",
		"password=$(hunter2":                              "$(hunter2",
		"password=$HUNTER2":                               "$HUNTER2",
		"call +1 415.555.2671 now":                        "415.555.2671",
		"call +49 30/90 18 20-0 now":                      "90 18 20",
		"card **** 1111 ****1111 4000 0000 0000 0002 x":   "4000 0000 0000 0002",
		"4000 0000 0000 0002 DE89 3704 0044 0532 0130 00": "4000 0000 0000 0002",
		"Uid=app;PWD=/wj2eXRi8tOm37;Encrypt=True;":        "/wj2eXRi8tOm37",
		"password=$ecret17":                               "$ecret17",
		"password = $ecret17":                             "$ecret17",
		"mail to bob@openssh.com now":                     "bob@openssh.com",
		"mail to bob@163.com now":                         "bob@163.com",
		"mail to bob@12345.com now":                       "bob@12345.com",
		"from=<bob@example.com>":                          "bob@example.com",
		"\xff\xfebob@example.com\xff":                     "bob@example.com",
		"mail to jürgen@bücher.example now":               "rgen@",
		"call +1.7035555555 now":                          "7035555555",
		"call +49.30901820 now":                           "30901820",
		"card 4111 1111 1111 1111 face":                   "4111 1111 1111 1111",
		"row 17 4111 1111 1111 1111 200":                  "4111 1111 1111 1111",
		`"assuré": 295109912611193`:                       "295109912611193",
	} {
		checkGoneIn(t, s, text, secret)
	}
}

func checkGoneIn(t *testing.T, s *Scanner, text, secret string) {
	t.Helper()
	out, changed := s.String(Key{}, text)
	if !changed || strings.Contains(out, secret) {
		t.Errorf("%q became %q, and %q is still there", text, out, secret)
	}
}
