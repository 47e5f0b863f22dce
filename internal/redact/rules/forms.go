package rules

// The names of the rules of this file, to which the engine's code refers.
const (
	CommandPassword    = "command_password"
	SQLPassword        = "sql_password"
	ProtocolPassword   = "protocol_password"
	PasswordHash       = "password_hash"
	ConnectionPassword = "connection_password"
	SpokenPassword     = "spoken_password"
)

// formRules stand for passwords that a form shows and no name.
func formRules() []Rule {
	return []Rule{
		commandPassword,
		sqlPassword,
		protocolPassword,
		passwordHash,
		connectionPassword,
		spokenPassword,
		providerToken,
	}
}

var commandPassword = Rule{
	Name:        CommandPassword,
	Pack:        PackSecrets,
	Description: "A password on the command line of a program whose options are known.",
	Source:      "the manual pages of the programs",
	Match: []Example{
		{`mysql -u root -phunter2-Xk9 -h db shop`, "hunter2-Xk9"},
		{`sudo: bob : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/usr/bin/mysqldump -uroot -phunter2-Xk9 shop`, "hunter2-Xk9"},
		{`type=EXECVE msg=audit(1790000000.123:77): argc=4 a0="mysql" a1="-uroot" a2="-phunter2-Xk9" a3="shop"`, "hunter2-Xk9"},
		{`{"cmd":["mysql","-u","root","-phunter2-Xk9"]}`, "hunter2-Xk9"},
		{`exec ['sshpass', '-p', 'hunter2-Xk9', 'ssh', 'bob@host-1']`, "hunter2-Xk9"},
		{`{"cmd":"sshpass -p \"hunter2 Xk9\" ssh host-1"}`, "hunter2 Xk9"},
		{`root 4711 0.0 sshpass -phunter2-Xk9 scp a b`, "hunter2-Xk9"},
		{`curl -sS -u bob:hunter2-Xk9 https://h.example/`, "hunter2-Xk9"},
		{`curl --proxy-user=bob:hunter2-Xk9 https://h.example/`, "hunter2-Xk9"},
		{`http -a bob:hunter2-Xk9 GET h.example`, "hunter2-Xk9"},
		{`docker login -u bob -p hunter2-Xk9 registry.example`, "hunter2-Xk9"},
		{`helm registry login r.example -u bob -p 'hunter2 Xk9'`, "hunter2 Xk9"},
		{`htpasswd -nb bob hunter2-Xk9`, "hunter2-Xk9"},
		{`htpasswd -bc /etc/nginx/.htpasswd bob hunter2-Xk9 && nginx -s reload`, "hunter2-Xk9"},
		{`ldapsearch -x -D cn=admin -w hunter2-Xk9 -b dc=example`, "hunter2-Xk9"},
		{`smbclient //srv/share -U bob%hunter2-Xk9 -c ls`, "hunter2-Xk9"},
		{`redis-cli -h cache -a hunter2-Xk9 ping`, "hunter2-Xk9"},
		{`rabbitmqctl add_user bob hunter2-Xk9`, "hunter2-Xk9"},
		{`openssl pkcs12 -in a.p12 -passin pass:hunter2-Xk9 -nodes`, "hunter2-Xk9"},
		{`zip -r -P hunter2-Xk9 a.zip a`, "hunter2-Xk9"},
		{`7z a -phunter2-Xk9 a.7z a`, "hunter2-Xk9"},
		{`keytool -list -keystore a.jks -storepass hunter2-Xk9`, "hunter2-Xk9"},
		{`plink.exe -ssh bob@host-1 -pw hunter2-Xk9 uptime`, "hunter2-Xk9"},
		{`xfreerdp /v:host-1 /u:bob /p:hunter2-Xk9`, "hunter2-Xk9"},
		{`net use Z: \\srv\share /user:bob hunter2-Xk9 /persistent:no`, "hunter2-Xk9"},
		{`sqlplus -S bob/hunter2-Xk9@//db:1521/shop @report.sql`, "hunter2-Xk9"},
		{`useradd -m -p hunter2-Xk9 bob`, "hunter2-Xk9"},
		{`mongodump --host db -u bob -p hunter2-Xk9`, "hunter2-Xk9"},
		{`$s = ConvertTo-SecureString 'hunter2 Xk9' -AsPlainText -Force`, "hunter2 Xk9"},
		{`New-Cred -Password (ConvertTo-SecureString -String "hunter2-Xk9" -AsPlainText)`, "hunter2-Xk9"},
		{`echo "bob:hunter2-Xk9" | chpasswd`, "hunter2-Xk9"},
		{`echo 'hunter2-Xk9' | sudo -S reboot`, "hunter2-Xk9"},
		{`echo hunter2-Xk9 | docker login -u bob --password-stdin`, "hunter2-Xk9"},
		{"mysql \\\n  -u root \\\n  -phunter2-Xk9", "hunter2-Xk9"},
	},
	NoMatch: []string{
		`ssh -p 22 host-1`, `docker run -p 8080:80 web`, `tar -p -xf a.tar`, `cp -p a b`, `make -p`, `mkdir -p /var/lib/mysql -m 700`,
		`mysql -P 3306 -u root -p shop`, `docker ps -a`, `psql -p 5432 -U bob`, `the mysql server is ready`, `docker login succeeded for bob`,
		`curl -u in a shell`, `curl -u $USER:$PASSWORD https://h.example/`, `mysql -p"$MYSQL_PASSWORD" shop`, `http -v GET h.example`, `openssl x509 -in a.pem -noout`,
		`sqlplus / as sysdba`, `zip -r a.zip a`, `net use Z: /delete`, `net user`, `unzip -p a.zip`,
	},
}

