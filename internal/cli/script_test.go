package cli_test

import (
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.opentelemetry.io/collector/otelcol"
	"go.opentelemetry.io/collector/processor"

	"github.com/lethe-otel/lethe/internal/cli"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"lethe": lethe})
}

// lethe is the command as main runs it, with the one component that the
// sub-commands use.
func lethe() {
	cmd := cli.NewCommand(otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{Command: "lethe", Version: "test"},
		Factories: func() (otelcol.Factories, error) {
			f := redactcorrelateprocessor.NewFactory()
			return otelcol.Factories{Processors: map[component.Type]processor.Factory{f.Type(): f}}, nil
		},
		ConfigProviderSettings: otelcol.ConfigProviderSettings{ResolverSettings: confmap.ResolverSettings{
			ProviderFactories: []confmap.ProviderFactory{
				envprovider.NewFactory(), fileprovider.NewFactory(), yamlprovider.NewFactory(),
			},
		}},
	})
	if cmd.Execute() != nil {
		os.Exit(1)
	}
}

// The scripts show what people type and what they get; UPDATE_SCRIPTS=1 writes
// their golden files anew.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NEXT_MONTH", time.Now().AddDate(0, 1, 0).Format(time.DateOnly))
			return nil
		},
	})
}
