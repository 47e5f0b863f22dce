// Package findcmd is the sub-command that finds everything that belongs to an
// id in Loki, Elasticsearch and Jaeger, and prints it in the order of time.
package findcmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"go.opentelemetry.io/collector/otelcol"
	"golang.org/x/term"
)

// Codes with which the command ends, as those of grep.
const (
	exitNothing = 1
	exitError   = 2
)

const help = `Finds the log records and spans of an id in Loki, Elasticsearch and Jaeger, and
prints one timeline of them.

ID is a correlation id, a trace id in any notation (32 or 16 hexadecimal digits,
UUID, AWS X-Ray, a decimal number of Datadog, traceparent, b3, uber-trace-id), or a
whole log line that holds one under a key; "-" reads it from standard input.

A correlation id leads to its traces, also over the pair records of the gateway, and
a trace to its correlation id and the other traces of that. What several backends
have is shown once; the column IN tells who has it: L, E, J.

The backends come from flags, from the environment (LETHE_FIND_LOKI,
LETHE_FIND_ELASTICSEARCH, LETHE_FIND_JAEGER, and with _USERNAME, _PASSWORD, _TOKEN,
_API_KEY, _HEADERS, _CA_FILE, _TIMEOUT behind it the way in), or from --config: the
configuration of the gateway, or one with a section find. A backend that is down or
not configured is named, and the others are asked.

Ends with 0; with 1 where nothing was found; with 2 after an error, which is also
when nothing was found and not all backends could be asked.`

const examples = `  lethe find req-7f3a91c2 --config gateway.yaml --jaeger https://jaeger:16686
  lethe find 0af7651916cd43dd8448eb211c80319c --since 2h
  tail -n 1 app.log | lethe find - --json`

const (
	defaultSince     = 24 * time.Hour
	defaultLimit     = 1000
	defaultMaxTraces = 50
	// ahead is how far clocks may run in front of this one.
	ahead = 5 * time.Minute
)

type flags struct {
	settings
	configs   []string
	from, to  string
	since     time.Duration
	limit     int
	maxTraces int
	json      bool
	width     int
}

// NewCommand returns the command "find". Configurations are resolved with the
// providers of the collector.
func NewCommand(set otelcol.CollectorSettings) *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:           "find ID",
		Short:         "Finds the logs and spans of an id in Loki, Elasticsearch and Jaeger",
		Long:          help,
		Example:       examples,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				fail(cmd, errors.New("which id? \"lethe find --help\" tells what can be given"))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := run(cmd, set, &f, args)
			switch {
			case err != nil:
				fail(cmd, err)
			case !found:
				os.Exit(exitNothing)
			}
			return nil
		},
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		fail(cmd, fmt.Errorf("%w; \"lethe find --help\" lists the flags", err))
		return err
	})
	fs := cmd.Flags()
	fs.StringArrayVar(&f.configs, "config", nil, "a configuration of the gateway, or one with a section find (repeatable, as for the gateway)")
	fs.StringVar(&f.Loki.Endpoint, "loki", "", "base URL of Loki")
	fs.StringVar(&f.Loki.Tenant, "tenant", "", "tenant in Loki (X-Scope-OrgID)")
	fs.StringVar(&f.Loki.Selector, "selector", "", "the streams of Loki to look into (default "+defaultSelector+")")
	fs.StringVar(&f.Elasticsearch.Endpoint, "elasticsearch", "", "base URL of Elasticsearch or OpenSearch")
	fs.StringVar(&f.Elasticsearch.Indexes, "indexes", "", "the indexes to look into (default "+defaultIndexes+")")
	fs.StringVar(&f.Jaeger.Endpoint, "jaeger", "", "base URL of Jaeger's query API")
	fs.DurationVar(&f.since, "since", defaultSince, "how far to look back")
	fs.StringVar(&f.from, "from", "", "begin of the time to look into, such as 2026-11-22T08:00:00Z; instead of --since")
	fs.StringVar(&f.to, "to", "", "its end (default now)")
	fs.IntVar(&f.limit, "limit", defaultLimit, "the number of log records, spans and events that are shown at most")
	fs.IntVar(&f.maxTraces, "max-traces", defaultMaxTraces, "the number of traces that are followed at most")
	fs.BoolVar(&f.json, "json", false, "print JSON lines: the items, then a summary")
	fs.IntVar(&f.width, "width", 0, "shorten lines to so many columns (default: the terminal's, else not at all)")
	return cmd
}

// fail ends the process here, because the one who runs the command knows a
// single code for all errors.
func fail(cmd *cobra.Command, err error) {
	fmt.Fprintln(cmd.ErrOrStderr(), "Error:", err)
	os.Exit(exitError)
}

