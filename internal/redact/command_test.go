package redact

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

func TestEveryCommandHasRoom(t *testing.T) {
	if n := len(rules.Commands()); n > maxCommands {
		t.Errorf("%d commands, there is room for %d", n, maxCommands)
	}
}

// commandForms write a program with an option and its value.
var commandForms = []struct {
	name  string
	write func(words ...string) string
}{
	{"line", func(w ...string) string { return strings.Join(w, " ") + " last" }},
	{"path", func(w ...string) string { return "COMMAND=/usr/bin/" + strings.Join(w, " ") }},
	{"json", func(w ...string) string { return `{"cmd":` + quoteJSON(strings.Join(w, " ")) + `,"pid":17}` }},
	{"json_list", func(w ...string) string {
		var quoted []string
		for _, word := range w {
			quoted = append(quoted, quoteJSON(word))
		}
		return "{\n  \"cmd\": [\n    " + strings.Join(quoted, ",\n    ") + "\n  ]\n}"
	}},
	{"python", func(w ...string) string { return "['" + strings.Join(w, "', '") + "']" }},
	{"go", func(w ...string) string { return "exec [" + strings.Join(w, " ") + "]: exit status 1" }},
	{"auditd", func(w ...string) string {
		text := "type=EXECVE argc=3"
		for i, word := range w {
			text += " a" + string(rune('0'+i)) + `="` + word + `"`
		}
		return text
	}},
	{"lines", func(w ...string) string { return "$ " + strings.Join(w, " \\\n    ") + "\nok" }},
}

func TestNoPasswordOfACommandSurvives(t *testing.T) {
	s := newScanner(t, Options{})
	commands := [][]string{
		{"mysql", "-u", "root", "-p*"},
		{"sshpass", "-p", "*", "ssh", "host-1"},
		{"curl", "-sS", "-u", "bob:*", "https://h.example/"},
		{"redis-cli", "-h", "cache", "-a", "*"},
		{"docker", "login", "-u", "bob", "-p", "*"},
		{"ldapsearch", "-x", "-w", "*"},
		{"rabbitmqctl", "add_user", "bob", "*"},
		{"htpasswd", "-nb", "bob", "*"},
		{"openssl", "rsa", "-passin", "pass:*"},
	}
	for _, form := range commandForms {
		t.Run(form.name, rapid.MakeCheck(func(t *rapid.T) {
			secret := secretValue().Draw(t, "secret")
			value := rapid.SampledFrom(wraps[:9]).Draw(t, "wrap")(secret)
			var words []string
			for _, w := range rapid.SampledFrom(commands).Draw(t, "command") {
				words = append(words, strings.Replace(w, "*", value, 1))
			}
			checkGone(t, s, form.write(words...), secret)
		}))
	}
}
