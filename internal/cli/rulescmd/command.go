// Package rulescmd is the sub-command that lists and documents the rules of
// redaction.
package rulescmd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/internal/cli/redactcmd"
	"github.com/lethe-otel/lethe/internal/redact"
)

const (
	formatTable    = "table"
	formatMarkdown = "markdown"
	formatJSON     = "json"
)

// NewCommand returns the command "rules". Configurations are resolved with the
// providers of the collector.
func NewCommand(collector otelcol.CollectorSettings) *cobra.Command {
	var format, processor string
	var configs []string
	var places bool
	cmd := &cobra.Command{
		Use:   "rules [NAME]",
		Short: "Lists the rules of redaction, or documents one with its examples",
		Long: `Lists the rules of redaction with their packs, default actions and sources, and
the version of the set: a hash over the rules, the same wherever the same rules
are compiled in. With the name of a rule it documents that one with texts that it
finds something in and texts that it leaves alone; all secrets in them are made up.

With --config it lists what the redact_correlate section of a configuration makes of
them: its packs and actions, its own rules, and what is only observed.`,
		Args:         cobra.MaximumNArgs(1),
		SilenceUsage: true,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return redact.RuleNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if places {
				return writePlaces(cmd.OutOrStdout())
			}
			if processor != "" && len(configs) == 0 {
				return errors.New("--processor: there is no --config")
			}
			engine, err := redactcmd.LoadEngine(cmd.Context(), collector, configs, processor)
			if err != nil {
				return err
			}
			set, err := describe(engine)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if len(args) == 1 {
				r, err := set.rule(args[0])
				if err != nil {
					return err
				}
				switch format {
				case formatTable:
					return writeRule(out, r)
				case formatJSON:
					return writeJSON(out, entryOf(r, true))
				}
				return fmt.Errorf("--format %s: a single rule is printed as %s or %s", format, formatTable, formatJSON)
			}
			switch format {
			case formatTable:
				return writeTable(out, set)
			case formatMarkdown:
				return writeMarkdown(out, set)
			case formatJSON:
				return writeJSON(out, set.document())
			}
			return fmt.Errorf("--format: %q is not a format, use %s, %s or %s", format, formatTable, formatMarkdown, formatJSON)
		},
	}
	cmd.Flags().BoolVar(&places, "places", false, "print where in a record the rules look, in markdown, and not the rules")
	cmd.Flags().StringArrayVar(&configs, "config", nil, "list the rules as the redact_correlate section of this configuration has them (repeatable, as for the gateway)")
	cmd.Flags().StringVar(&processor, "processor", "", "the processor in the configuration, where it has several of them")
	cmd.Flags().StringVar(&format, "format", formatTable,
		strings.Join([]string{formatTable, formatMarkdown, formatJSON}, ", "))
	return cmd
}
