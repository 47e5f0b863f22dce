// Package cli builds the gateway's command: the collector's own, which keeps
// its flags and sub-commands, with a default configuration for those who start
// it without one.
package cli

import (
	"fmt"

	"github.com/spf13/cobra"
	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/distribution/config"
	"github.com/lethe-otel/lethe/internal/cli/findcmd"
	"github.com/lethe-otel/lethe/internal/cli/redactcmd"
	"github.com/lethe-otel/lethe/internal/cli/rulescmd"
)

const configFlag = "config"

// NewCommand returns the root command. Without a --config flag it runs the
// embedded default configuration; with one it is otelcol.NewCommand.
func NewCommand(set otelcol.CollectorSettings) *cobra.Command {
	cmd := otelcol.NewCommand(set)
	cmd.Short = set.BuildInfo.Description
	cmd.Args = cobra.NoArgs

	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed(configFlag) {
			return run(cmd, args)
		}
		if err := useDefault(cmd, args); err != nil {
			return err
		}
		stop := announceWhenReady(cmd.Context(), cmd.OutOrStdout())
		defer stop()
		return run(cmd, args)
	}
	for _, sub := range cmd.Commands() {
		if sub.Flags().Lookup(configFlag) != nil {
			sub.PreRunE = useDefault
		}
	}
	cmd.AddCommand(redactcmd.NewCommand(set), rulescmd.NewCommand(set), findcmd.NewCommand(set))
	return cmd
}

// useDefault makes the embedded configuration the value of the --config flag
// when the user gave none. It goes through the flag, not through the settings,
// because --set alone replaces the settings' default.
func useDefault(cmd *cobra.Command, _ []string) error {
	if cmd.Flags().Changed(configFlag) {
		return nil
	}
	if err := ensureRecordKey(defaultDataDir); err != nil {
		return fmt.Errorf("prepare the default configuration: %w", err)
	}
	return cmd.Flags().Set(configFlag, "yaml:"+config.Default)
}
