package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// random is the source of all ids. Equal seeds give equal cases.
type random struct{ *rand.Rand }

func newRandom(seed, stream uint64) random {
	return random{rand.New(rand.NewPCG(seed, stream))} //nolint:gosec // reproducible on purpose
}

func (r random) chars(n int, set string) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = set[r.IntN(len(set))]
	}
	return string(b)
}

func (r random) hex(n int) string {
	for {
		if s := r.chars(n, "0123456789abcdef"); strings.Trim(s, "0") != "" {
			return s
		}
	}
}

func (r random) word(n int) string { return r.chars(n, "abcdefghijklmnopqrstuvwxyz0123456789") }

func (r random) uuid() string {
	return hyphens(r.hex(12) + "4" + r.hex(3) + r.chars(1, "89ab") + r.hex(15))
}

// hyphens writes 32 digits in the form of a UUID.
func hyphens(s string) string {
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

func hex16(v uint64) string { return fmt.Sprintf("%016x", v) }

func decimal(v uint64) string { return strconv.FormatUint(v, 10) }

// fill replaces the placeholders of a template: {hex:N}, {HEX:N}, {dec:N},
// {uuid}, {word}.
func (r random) fill(template string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(template, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		name, after, found := strings.Cut(rest, "}")
		kind, size, sized := strings.Cut(name, ":")
		n, err := strconv.Atoi(size)
		switch {
		case found && name == "uuid":
			b.WriteString(r.uuid())
		case found && name == "word":
			b.WriteString(r.chars(8, "abcdefghijklmnopqrstuvwxyz"))
		case found && sized && err == nil && kind == "hex":
			b.WriteString(r.hex(n))
		case found && sized && err == nil && kind == "HEX":
			b.WriteString(strings.ToUpper(r.hex(n)))
		case found && sized && err == nil && kind == "dec":
			b.WriteString(r.chars(1, "123456789") + r.chars(n-1, "0123456789"))
		default:
			b.WriteByte('{')
			template = rest
			continue
		}
		template = after
	}
}
