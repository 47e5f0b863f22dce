package pdatawalk

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
)

// Metric leads the visitor through a metric and its points. Name and unit are
// its identity and are visited all the same: a name that holds a secret is no
// name to build a dashboard on.
func Metric(m pmetric.Metric, v Visitor) {
	if t, changed := text(v, MetricName, m.Name()); changed {
		m.SetName(t)
	}
	if t, changed := text(v, MetricUnit, m.Unit()); changed {
		m.SetUnit(t)
	}
	if t, changed := text(v, MetricDescription, m.Description()); changed {
		m.SetDescription(t)
	}
	v.Attributes(MetricMetadata, m.Metadata())
	switch m.Type() {
	case pmetric.MetricTypeGauge:
		points(m.Gauge().DataPoints(), v)
	case pmetric.MetricTypeSum:
		points(m.Sum().DataPoints(), v)
	case pmetric.MetricTypeHistogram:
		points(m.Histogram().DataPoints(), v)
	case pmetric.MetricTypeExponentialHistogram:
		points(m.ExponentialHistogram().DataPoints(), v)
	case pmetric.MetricTypeSummary:
		// A point of a summary has no exemplars.
		for _, p := range m.Summary().DataPoints().All() {
			v.Attributes(DataPointAttributes, p.Attributes())
		}
	}
}

type point interface {
	Attributes() pcommon.Map
	Exemplars() pmetric.ExemplarSlice
}

type pointSlice[P point] interface {
	Len() int
	At(i int) P
}

func points[P point](ps pointSlice[P], v Visitor) {
	for i := range ps.Len() {
		p := ps.At(i)
		v.Attributes(DataPointAttributes, p.Attributes())
		for _, e := range p.Exemplars().All() {
			v.Attributes(ExemplarAttributes, e.FilteredAttributes())
		}
	}
}
