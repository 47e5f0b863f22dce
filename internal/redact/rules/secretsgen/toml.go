package main

import (
	"fmt"
	"strings"
)

// table is one table of the configuration; a single value is a list of one.
type table map[string][]string

func (t table) text(name string) string {
	if v := t[name]; len(v) == 1 {
		return v[0]
	}
	return ""
}

type rule struct {
	table
	allowlists []table
}

// parse reads the part of TOML that the generated configuration uses: tables,
// strings, numbers, and lists of strings. Anything else is an error.
func parse(text string) (global table, rules []rule, err error) {
	current := table{}
	for line := 1; text != ""; {
		var l string
		l, text, _ = strings.Cut(text, "\n")
		l = strings.TrimSpace(l)
		line++
		switch {
		case l == "" || strings.HasPrefix(l, "#"):
			continue
		case l == "[allowlist]":
			global = table{}
			current = global
			continue
		case l == "[[rules]]":
			rules = append(rules, rule{table: table{}})
			current = rules[len(rules)-1].table
			continue
		case l == "[[rules.allowlists]]":
			r := &rules[len(rules)-1]
			current = table{}
			r.allowlists = append(r.allowlists, current)
			continue
		}
		name, value, ok := strings.Cut(l, " = ")
		if !ok {
			return nil, nil, fmt.Errorf("line %d: %q is no assignment", line, l)
		}
		if value != "[" {
			values, err := list(value)
			if err != nil {
				return nil, nil, fmt.Errorf("line %d: %w", line, err)
			}
			current[name] = values
			continue
		}
		for {
			l, text, ok = strings.Cut(text, "\n")
			l = strings.TrimSpace(l)
			line++
			if !ok {
				return nil, nil, fmt.Errorf("line %d: a list is not closed", line)
			}
			if l == "]" {
				break
			}
			values, err := list(l)
			if err != nil {
				return nil, nil, fmt.Errorf("line %d: %w", line, err)
			}
			current[name] = append(current[name], values...)
		}
	}
	if global == nil || len(rules) == 0 {
		return nil, nil, fmt.Errorf("found %d rules and no global list", len(rules))
	}
	return global, rules, nil
}

// list reads the values of one line.
func list(s string) (out []string, err error) {
	s = strings.TrimSuffix(strings.TrimPrefix(s, "["), "]")
	for s = strings.TrimLeft(s, ", "); s != ""; s = strings.TrimLeft(s, ", ") {
		quote := ""
		for _, q := range []string{"'''", `"`} {
			if strings.HasPrefix(s, q) {
				quote = q
				break
			}
		}
		if quote == "" {
			v, rest, _ := strings.Cut(s, ",")
			out, s = append(out, strings.TrimSpace(v)), rest
			continue
		}
		v, rest, ok := strings.Cut(s[len(quote):], quote)
		if !ok || quote == `"` && strings.Contains(v, `\`) {
			return nil, fmt.Errorf("cannot read %q", s)
		}
		out, s = append(out, v), rest
	}
	return out, nil
}
