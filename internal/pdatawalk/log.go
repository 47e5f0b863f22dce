package pdatawalk

import "go.opentelemetry.io/collector/pdata/plog"

// Log leads the visitor through a log record.
func Log(r plog.LogRecord, v Visitor) {
	v.Value(LogBody, r.Body())
	v.Attributes(LogAttributes, r.Attributes())
	if t, changed := text(v, LogEventName, r.EventName()); changed {
		r.SetEventName(t)
	}
	if t, changed := text(v, LogSeverityText, r.SeverityText()); changed {
		r.SetSeverityText(t)
	}
}
