package rules

// The names of the rules of this file, to which the engine's code refers.
const (
	CommandPassword = "command_password"
)

// formRules stand for passwords that a form shows and no name.
func formRules() []Rule {
	return []Rule{
		commandPassword,
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
		{"mysql \\\n  -u root \\\n  -phunter2-Xk9", "hunter2-Xk9"},
	},
	NoMatch: []string{
		`ssh -p 22 host-1`, `docker run -p 8080:80 web`, `tar -p -xf a.tar`, `cp -p a b`, `make -p`, `mkdir -p /var/lib/mysql -m 700`,
		`mysql -P 3306 -u root -p shop`, `docker ps -a`, `psql -p 5432 -U bob`, `the mysql server is ready`, `docker login succeeded for bob`,
		`curl -u in a shell`, `curl -u $USER:$PASSWORD https://h.example/`, `mysql -p"$MYSQL_PASSWORD" shop`, `http -v GET h.example`, `openssl x509 -in a.pem -noout`,
		`sqlplus / as sysdba`, `zip -r a.zip a`, `net use Z: /delete`, `net user`, `unzip -p a.zip`,
	},
}