func run(cmd *cobra.Command, set otelcol.CollectorSettings, f *flags, args []string) (found bool, err error) {
	from, to, err := f.window(time.Now())
	if err != nil {
		return false, err
	}
	config, err := fromConfig(cmd.Context(), set, f.configs)
	if err != nil {
		return false, err
	}
	all, err := load(config, &f.settings)
	if err != nil {
		return false, err
	}
	input, err := readInput(args, cmd.InOrStdin())
	if err != nil {
		return false, err
	}
	begin, err := readSeeds(input)
	if err != nil {
		return false, err
	}
	s := &search{from: from, to: to, limit: f.limit, maxTraces: f.maxTraces}
	notAsked := s.connect(cmd.Context(), all)
	s.run(cmd.Context(), begin)
	for name, err := range s.failed {
		notAsked[name] = err.Error()
	}
	items := s.items.sorted()
	v := &view{items: items, ids: s.ids, traces: s.traces, width: f.columns(cmd.OutOrStdout())}
	if len(items) > 0 {
		v.links = all.Links.links(all.Attribute, s.ids, s.traces, items[0].Time, items[len(items)-1].Time)
	}
	if f.json {
		err = writeJSON(cmd.OutOrStdout(), v, s.notes, notAsked)
	} else if len(items) > 0 {
		err = writeTimeline(cmd.OutOrStdout(), v)
	}
	if err != nil {
		return false, err
	}
	warn(cmd.ErrOrStderr(), s.notes, notAsked)
	if len(items) == 0 && len(s.failed) > 0 {
		return false, errors.New("found nothing, and not all backends could be asked")
	}
	if len(items) == 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "found nothing from %s to %s\n", from.UTC().Format(time.RFC3339), to.UTC().Format(time.RFC3339))
	}
	return len(items) > 0, nil
}

func warn(out io.Writer, notes []string, notAsked map[string]string) {
	for _, note := range notes {
		fmt.Fprintln(out, "note:", note)
	}
	for _, name := range backendNames {
		if why, ok := notAsked[name]; ok {
			fmt.Fprintf(out, "%s: %s\n", name, why)
		}
	}
}

// connect makes the clients, and tells who is not asked and why.
func (s *search) connect(ctx context.Context, all *settings) (notAsked map[string]string) {
	notAsked = map[string]string{}
	s.backends = map[string]backend{}
	s.failed = map[string]error{}
	endpoints := all.endpoints()
	if all.Loki.Tenant != "" {
		headers := map[string]string{"X-Scope-OrgID": all.Loki.Tenant}
		e := endpoints[lokiName]
		higher := endpoint{Headers: opaque(headers)}
		e.over(&higher)
	}
	for _, name := range backendNames {
		e := endpoints[name]
		if e.Endpoint == "" {
			notAsked[name] = "not configured"
			if e.why != "" {
				notAsked[name] += ": " + e.why
			}
			continue
		}
		c, err := newClient(ctx, e)
		if err != nil {
			s.failed[name] = err
			continue
		}
		switch name {
		case lokiName:
			s.backends[name] = &loki{client: c, selector: all.Loki.Selector, attribute: normalName(all.Attribute)}
		case elasticsearchName:
			s.backends[name] = &elasticsearch{client: c, indexes: all.Elasticsearch.Indexes, attribute: all.Attribute}
		case jaegerName:
			s.backends[name] = &jaeger{client: c, attribute: all.Attribute, maxTraces: s.maxTraces, maxServices: defaultMaxServices}
		}
	}
	return notAsked
}

// window returns the time to look into.
func (f *flags) window(now time.Time) (from, to time.Time, err error) {
	var errs []error
	if f.limit < 1 {
		errs = append(errs, fmt.Errorf("--limit: %d is out of range, use 1 or more", f.limit))
	}
	if f.maxTraces < 1 {
		errs = append(errs, fmt.Errorf("--max-traces: %d is out of range, use 1 or more", f.maxTraces))
	}
	if f.since <= 0 {
		errs = append(errs, fmt.Errorf("--since: %s is out of range, use a time above zero such as 2h", f.since))
	}
	to = now.Add(ahead)
	if f.to != "" {
		if to, err = parseTime(f.to); err != nil {
			errs = append(errs, fmt.Errorf("--to: %w", err))
		}
		now = to
	}
	from = now.Add(-f.since)
	if f.from != "" {
		if from, err = parseTime(f.from); err != nil {
			errs = append(errs, fmt.Errorf("--from: %w", err))
		}
	}
	if len(errs) == 0 && !from.Before(to) {
		errs = append(errs, errors.New("--from and --to: the begin is not before the end"))
	}
	return from, to, errors.Join(errs...)
}

func parseTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time, use one such as 2026-11-22T08:00:00Z", text)
}

// columns returns the width of the output, 0 where it is no terminal.
func (f *flags) columns(out io.Writer) int {
	if f.width > 0 {
		return f.width
	}
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return 0
	}
	if n, err := strconv.Atoi(os.Getenv("COLUMNS")); err == nil && n > 0 {
		return n
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		return 0
	}
	return width
}
