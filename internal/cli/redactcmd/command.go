// Package redactcmd is the sub-command that redacts files and standard input.
package redactcmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"go.opentelemetry.io/collector/otelcol"
)

// Codes with which the command ends, as those of grep and diff.
const (
	exitFound = 1
	exitError = 2
)

const help = `Redacts files, or standard input where none is named ("-" names it too), with the
rules of the gateway, and prints the result.

A line is a record: plain text and JSON lines are rewritten in place, byte by
byte, so that JSON stays JSON and numbers keep all their digits. A PEM private key
may go over several lines. OTLP JSON (one request a line, as the file exporter
writes it, or one document over many lines) goes through the gateway's own
processor, so that names and places are judged as in the gateway; ids and times
stay as they are, and each document is printed on one line. The form is found out
for each file from its first bytes.

What cannot be scanned is never printed as it was: a line or document above
--max-line, or a document that is cut off, becomes ` + unscannedText + `.

Ends with 0; with 1 where --exit-code is given and something was found; with 2
after an error.`

const examples = `  kubectl logs deploy/shop | lethe redact
  lethe redact --stats app.log
  lethe redact --config gateway.yaml --explain --exit-code fixtures/*.jsonl`

// settings are the values of the flags.
type settings struct {
	explain, diff, stats bool
	exitCode             bool
	format               string
	configs              []string
	processor            string
	maxLine              size
	workers              int
	progress             string
}

// NewCommand returns the command "redact". Configurations are resolved with the
// providers of the collector, and OTLP goes through its processor.
func NewCommand(set otelcol.CollectorSettings) *cobra.Command {
	s := settings{maxLine: defaultMaxLine}
	cmd := &cobra.Command{
		Use:           "redact [FILE...]",
		Short:         "Redacts log lines and OTLP JSON, or reports what it finds in them",
		Long:          help,
		Example:       examples,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := run(cmd, set, s, args)
			if err != nil {
				fail(cmd, err)
			}
			if found && s.exitCode {
				os.Exit(exitFound)
			}
			return nil
		},
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		fail(cmd, fmt.Errorf("%w; \"lethe redact --help\" lists the flags", err))
		return err
	})
	f := cmd.Flags()
	f.BoolVar(&s.explain, "explain", false, "print each finding and not the result: place, rule, pack, bytes, action, and what the rule checks; never the value")
	f.BoolVar(&s.diff, "diff", false, "print the lines that change and not the result; what was found shows as "+hidden+" in the old line")
	f.BoolVar(&s.stats, "stats", false, "print a table of findings by rule and not the result")
	f.BoolVar(&s.exitCode, "exit-code", false, "end with 1 if something was found that the rules do not keep")
	f.StringVar(&s.format, "format", formatAuto, strings.Join(formats, ", "))
	f.StringArrayVar(&s.configs, "config", nil, "take packs, actions, own rules, exemptions, keys and limits from the redact_correlate section of this configuration (repeatable, as for the gateway)")
	f.StringVar(&s.processor, "processor", "", "the processor in the configuration, where it has several of them")
	f.Var(&s.maxLine, "max-line", "the longest line or document that is scanned, such as 64MiB")
	f.IntVar(&s.workers, "workers", 0, "how many lines of work at once; 0 is one for each core")
	f.StringVar(&s.progress, "progress", "auto", "auto (on a terminal), always or never")
	return cmd
}

// fail ends the process here, because the one who runs the command knows a
// single code for all errors.
func fail(cmd *cobra.Command, err error) {
	fmt.Fprintln(cmd.ErrOrStderr(), "Error:", err)
	os.Exit(exitError)
}

// run reports whether something was found that the rules do not keep.
func run(cmd *cobra.Command, set otelcol.CollectorSettings, s settings, files []string) (found bool, err error) {
	if err := s.validate(); err != nil {
		return false, err
	}
	ctx, cancel := context.WithCancel(cmd.Context())
	defer cancel()
	rules, err := loadRules(ctx, set, s.configs, s.processor)
	if err != nil {
		return false, err
	}
	if len(files) == 0 {
		files = []string{stdinName}
	}
	job := &job{
		settings: s,
		rules:    rules,
		set:      set,
		in:       cmd.InOrStdin(),
		out:      cmd.OutOrStdout(),
		warnings: cmd.ErrOrStderr(),
		tally:    newTally(rules.engine),
	}
	err = job.run(ctx, files)
	return job.tally.foundAny(), err
}

func (s *settings) validate() error {
	var errs []error
	if s.explain && s.diff || s.explain && s.stats || s.diff && s.stats {
		errs = append(errs, errors.New("--explain, --diff and --stats: choose one of them"))
	}
	if !slices.Contains(formats, s.format) {
		errs = append(errs, fmt.Errorf("--format: %q is not a format, use %s", s.format, strings.Join(formats, ", ")))
	}
	if s.workers < 0 || s.workers > maxWorkers {
		errs = append(errs, fmt.Errorf("--workers: %d is out of range, use 0 (one for each core) to %d", s.workers, maxWorkers))
	}
	if s.progress != "auto" && s.progress != "always" && s.progress != "never" {
		errs = append(errs, fmt.Errorf("--progress: %q is not allowed, use auto, always or never", s.progress))
	}
	if s.processor != "" && len(s.configs) == 0 {
		errs = append(errs, errors.New("--processor: names a processor of a configuration, but there is no --config"))
	}
	return errors.Join(errs...)
}
