package lumberjackreceiver

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// labels are the attributes of the metrics. Each names the receiver: without it,
// those of two receivers would be one.
type labels struct {
	receiver                       attribute.KeyValue
	alone                          metric.MeasurementOption
	acked, withheld                metric.MeasurementOption
	unparsedSyntax, unparsedLength metric.MeasurementOption
}

func newLabels(id component.ID) labels {
	l := labels{receiver: attribute.String("receiver", id.String())}
	l.alone = l.with()
	l.acked = l.with(attribute.String("outcome", "acked"))
	l.withheld = l.with(attribute.String("outcome", "withheld"))
	l.unparsedSyntax = l.with(attribute.String("reason", unparsedSyntax))
	l.unparsedLength = l.with(attribute.String("reason", unparsedLength))
	return l
}

func (l *labels) with(others ...attribute.KeyValue) metric.MeasurementOption {
	return metric.WithAttributeSet(attribute.NewSet(append(others, l.receiver)...))
}
