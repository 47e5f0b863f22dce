// Package memorylimit tells the Go runtime of the limit that the memory
// limiter has in the configuration. The limiter refuses data above its limit,
// but only a limit of the runtime's own makes the garbage collector run in time
// to stay below it: without one, requests of ten thousand records double the
// heap between two collections and are then refused.
package memorylimit

import (
	"context"
	"math"
	"os"
	"runtime/debug"
	"strings"

	"go.opentelemetry.io/collector/confmap"
)

const (
	// share is the part of the limiter's limit that the runtime gets, as the
	// memory limiter's documentation recommends for GOMEMLIMIT.
	share = 0.8
	mib   = 1 << 20
)

// NewFactory returns the factory of a converter that changes nothing in the
// configuration. When it finds a memory_limiter with limit_mib and GOMEMLIMIT
// is not set, it sets the runtime's soft limit to 80 % of it (of the lowest, if
// there are several). A limiter with limit_percentage depends on the machine:
// set GOMEMLIMIT beside it.
func NewFactory() confmap.ConverterFactory {
	return confmap.NewConverterFactory(func(confmap.ConverterSettings) confmap.Converter {
		return converter{lookup: os.LookupEnv, set: debug.SetMemoryLimit}
	})
}

type converter struct {
	lookup func(string) (string, bool)
	set    func(int64) int64
}

func (c converter) Convert(_ context.Context, conf *confmap.Conf) error {
	if _, set := c.lookup("GOMEMLIMIT"); set {
		return nil
	}
	if limit := lowest(conf); limit > 0 {
		c.set(int64(float64(limit) * share * mib))
	}
	return nil
}

// lowest returns the lowest limit_mib of all memory limiters, zero if there is
// none. What is not a number is left for the limiter's own validation.
func lowest(conf *confmap.Conf) int64 {
	processors, _ := conf.Get("processors").(map[string]any)
	found := int64(math.MaxInt64)
	for id, raw := range processors {
		if kind, _, _ := strings.Cut(id, "/"); kind != "memory_limiter" {
			continue
		}
		settings, _ := raw.(map[string]any)
		if limit, ok := settings["limit_mib"].(int); ok && limit > 0 {
			found = min(found, int64(limit))
		}
	}
	if found == math.MaxInt64 {
		return 0
	}
	return found
}
