package rulescmd

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/lethe-otel/lethe/internal/redact"
)

func writeTable(out io.Writer, s *ruleSet) error {
	if _, err := fmt.Fprintf(out, "%d rules, version %s\n\n", len(s.rules), s.version); err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "RULE\tPACK\tDEFAULT\tDESCRIPTION\tSOURCE")
	for _, r := range s.rules {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Name, packOf(r), actionOf(r), r.Description, r.Source)
	}
	return w.Flush()
}

func writeRule(out io.Writer, r redact.RuleInfo) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n  %s\n\n  pack     %s\n  default  %s\n  source   %s\n", r.Name, r.Description, packOf(r), actionOf(r), r.Source)
	if len(r.Match) > 0 {
		b.WriteString("\nFinds something in (all secrets are made up):\n")
		for _, e := range r.Match {
			writeExample(&b, e.Text)
		}
	}
	if len(r.NoMatch) > 0 {
		b.WriteString("\nLeaves alone:\n")
		for _, text := range r.NoMatch {
			writeExample(&b, text)
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// writeExample sets a text off; its further lines and its control characters
// must neither break the list nor reach the terminal.
func writeExample(b *strings.Builder, text string) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for i, line := range lines {
		if i == 0 {
			b.WriteString("  - ")
		} else {
			b.WriteString("    ")
		}
		for _, r := range strings.TrimSuffix(line, "\r") {
			if r < ' ' && r != '\t' || r == 0x7f {
				fmt.Fprintf(b, `\x%02x`, r)
				continue
			}
			b.WriteRune(r)
		}
		b.WriteByte('\n')
	}
}
