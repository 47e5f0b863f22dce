package findcmd

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// view is what is printed.
type view struct {
	items  []*item
	ids    []string
	traces []string
	links  []link
	// width is the number of columns of the terminal; 0 shortens nothing.
	width int
}

const maxServiceWidth = 24

// writeTimeline writes one line for each item.
func writeTimeline(out io.Writer, v *view) error {
	var b strings.Builder
	if len(v.ids) > 0 {
		fmt.Fprintf(&b, "correlation id  %s\n", printable(strings.Join(v.ids, ", ")))
	}
	for i, t := range v.traces {
		title := "trace id"
		if i > 0 {
			title = ""
		}
		fmt.Fprintf(&b, "%-14s  %s\n", title, t)
	}
	if len(v.items) > 0 {
		writeItems(&b, v)
	}
	for _, l := range v.links {
		fmt.Fprintf(&b, "\n%s\n  %s\n", l.Name, l.URL)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func writeItems(b *strings.Builder, v *view) {
	first, last := v.items[0].Time, v.items[len(v.items)-1].Time
	fmt.Fprintf(b, "%-14s  %s UTC\n", "from", first.Format("2006-01-02 15:04:05.000000"))
	sameDay := first.Format(time.DateOnly) == last.Format(time.DateOnly)
	layout := "15:04:05.000000"
	if !sameDay {
		layout = "2006-01-02 15:04:05.000000"
	}
	service := len("SERVICE")
	for _, it := range v.items {
		service = max(service, utf8.RuneCountInString(printable(it.Service)))
	}
	service = min(service, maxServiceWidth)
	head := fmt.Sprintf("\n%-*s  %-3s  %-*s  %-5s  %9s  %s\n", len(layout), "TIME", "IN", service, "SERVICE", "KIND", "DURATION", "WHAT")
	b.WriteString(head)
	for _, it := range v.items {
		duration := ""
		if it.HasDuration {
			duration = short(it.Duration)
		}
		line := fmt.Sprintf("%s  %s  %-*s  %-5s  %9s  %s", it.Time.Format(layout), marks(it.Backends),
			service, cut(printable(it.Service), service), it.Kind, duration, what(it))
		b.WriteString(strings.TrimRight(cut(line, v.width), " "))
		b.WriteByte('\n')
	}
	counts := map[string]int{}
	for _, it := range v.items {
		for _, name := range it.Backends {
			counts[name]++
		}
	}
	fmt.Fprintf(b, "\n%d items: ", len(v.items))
	for i, name := range backendNames {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(b, "%s %d (%s)", name, counts[name], strings.ToUpper(name[:1]))
	}
	b.WriteByte('\n')
}

// what names an item.
func what(it *item) string {
	name := printable(it.Name)
	switch it.Kind {
	case kindSpan:
		if it.Detail != "" {
			name += " [" + strings.ToLower(printable(it.Detail)) + "]"
		}
		if it.Error {
			name = "ERROR " + name
		}
	case kindLog:
		if it.Detail != "" {
			name = printable(it.Detail) + " " + name
		}
	case kindPair:
		name = printable(it.CorrelationID) + " is on trace " + it.TraceID
	}
	return name
}

// marks are the initials of the backends that have the item.
func marks(backends []string) string {
	b := []byte("---")
	for i, name := range backendNames {
		for _, has := range backends {
			if has == name {
				b[i] = strings.ToUpper(name)[0]
			}
		}
	}
	return string(b)
}

// short writes a duration with three digits or so.
func short(d time.Duration) string {
	switch abs := d.Abs(); {
	case abs >= 100*time.Second:
		d = d.Round(time.Second)
	case abs >= time.Second:
		d = d.Round(10 * time.Millisecond)
	case abs >= time.Millisecond:
		d = d.Round(10 * time.Microsecond)
	case abs >= time.Microsecond:
		d = d.Round(10 * time.Nanosecond)
	}
	return d.String()
}

// cut shortens a text to a number of characters.
func cut(text string, width int) string {
	if width <= 0 || utf8.RuneCountInString(text) <= width {
		return text
	}
	runes := []rune(text)
	return string(runes[:width-1]) + "…"
}

// printable makes one line of a text, without what a terminal would obey.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case r == utf8.RuneError || !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r):
			return '·'
		}
		return r
	}, text)
}
