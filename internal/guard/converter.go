// Package guard refuses configurations that could store unredacted data or
// take data from anybody. It is a converter of the configuration, so that it
// cannot be left out of a binary's `validate`, start or reload. docs/guard.md
// tells users what it checks.
package guard

import (
	"context"
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"
)

// NewFactory returns the factory of a converter that fails with all problems of
// a configuration at once, each with its pipeline, path and fix. It changes
// nothing but to remove the top-level section "lethe", which holds the
// exemptions; those are logged as warnings.
func NewFactory() confmap.ConverterFactory {
	return confmap.NewConverterFactory(func(set confmap.ConverterSettings) confmap.Converter {
		logger := set.Logger
		if logger == nil {
			logger = zap.NewNop()
		}
		return converter{logger: logger}
	})
}

type converter struct{ logger *zap.Logger }

func (c converter) Convert(_ context.Context, conf *confmap.Conf) error {
	config := readConfiguration(conf.ToStringMap())
	conf.Delete(section)

	exempt, problems := readExemptions(config)
	problems = append(problems, checkRedaction(config, exempt.unredacted)...)
	problems = append(problems, checkDoors(config, exempt.insecure)...)
	if len(problems) > 0 {
		return fmt.Errorf("refused, because data could leave unredacted or come from anybody (docs/guard.md):\n%w", errors.Join(problems...))
	}
	exempt.log(c.logger)
	return nil
}
