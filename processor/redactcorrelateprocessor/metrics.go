package redactcorrelateprocessor

import (
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

// metrics are redacted only: a point has no id and belongs to no one request.
type metrics struct{}

var _ signal[pmetric.Metrics, pmetric.Metric] = metrics{}

func (metrics) identified() bool { return false }

func (metrics) each(md pmetric.Metrics, h pdatawalk.Handler[pmetric.Metric]) {
	pdatawalk.EachMetric(md, h)
}

func (metrics) visit(m pmetric.Metric, v pdatawalk.Visitor) { pdatawalk.Metric(m, v) }

func (metrics) canonical(b []byte, _ pmetric.Metric) []byte { return b }
func (metrics) read(*worker, pmetric.Metric, *record)       {}
func (metrics) fill(*worker, pmetric.Metric, *record)       {}
func (metrics) stamp(*worker, pmetric.Metric, *record)      {}
