package intake

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/consumer/consumererror"
)

func TestJudge(t *testing.T) {
	transient := errors.New("sending queue is full")
	final := consumererror.NewPermanent(errors.New("never"))
	for name, tt := range map[string]struct {
		err    error
		want   Verdict
		status int
	}{
		"nil":                            {nil, Taken, 200},
		"transient":                      {transient, Busy, 429},
		"cancelled":                      {context.Canceled, Busy, 429},
		"permanent":                      {final, Refused, 400},
		"permanent, wrapped":             {fmt.Errorf("exporter: %w", final), Refused, 400},
		"permanent, twice":               {consumererror.NewPermanent(final), Refused, 400},
		"all permanent":                  {errors.Join(final, fmt.Errorf("b: %w", final)), Refused, 400},
		"one of two":                     {errors.Join(final, transient), Busy, 429},
		"one of two, wrapped":            {fmt.Errorf("fan-out: %w", errors.Join(final, transient)), Busy, 429},
		"one of two, below":              {errors.Join(final, errors.Join(final, transient)), Busy, 429},
		"a permanent one over two kinds": {consumererror.NewPermanent(errors.Join(final, transient)), Busy, 429},
		"a permanent one over transient": {consumererror.NewPermanent(errors.Join(transient, transient)), Refused, 400},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, tt.want, Judge(tt.err))
			assert.Equal(t, tt.status, Judge(tt.err).Status())
			assert.Equal(t, tt.err != nil, Judge(tt.err).Err() != nil)
			assert.Equal(t, tt.err != nil, consumererror.IsDownstream(Judge(tt.err).Err()))
		})
	}
}
