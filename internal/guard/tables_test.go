package guard

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// tables writes what the guard knows of the types of components for the docs.
func tables() string {
	var b strings.Builder
	can := map[bool]string{true: "yes", false: "no"}
	b.WriteString("\n| processor | can add content | why |\n| --- | --- | --- |\n")
	for _, kind := range slices.Sorted(maps.Keys(adds)) {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", kind, can[adds[kind].can], adds[kind].why)
	}
	b.WriteString("| any other | yes | nothing is known of it |\n")
	b.WriteString("\n| connector | from | to | can add content | why |\n| --- | --- | --- | --- | --- |\n")
	for _, kind := range slices.Sorted(maps.Keys(connects)) {
		l := connects[kind]
		from, to := l.from, l.to
		if l.same {
			from, to = "each signal", "the same"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", kind, from, to, can[l.can], l.why)
	}
	b.WriteString("| any other | any signal | any signal | yes | nothing is known of it |\n")
	b.WriteString("\n| exporter | lets data out of the process | why |\n| --- | --- | --- |\n")
	for _, kind := range slices.Sorted(maps.Keys(stays)) {
		fmt.Fprintf(&b, "| `%s` | no | %s |\n", kind, stays[kind])
	}
	b.WriteString("| any other | yes | `debug` writes to a log and `file` to a disk, which others read |\n")
	b.WriteString("\n| receiver | what counts as a door |\n| --- | --- |\n")
	for _, kind := range slices.Sorted(maps.Keys(listens)) {
		l := listens[kind]
		door := "its address; the protocol has neither TLS nor authentication"
		switch {
		case l.server != "":
			door = "only `" + l.server + "`, when it is enabled: it opens connections"
		case l.client:
			door = "nothing: it accepts no connections"
		case l.only != "" && l.certificates:
			door = "its `" + l.only + "`; it authenticates by `tls::client_ca_file` only"
		case l.only != "":
			door = "its `" + l.only + "`"
		case l.certificates:
			door = "each address in its settings; it authenticates by `tls::client_ca_file` only"
		}
		fmt.Fprintf(&b, "| `%s` | %s |\n", kind, door)
	}
	b.WriteString("| any other | each `endpoint` and `listen_address` in its settings; UDP has neither TLS nor authentication |\n\n")
	return b.String()
}
