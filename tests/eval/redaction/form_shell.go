package main

import "strings"

// quoteShell is a word as a POSIX shell reads it.
func quoteShell(v string) string {
	if strings.Trim(v, alnumChars+"_-./:@%+,") == "" {
		return v
	}
	return "'" + strings.ReplaceAll(v, "'", `'\''`) + "'"
}

// shellForms are command lines and environments.
func shellForms() []form {
	line := func(name string, write func(r random, k, v string) string) form {
		return form{name: "shell/" + name, takes: takesNamed, write: func(r random, k, v string) (string, bool) { return write(r, k, v), oneLine(v) }}
	}
	secret := func(name string, write func(r random, v string) string) form {
		return form{name: "shell/" + name, takes: takesCredential, write: func(r random, _, v string) (string, bool) { return write(r, v), oneLine(v) }}
	}
	env := func(name string, ok func(string) bool, write func(r random, k, v string) string) form {
		return form{name: "env/" + name, write: func(r random, k, v string) (string, bool) { return write(r, screaming(k), v), ok(v) }}
	}
	return []form{
		line("option", func(_ random, k, v string) string {
			return "/usr/bin/deploy --user svc --" + kebab(k) + " " + quoteShell(v) + " --verbose"
		}),
		line("option_equals", func(_ random, k, v string) string {
			return "/usr/bin/deploy --user=svc --" + kebab(k) + "=" + quoteShell(v) + " --verbose"
		}),
		line("option_last", func(_ random, k, v string) string { return "deploy --" + kebab(k) + " " + quoteShell(v) }),
		line("option_list", func(_ random, k, v string) string {
			return `exec ["deploy","--user","svc","--` + kebab(k) + `",` + quoteJSON(v) + `,"--verbose"]`
		}),
		line("option_list_python", func(_ random, k, v string) string {
			return "Command ['deploy', '--" + kebab(k) + "', " + quotePython(v) + ", '--verbose'] returned non-zero exit status 1."
		}),
		line("powershell", func(_ random, k, v string) string {
			return "Connect-Service -User svc -" + pascal(k) + " '" + strings.ReplaceAll(v, "'", "''") + "' -Verbose"
		}),
		line("java_property", func(_ random, k, v string) string {
			return "java -Xmx512m -Ddb." + camel(k) + "=" + quoteShell(v) + " -jar app.jar"
		}),
		line("helm_set", func(_ random, k, v string) string {
			return "helm upgrade shop ./chart --set db." + camel(k) + "=" + quoteShell(v) + " --wait"
		}),
		line("assignment", func(_ random, k, v string) string {
			return screaming(k) + "=" + quoteShell(v) + " ./run.sh --verbose"
		}),
		line("docker_env", func(_ random, k, v string) string {
			return "docker run -d -e " + screaming(k) + "=" + quoteShell(v) + " shop:1.2.3"
		}),
		line("export", func(_ random, k, v string) string { return "+ export " + screaming(k) + "=" + quoteShell(v) }),
		secret("curl_user", func(r random, v string) string {
			return "curl -sS " + r.one("-u ", "--user ", "-u") + quoteShell("svc:"+v) + " https://shop.example/"
		}),
		secret("curl_header", func(_ random, v string) string {
			return "curl -H " + quoteShell("X-Api-Key: "+v) + " https://shop.example/"
		}),
		{name: "shell/curl_bearer", takes: takesCredential, write: func(_ random, _, v string) (string, bool) {
			return `curl -H "Authorization: Bearer ` + v + `" https://shop.example/`, token(v) && bare(v)
		}},
		secret("curl_data", func(_ random, v string) string {
			return "curl -d " + quoteShell(`{"user":"svc","password":`+quotePlainJSON(v)+`}`) + " https://shop.example/login"
		}),
		secret("mysql_p", func(_ random, v string) string { return "mysql -h db.internal -u svc -p" + quoteShell(v) + " orders" }),
		secret("sshpass", func(_ random, v string) string { return "sshpass -p " + quoteShell(v) + " ssh svc@host.internal" }),
		secret("docker_login", func(_ random, v string) string {
			return "docker login -u svc -p " + quoteShell(v) + " registry.example"
		}),
		secret("redis_cli", func(_ random, v string) string { return "redis-cli -h cache.internal -a " + quoteShell(v) + " ping" }),
		secret("pgpassword", func(_ random, v string) string {
			return "PGPASSWORD=" + quoteShell(v) + " psql -h db.internal -U svc orders"
		}),
		secret("mysql_pwd", func(_ random, v string) string { return "MYSQL_PWD=" + quoteShell(v) + " mysqldump orders" }),
		secret("wget", func(_ random, v string) string {
			return "wget --http-user=svc --http-password=" + quoteShell(v) + " https://shop.example/"
		}),
		secret("openssl", func(_ random, v string) string {
			return "openssl rsa -in key.pem -passin pass:" + quoteShell(v) + " -out out.pem"
		}),
		env("lines", oneLine, func(_ random, k, v string) string {
			return "PATH=/usr/bin:/bin\n" + k + "=" + v + "\nHOME=/home/svc\nLANG=C.UTF-8"
		}),
		env("prefixed", oneLine, func(_ random, k, v string) string {
			return "HOSTNAME=web-1\nSHOP_" + k + "=" + v + "\nPWD=/srv\n"
		}),
		env("quoted", func(v string) bool { return oneLine(v) && !strings.ContainsAny(v, "\"\\$`") }, func(_ random, k, v string) string {
			return "# .env\nHOST=db-1\n" + k + "=\"" + v + "\"\nPORT=5432\n"
		}),
		env("json_list", func(string) bool { return true }, func(_ random, k, v string) string {
			return `{"Config":{"Env":["PATH=/usr/bin",` + quoteJSON(k+"="+v) + `,"LANG=C"]}}`
		}),
		env("systemd", func(v string) bool { return oneLine(v) && !strings.ContainsAny(v, `"\`) }, func(_ random, k, v string) string {
			return `Environment="` + k + `=` + v + `" "LANG=C"`
		}),
		env("python_environ", func(string) bool { return true }, func(_ random, k, v string) string {
			return "environ({'PATH': '/usr/bin', '" + k + "': " + quotePython(v) + ", 'HOME': '/root'})"
		}),
		env("dockerfile", oneLine, func(_ random, k, v string) string {
			return "Step 4/9 : ENV " + k + "=" + quoteShell(v)
		}),
	}
}