var sqlPassword = Rule{
	Name:        SQLPassword,
	Pack:        PackSecrets,
	Description: "A password or key in a statement of SQL that a keyword or function announces; literals of sensitive columns go by the rule of the column's name.",
	Source:      "ISO/IEC 9075; the manuals of MySQL, PostgreSQL, Oracle and SQL Server",
	Match: []Example{
		{`CREATE USER 'bob'@'%' IDENTIFIED BY 'hunter2-Xk9'`, "hunter2-Xk9"},
		{`create user bob identified with mysql_native_password by 'hunter2-Xk9' require ssl`, "hunter2-Xk9"},
		{`ALTER USER bob IDENTIFIED BY hunter2_Xk9 REPLACE old_Xk9`, "hunter2_Xk9"},
		{`ALTER ROLE bob WITH LOGIN ENCRYPTED PASSWORD 'hunter2-Xk9' VALID UNTIL 'infinity'`, "hunter2-Xk9"},
		{`ALTER ROLE bob PASSWORD E'hunter2-Xk9'`, "hunter2-Xk9"},
		{`SET PASSWORD FOR bob = PASSWORD('hunter2-Xk9')`, "hunter2-Xk9"},
		{`SET PASSWORD FOR 'bob'@'%' = 'hunter2-Xk9'`, "hunter2-Xk9"},
		{`{"query":"CREATE USER bob IDENTIFIED BY 'hunter2-Xk9'","ms":3}`, "hunter2-Xk9"},
		{`SELECT pgp_sym_decrypt(card, 'hunter2-Xk9') FROM t`, "hunter2-Xk9"},
		{`SELECT id FROM users WHERE hash = crypt('hunter2-Xk9', hash)`, "hunter2-Xk9"},
		{`UPDATE t SET a = AES_ENCRYPT('x', 'hunter2-Xk9')`, "hunter2-Xk9"},
	},
	NoMatch: []string{
		`the user is identified by name`, "the header identified by `name` is set", `works are identified as "derived from" it`, `IDENTIFIED EXTERNALLY`, `ALTER ROLE bob PASSWORD NULL`, `IDENTIFIED BY RANDOM PASSWORD`,
		`SELECT * FROM t WHERE id = 'x' AND a IN (1, 2)`, `UPDATE t SET password_changed_at = now() WHERE token_count > 5`,
		`SELECT * FROM users WHERE password = ? AND token = $1 AND secret = :sec AND pwd=@p1`, `SELECT * FROM a JOIN b ON a.token = b.token`,
		`UPDATE users SET password = NULL, token = DEFAULT WHERE id = 3`, `INSERT INTO users (name, password) VALUES (?, ?)`,
		`INSERT INTO users (name, token_count) VALUES ('bob', 17)`, `insert into the slot`, `where is the password`, `SET PASSWORD FOR 'bob'@'%' = DEFAULT`, `set password for the account "bob" = done`, `SELECT 1 FROM t WHERE lower(name) LIKE 'bob' AND length(token) > 5`,
		`Key (id)=(17) already exists.`, `SELECT password FROM users`, `SELECT passwd, token FROM users WHERE id = 17 ORDER BY token LIMIT 1`,
	},
}

