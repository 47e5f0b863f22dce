package main

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
)

func quoteSQL(v string) string { return "'" + strings.ReplaceAll(v, "'", "''") + "'" }

// quoteLibpq is a value as libpq reads it.
func quoteLibpq(v string) string {
	if v != "" && !strings.ContainsAny(v, ` '\`) {
		return v
	}
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(v) + "'"
}

// quoteADO is a value as ADO.NET reads it.
func quoteADO(v string) string {
	switch {
	case !strings.ContainsAny(v, ";'\"= "):
		return v
	case !strings.Contains(v, `"`):
		return `"` + v + `"`
	case !strings.Contains(v, "'"):
		return "'" + v + "'"
	default:
		return `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
	}
}

// databaseForms are connection strings, statements of SQL and commands of
// Redis.
func databaseForms() []form {
	secret := func(name string, ok func(string) bool, write func(r random, v string) string) form {
		return form{name: name, takes: takesCredential, write: func(r random, _, v string) (string, bool) { return write(r, v), ok(v) }}
	}
	sql := func(name string, write func(r random, k, v string) string) form {
		return form{name: "sql/" + name, write: func(r random, k, v string) (string, bool) { return write(r, r.identifier(k), v), oneLine(v) }}
	}
	noSemicolon := func(v string) bool { return oneLine(v) && !strings.ContainsAny(v, ";}{ ") }
	escaped := url.QueryEscape
	return []form{
		secret("conn/jdbc_query", oneLine, func(r random, v string) string {
			return "jdbc:" + r.one("postgresql", "mysql", "mariadb") + "://db.internal:5432/orders?user=svc&password=" + escaped(v) + "&ssl=true"
		}),
		secret("conn/jdbc_sqlserver", noSemicolon, func(_ random, v string) string {
			return "jdbc:sqlserver://db.internal:1433;databaseName=orders;user=svc;password=" + v + ";encrypt=true"
		}),
		secret("conn/jdbc_sqlserver_braces", func(v string) bool { return oneLine(v) && !strings.Contains(v, "}") }, func(_ random, v string) string {
			return "jdbc:sqlserver://db.internal:1433;user=svc;password={" + v + "};encrypt=true"
		}),
		secret("conn/jdbc_oracle", func(v string) bool { return bare(v) && !strings.ContainsAny(v, "@/\"") }, func(_ random, v string) string {
			return "jdbc:oracle:thin:svc/" + v + "@//db.internal:1521/ORDERS"
		}),
		secret("conn/ado", oneLine, func(r random, v string) string {
			return "Server=tcp:db.internal,1433;Database=orders;User ID=svc;" + r.one("Password", "Pwd", "PWD", "password") + "=" + quoteADO(v) + ";Encrypt=True;"
		}),
		secret("conn/odbc", noSemicolon, func(_ random, v string) string {
			return "Driver={ODBC Driver 18 for SQL Server};Server=db.internal;UID=svc;PWD=" + v
		}),
		secret("conn/libpq", oneLine, func(_ random, v string) string {
			return "host=db.internal port=5432 dbname=orders user=svc password=" + quoteLibpq(v) + " sslmode=require"
		}),
		secret("conn/go_mysql", func(v string) bool { return bare(v) && !strings.ContainsAny(v, "@/ ") }, func(_ random, v string) string {
			return "svc:" + v + "@tcp(db.internal:3306)/orders?parseTime=true"
		}),
		secret("conn/mongodb", oneLine, func(r random, v string) string {
			return r.one("mongodb", "mongodb+srv") + "://svc:" + strings.ReplaceAll(escaped(v), "+", "%20") + "@a.db.internal:27017,b.db.internal:27017/orders?replicaSet=rs0"
		}),
		secret("conn/amqp", oneLine, func(r random, v string) string {
			return r.one("amqp", "amqps") + "://svc:" + strings.ReplaceAll(escaped(v), "+", "%20") + "@mq.internal:5672/%2Fshop"
		}),
		secret("conn/redis_url", oneLine, func(r random, v string) string {
			return r.one("redis", "rediss") + "://" + r.one("", "default") + ":" + strings.ReplaceAll(escaped(v), "+", "%20") + "@cache.internal:6379/0"
		}),
		secret("conn/sqlalchemy", oneLine, func(r random, v string) string {
			return "sqlalchemy.exc.OperationalError: could not connect to " + r.one("postgresql+psycopg2", "mysql+pymysql") + "://svc:" + strings.ReplaceAll(escaped(v), "+", "%20") + "@db.internal/orders"
		}),
		secret("conn/stackexchange_redis", bare, func(_ random, v string) string {
			return "cache.internal:6380,password=" + v + ",ssl=True,abortConnect=False"
		}),
		secret("conn/azure_service_bus", bare, func(_ random, v string) string {
			return "Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=" + v + ";EntityPath=orders"
		}),
		secret("conn/kafka_jaas", func(v string) bool { return oneLine(v) && !strings.ContainsAny(v, `"\`) }, func(_ random, v string) string {
			return `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="svc" password="` + v + `";`
		}),
		secret("redis/auth", bare, func(r random, v string) string { return r.one("AUTH ", "auth ", "AUTH default ") + v }),
		secret("redis/auth_quoted", func(v string) bool { return oneLine(v) && !strings.ContainsAny(v, `"\`) }, func(_ random, v string) string {
			return `1763806272.123456 [0 192.0.2.7:51234] "AUTH" "` + v + `"`
		}),
		secret("redis/hello", bare, func(_ random, v string) string { return "HELLO 3 AUTH default " + v + " SETNAME shop" }),
		secret("redis/requirepass", bare, func(r random, v string) string {
			return "CONFIG SET " + r.one("requirepass ", "masterauth ") + v
		}),
		secret("redis/acl", bare, func(_ random, v string) string { return "ACL SETUSER svc on >" + v + " ~* +@all" }),
		secret("redis/protocol", bare, func(_ random, v string) string {
			return fmt.Sprintf("*2\r\n$4\r\nAUTH\r\n$%d\r\n%s\r\n", len(v), v)
		}),
		sql("insert", func(_ random, k, v string) string {
			return "INSERT INTO users (id, " + k + ", active) VALUES (42, " + quoteSQL(v) + ", true)"
		}),
		sql("insert_last", func(_ random, k, v string) string {
			return "INSERT INTO `users` (`id`, `name`, `" + k + "`) VALUES (42, 'svc', " + quoteSQL(v) + ");"
		}),
		sql("insert_rows", func(_ random, k, v string) string {
			return `insert into "users" ("id", "` + k + `") values (1, 'none'), (2, ` + quoteSQL(v) + `)`
		}),
		sql("update", func(_ random, k, v string) string {
			return "UPDATE users SET " + k + " = " + quoteSQL(v) + ", updated_at = now() WHERE id = 42"
		}),
		sql("update_quoted", func(_ random, k, v string) string {
			return "UPDATE [users] SET [" + k + "]=N" + quoteSQL(v) + " WHERE id=42"
		}),
		sql("where", func(_ random, k, v string) string {
			return "SELECT id FROM users WHERE active AND u." + k + " = " + quoteSQL(v) + " LIMIT 1"
		}),
		sql("where_in", func(_ random, k, v string) string {
			return "SELECT id FROM users WHERE " + k + " IN ('none', " + quoteSQL(v) + ")"
		}),
		sql("where_like", func(_ random, k, v string) string {
			return "select * from users where lower(" + k + ") like " + quoteSQL(v)
		}),
		sql("in_log_line", func(_ random, k, v string) string {
			return `ERROR: duplicate key value; statement: "UPDATE users SET ` + k + ` = ` + quoteSQL(v) + ` WHERE id = 42" (SQLSTATE 23505)`
		}),
		sql("in_json", func(_ random, k, v string) string {
			return `{"db.statement":` + quoteJSON("UPDATE users SET "+k+" = "+quoteSQL(v)+" WHERE id = 42") + `}`
		}),
		secret("sql/identified_by", oneLine, func(r random, v string) string {
			return r.one("CREATE USER", "ALTER USER") + " 'svc'@'%' IDENTIFIED BY " + quoteSQL(v)
		}),
		secret("sql/with_password", oneLine, func(r random, v string) string {
			return r.one("CREATE ROLE svc LOGIN", "ALTER ROLE svc WITH", "ALTER USER svc WITH ENCRYPTED", "CREATE USER svc") + " PASSWORD " + quoteSQL(v)
		}),
		secret("sql/set_password", oneLine, func(_ random, v string) string {
			return "SET PASSWORD FOR 'svc'@'%' = " + quoteSQL(v)
		}),
		{name: "ldap/bind", takes: takesCredential, write: func(_ random, _, v string) (string, bool) {
			return "dn: cn=svc,dc=shop\nuserPassword:: " + base64.StdEncoding.EncodeToString([]byte(v)) + "\ncn: svc", true
		}},
	}
}
