package rules

import "strings"

// A Command says where a program takes a password on its command line. An
// option is written as there, dash included; what follows it tells how its
// value stands: "-p*" right behind it, "-p" as the next word or behind =.
type Command struct {
	// Names are the names of the programs, without path and .exe.
	Names string
	// Sub is a word that must stand before the password, one of several.
	Sub string
	// Secret are options whose value is a secret.
	Secret string
	// UserColon, UserPercent and UserComma are options whose value is a user
	// name, a separator and the password; only the password is masked.
	UserColon, UserPercent, UserComma string
	// Cookies are options whose value are cookies.
	Cookies string
	// Prefixed are options whose value is pass: and the password, or says where
	// the password is found.
	Prefixed string
	// Behind are words, each with a digit that says the how manieth word after it
	// is the password: add_user2 is add_user NAME PASSWORD. A star before the
	// digit stands for any rest of the word.
	Behind string
	// Batch is an option of one letter, perhaps among others, with which the
	// words are a file, a user and a password; with an n beside it, no file.
	Batch byte
	// Login: a word of the form user/password@database.
	Login bool
}

// Commands lists the programs. Long options with a name that says password are
// found whatever the program is.
func Commands() []Command { return commands }

// CommandNames are all names of a command.
func (c *Command) CommandNames() []string { return strings.Fields(c.Names) }

// Sources: the manual pages of the programs.
var commands = []Command{
	{Names: "mysql mysqldump mysqladmin mysqlimport mysqlshow mysqlcheck mysqlbinlog mysqlpump mysqlslap mysqlsh mysqld mariadb mariadb-dump mariadb-admin mariadb-import mariadb-show mariadb-check mariadb-binlog mariadb-backup mydumper myloader xtrabackup innobackupex", Secret: "-p*"},
	{Names: "sshpass", Secret: "-p -p*"},
	{Names: "mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat mongotop mongofiles", Secret: "-p -p*"},
	{Names: "docker podman buildah skopeo helm nerdctl oras crane az oc cf argocd heroku ibmcloud kubelogin", Sub: "login", Secret: "-p -p*"},
	{Names: "redis-cli valkey-cli keydb-cli redis-benchmark", Secret: "-a --pass --askpass"},
	{Names: "ldapsearch ldapmodify ldapadd ldapdelete ldapwhoami ldapcompare ldapmodrdn", Secret: "-w -w*"},
	{Names: "ldappasswd", Secret: "-w -w* -s -s* -a -a*"},
	{Names: "smbclient rpcclient smbget smbcacls smbmap nmblookup", UserPercent: "-U -U* --user"},
	{Names: "rabbitmqctl", Behind: "add_user2 change_password2 authenticate_user2"},
	{Names: "rabbitmqadmin", Secret: "-p -p*"},
	{Names: "openssl", Secret: "-k -K", Prefixed: "-passin -passout -pass -password"},
	{Names: "zip unzip zipcloak", Secret: "-P -P*"},
	{Names: "7z 7za unrar", Secret: "-p* -hp*"},
	{Names: "keytool jarsigner", Secret: "-storepass -keypass -srcstorepass -deststorepass -srckeypass -destkeypass -new"},
	{Names: "plink pscp psftp putty kitty", Secret: "-pw"},
	{Names: "xfreerdp xfreerdp3 wfreerdp sdl-freerdp", Secret: "/p:* /pth:* /gp:*"},
	{Names: "rdesktop", Secret: "-p -p*"},
	{Names: "sqlcmd osql tsql", Secret: "-P -P*"},
	{Names: "sqlplus sqlldr expdp impdp", Login: true},
	{Names: "useradd usermod", Secret: "-p -p*"},
	{Names: "htpasswd", Batch: 'b'},
	{Names: "curl", UserColon: "-u -u* --user -U -U* --proxy-user --tlsuser --cert -E", Cookies: "-b -b* --cookie", Secret: "--pass --proxy-pass --tlspassword --proxy-tlspassword --oauth2-bearer"},
	{Names: "http", UserColon: "-a -a* --auth"},
	{Names: "lftp", UserComma: "-u -u* --user"},
	{Names: "ncftp ncftpget ncftpput ncftpls", Secret: "-p -p*"},
	{Names: "snmpget snmpgetnext snmpwalk snmpbulkwalk snmpbulkget snmpset snmptable snmptrap snmpstatus snmpdf", Secret: "-c -A -X"},
	{Names: "ipmitool ipmipower", Secret: "-P -P* -p*"},
	{Names: "mosquitto_pub mosquitto_sub mosquitto_rr", Secret: "-P --pw"}, //nolint:misspell // its name
	{Names: "cqlsh nodetool influx psexec winrs evil-winrm certutil", Secret: "-p -pw"},
	{Names: "psexec64", Secret: "-p"},
	{Names: "net", Sub: "use", Behind: `\\*1`},
	{Names: "bcp", Secret: "-P -P*"},
	{Names: "ssh-keygen", Secret: "-N -P"},
	{Names: "schtasks", Secret: "/p /rp"},
	{Names: "cmdkey", Secret: "/pass:* /p:*"},
	{Names: "impacket-psexec impacket-wmiexec impacket-smbexec crackmapexec netexec", Secret: "-p"},
	{Names: "nmcli", Behind: "password1 wifi-sec.psk1 802-11-wireless-security.psk1"},
}