var protocolPassword = Rule{
	Name:        ProtocolPassword,
	Pack:        PackSecrets,
	Description: "A password or community in a command of a protocol of lines, or in the configuration of a server or network device.",
	Source:      "Redis AUTH, HELLO and MONITOR; RFC 4954, RFC 5034, RFC 9051, RFC 959; the configuration of Redis, Net-SNMP and Cisco IOS",
	Match: []Example{
		{`1790000000.12 [0 10.0.0.7:50122] "AUTH" "hunter2"`, "hunter2"},
		{`1790000000.12 [0 10.0.0.7:50122] "auth" "bob" "hunter2"`, "hunter2"},
		{`AUTH hunter2-Xk9`, "hunter2-Xk9"},
		{`> AUTH bob hunter2-Xk9`, "hunter2-Xk9"},
		{`HELLO 3 AUTH bob hunter2 SETNAME web`, "hunter2"},
		{`sent *2\r\n$4\r\nAUTH\r\n$7\r\nhunter2\r\n`, "hunter2"},
		{"*3\r\n$4\r\nAUTH\r\n$3\r\nbob\r\n$7\r\nhunter2\r\n", "hunter2"},
		{`CONFIG SET requirepass hunter2`, "hunter2"},
		{"port 6379\nmasterauth hunter2\ndir /data", "hunter2"},
		{`C: AUTH PLAIN AGJvYgBodW50ZXIyWGs=`, "AGJvYgBodW50ZXIyWGs="},
		{`C: a1 LOGIN bob hunter2`, "hunter2"},
		{"USER bob\r\nPASS hunter2\r\nSTAT", "hunter2"},
		{`---> PASS hunter2`, "hunter2"},
		{`snmp-server community hunter2 RO 10`, "hunter2"},
		{`rocommunity hunter2 10.0.0.0/8`, "hunter2"},
		{`username bob privilege 15 password 7 0822455D0A16`, "0822455D0A16"},
		{`enable secret 9 $9$madeUp14chars$kXq0aZ17`, "kXq0aZ17"},
		{`auth hunter2-Xk9`, "hunter2-Xk9"},
		{`auth default hunter2-Xk9`, "hunter2-Xk9"},
		{`ACL SETUSER bob on >hunter2 ~* +@all`, "hunter2"},
		{`1790000000.12 [0 10.0.0.7:50122] "ACL" "SETUSER" "bob" "on" ">hunter2" "~*"`, "hunter2"},
	},
	NoMatch: []string{
		`AUTH failed`, `AUTH LOGIN`, `250-AUTH PLAIN LOGIN`, `SMTP AUTH is required`, `AUTH error: NOAUTH Authentication required.`, `PASS: test_x`,
		`--- PASS: TestX (0.00s)`, `PASS src/app.test.js`, `PASS`, `>>> PASS ....`, `LOGIN succeeded`, `bob LOGIN failed again`, `requirepass is not set in the file`,
		`auth fail [preauth]`, `auth failed 3 times`, `JSchException: Auth fail [preauth]`, `ACL SETUSER bob on nopass ~cache:* +get`, `call setuser bob >log`,
		`password 3 times wrong`, `USER bob`, `the secret 5 words`, `FAIL: a PASS: b`,
	},
}

var passwordHash = Rule{
	Name:        PasswordHash,
	Pack:        PackSecrets,
	Description: "A hashed password in the form of crypt(5), of LDAP, of Django, or of a dump of Windows accounts: it can be guessed.",
	Source:      "crypt(5); RFC 2307; the PHC string format; Django's password hashers",
	// The hashes are made up.
	Match: []Example{
		{`root:$6$madeUpSalt$k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9X:19000:0:99999:7:::`, "k9Xq0aZ17k9X"},
		{`bob:$2y$10$k9Xq0aZ17k9Xq0aZ17k9Xu0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ1`, "k9Xq0aZ17k9X"},
		{`bob:$apr1$madeUp17$k9Xq0aZ17k9Xq0aZ17k9X/`, "k9Xq0aZ17k9X"},
		{`$argon2id$v=19$m=65536,t=3,p=4$bWFkZVVwU2FsdA$k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ`, "k9Xq0aZ17k9X"},
		{`pw {SSHA}k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0== ok`, "k9Xq0aZ17k9X"},
		{`pbkdf2_sha256$600000$madeUpSalt$k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ17k9Xq0aZ=`, "k9Xq0aZ17k9X"},
		{`bob:1001:aad3b435b51404eeaad3b435b51404ee:0123456789abcdef0123456789abcdef:::`, "0123456789abcdef"},
	},
	NoMatch: []string{
		`cost $1$ and $2$`, `awk '{print $1$2$3}'`, `$5.00 or $6.50`, `{SHA256} of the file`, `tcp 0 0 :::22 :::* LISTEN`, `a$1b$2`,
		`daemon:*:19000:0:99999:7:::`, `Foo$1$Bar$2.class`,
	},
}

var connectionPassword = Rule{
	Name:        ConnectionPassword,
	Pack:        PackSecrets,
	Description: "A password in the address of a database that is no URL.",
	Source:      "the drivers of MySQL for Go and of Oracle for Java",
	Match: []Example{
		{`dial bob:hunter2-Xk9@tcp(10.0.0.7:3306)/shop?parseTime=true: refused`, "hunter2-Xk9"},
		{`dsn="bob:hunter2:Xk9@unix(/run/mysqld.sock)/shop"`, "hunter2:Xk9"},
		{`jdbc:oracle:thin:bob/hunter2-Xk9@//db:1521/shop`, "hunter2-Xk9"},
	},
	NoMatch: []string{
		`@tcp(10.0.0.7:3306)/shop`, `bob@tcp(10.0.0.7:3306)/shop`, `jdbc:oracle:thin:@//db:1521/shop`, `listen on tcp(80)`,
	},
}

