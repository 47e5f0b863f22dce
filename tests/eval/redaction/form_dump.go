package main

import (
	"fmt"
	"strconv"
	"strings"
)

// quotePython is a string as Python's repr writes it.
func quotePython(s string) string {
	quote := "'"
	if strings.Contains(s, "'") && !strings.Contains(s, `"`) {
		quote = `"`
	}
	s = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s)
	if quote == "'" {
		s = strings.ReplaceAll(s, "'", `\'`)
	}
	return quote + s + quote
}

// dumpForms are structures as programming languages print them.
func dumpForms() []form {
	quoted := func(name string, write func(r random, k, v string) string) form {
		return form{name: "dump/" + name, write: func(r random, k, v string) (string, bool) { return write(r, k, v), true }}
	}
	// unquoted dumps show where a value ends only while it holds no separator.
	unquoted := func(name string, write func(r random, k, v string) string) form {
		return form{name: "dump/" + name, write: func(r random, k, v string) (string, bool) { return write(r, k, v), bare(v) }}
	}
	return []form{
		quoted("python_dict", func(r random, k, v string) string {
			return "request: {'user': 'svc', " + quotePython(r.one(snake(k), kebab(k))) + ": " + quotePython(v) + ", 'retries': 3, 'ok': True}"
		}),
		quoted("python_dataclass", func(_ random, k, v string) string {
			return "Config(user='svc', " + snake(k) + "=" + quotePython(v) + ", retries=3)"
		}),
		quoted("python_tuples", func(_ random, k, v string) string {
			return "[('user', 'svc'), (" + quotePython(snake(k)) + ", " + quotePython(v) + "), ('retries', 3)]"
		}),
		quoted("python_bytes", func(_ random, k, v string) string {
			return "{b'user': b'svc', b'" + snake(k) + "': b" + quotePython(v) + "}"
		}),
		quoted("go_map_sharp", func(r random, k, v string) string {
			return fmt.Sprintf("%#v", map[string]string{"a": "svc", r.styled(k): v, "zone": "eu"})
		}),
		quoted("go_struct_sharp", func(_ random, k, v string) string {
			return "main.Config{User:\"svc\", " + pascal(k) + ":" + strconv.Quote(v) + ", Retries:3}"
		}),
		unquoted("go_struct_plus", func(_ random, k, v string) string { return "{User:svc " + pascal(k) + ":" + v + " Retries:3}" }),
		unquoted("go_pointer_plus", func(_ random, k, v string) string { return "&{User:svc Retries:3 " + pascal(k) + ":" + v + "}" }),
		unquoted("go_map", func(r random, k, v string) string {
			return fmt.Sprintf("got %v", map[string]string{"a": "svc", r.styled(k): v, "zone": "eu"})
		}),
		unquoted("go_map_of_lists", func(_ random, k, v string) string {
			return fmt.Sprintf("headers: %v", map[string][]string{"Accept": {"*/*"}, header(k): {v}})
		}),
		unquoted("java_record", func(_ random, k, v string) string {
			return "Config[user=svc, " + camel(k) + "=" + v + ", retries=3]"
		}),
		unquoted("java_lombok", func(_ random, k, v string) string {
			return "Config(user=svc, " + camel(k) + "=" + v + ", retries=3)"
		}),
		unquoted("java_map", func(_ random, k, v string) string { return "{user=svc, " + camel(k) + "=" + v + "}" }),
		{name: "dump/java_idea", write: func(_ random, k, v string) (string, bool) {
			return "Config{user='svc', " + camel(k) + "='" + v + "', retries=3}", !strings.ContainsAny(v, "'\\")
		}},
		quoted("js_inspect", func(_ random, k, v string) string {
			return "{ user: 'svc', " + camel(k) + ": " + quotePython(v) + ", retries: 3 }"
		}),
		quoted("js_inspect_lines", func(_ random, k, v string) string {
			return "{\n  user: 'svc',\n  '" + kebab(k) + "': " + quotePython(v) + ",\n  retries: 3\n}"
		}),
		quoted("ruby_inspect", func(_ random, k, v string) string {
			return "Parameters: {\"user\"=>\"svc\", " + strconv.Quote(snake(k)) + "=>" + quotePlainJSON(v) + ", \"commit\"=>\"Log in\"}"
		}),
		quoted("ruby_symbols", func(_ random, k, v string) string {
			return "{:user=>\"svc\", :" + snake(k) + "=>" + quotePlainJSON(v) + "}"
		}),
		quoted("ruby_object", func(_ random, k, v string) string {
			return "#<Config:0x000078e1 @user=\"svc\", @" + snake(k) + "=" + quotePlainJSON(v) + ", @retries=3>"
		}),
		quoted("rust_debug", func(_ random, k, v string) string {
			return "Config { user: \"svc\", " + snake(k) + ": " + quotePlainJSON(v) + ", retries: 3 }"
		}),
		quoted("rust_option", func(_ random, k, v string) string {
			return "Config { user: \"svc\", " + snake(k) + ": Some(" + quotePlainJSON(v) + "), retries: 3 }"
		}),
		{name: "dump/php_array", write: func(_ random, k, v string) (string, bool) {
			return "Array\n(\n    [user] => svc\n    [" + snake(k) + "] => " + v + "\n    [retries] => 3\n)\n", oneLine(v)
		}},
		quoted("php_var_export", func(_ random, k, v string) string {
			return "array (\n  'user' => 'svc',\n  '" + snake(k) + "' => '" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(v) + "',\n)"
		}),
		quoted("csharp_record", func(_ random, k, v string) string {
			return "Config { User = svc, " + pascal(k) + " = " + quotePlainJSON(v) + ", Retries = 3 }"
		}),
		quoted("elixir_map", func(_ random, k, v string) string {
			return "%{\"user\" => \"svc\", " + strconv.Quote(snake(k)) + " => " + quotePlainJSON(v) + "}"
		}),
	}
}