var spokenPassword = Rule{
	Name:        SpokenPassword,
	Pack:        PackSecrets,
	Description: "A password or code that a sentence, a directive or a call in a program announces without a separator.",
	Source:      "the messages of MySQL, Elasticsearch and Spring; netrc(5); the syntax of Dockerfiles, shells, Scala, Clojure, Elixir and Erlang; the libraries' manuals",
	Match: []Example{
		{`[Note] A temporary password is generated for root@localhost: k;L9q!Zq2Xa`, "k;L9q!Zq2Xa"},
		{`Password for the elastic user is: k9Xq+17=`, "k9Xq+17="},
		{`Your new password is: hunter2-Xk9`, "hunter2-Xk9"},
		{`wrong password hunter2-Xk9 for bob`, "hunter2-Xk9"},
		{`invalid password 'hunter2-Xk9' for user 'bob'`, "hunter2-Xk9"},
		{`Your verification code is 918273.`, "918273"},
		{`machine h.example login bob password hunter`, "hunter"},
		{`ENV DB_PASSWORD hunter2-Xk9`, "hunter2-Xk9"},
		{`setenv MYSQL_PWD hunter2-Xk9`, "hunter2-Xk9"},
		{`#define DB_PASSWORD "hunter2-Xk9"`, "hunter2-Xk9"},
		{`aws configure set aws_secret_access_key hunter2Xk9`, "hunter2Xk9"},
		{`Map(user -> bob, password -> hunter, host -> h)`, "hunter"},
		{`{:user "bob", :password "hunter2-Xk9"}`, "hunter2-Xk9"},
		{`[{user,"bob"},{password,"hunter2-Xk9"},{host,"h"}]`, "hunter2-Xk9"},
		{`{"password", "hunter2-Xk9"}, {"user", "bob"}`, "hunter2-Xk9"},
		{`os.Setenv("API_TOKEN", "hunter2-Xk9")`, "hunter2-Xk9"},
		{`#0 /app/Db.php(12): PDO->__construct('mysql:host=h', 'bob', 'hunter2-Xk9')`, "hunter2-Xk9"},
		{`new NetworkCredential("bob", "hunter2-Xk9", "dom")`, "hunter2-Xk9"},
		{`requests.get(u, auth=('bob', 'hunter2-Xk9'))`, "hunter2-Xk9"},
		{`user.setPassword("hunter2-Xk9")`, "hunter2-Xk9"},
		{`proctitle=6D7973716C002D7068756E74657232`, "6D7973716C002D7068756E74657232"},
		{`~ password = "[REDACTED:password]" -> "hunter2-Xk9"`, "hunter2-Xk9"},
		{`##vso[task.setvariable variable=DB_PASSWORD;issecret=true]hunter2-Xk9`, "hunter2-Xk9"},
		{`Unseal Key 1: k9Xq0aZ17k9Xq0aZ17`, "k9Xq0aZ17k9Xq0aZ17"},
		{`| password | hunter2-Xk9 | bob |`, "hunter2-Xk9"},
		{"password\thunter2-Xk9", "hunter2-Xk9"},
		{`    DefaultPassword    REG_SZ    hunter2-Xk9`, "hunter2-Xk9"},
		{`authentication failed for bob with password "hun12"`, "hun12"},
	},
	NoMatch: []string{
		`Failed password for root from 10.0.0.1 port 22 ssh2`, `the password is required`, `password is too short`, `password is valid until 2027-01-01`, `password was changed 3 days ago`,
		`password authentication failed for user "bob"`, `unknown column "password" "text"`, `password for user bob changed`, `the code is 17`, `error code is 500123`, `exit code is 4041`,
		`ENV PATH /usr/bin`, `#define PASSWORD_MAX 128`, `Map(user -> bob)`, `token -> identifier`, `{"user", "bob"}`, `["password","email"]`, `[]string{"password", "email"}`, `{password,undefined}`,
		`os.Setenv("HOME", "/root")`, `new Date(17, 3)`, `echo a:b | sort`, `proctitle=6C73002D6C61`, `~ size = "1" -> "2"`, `login bob password`, `Enter password for bob: `,
		`user.setPassword(password)`, `permit("password", "email")`, `| password | varchar(255) | NO |`, `| user | password | host |`, "user\tpassword\thost", `DefaultUser    REG_SZ    hunter2-Xk9`,
		`unsupported password "sha1"`,
	},
}
