package lokipushreceiver

import "go.opentelemetry.io/collector/pdata/plog"

// levelNames are the labels and structured metadata that hold the level, the
// one that counts first. The sender's own come before what Loki has detected.
var levelNames = []string{"level", "severity", "severity_text", "lvl", "detected_level"}

// severity is a level. Without a number the text is not known as one.
type severity struct {
	text   string
	number plog.SeverityNumber
}

// severityOf reads the names of levels that Loki, syslog and the usual loggers
// use, in any case.
func severityOf(text string) severity {
	var lower [16]byte
	if len(text) > len(lower) {
		return severity{}
	}
	for i := range len(text) {
		lower[i] = text[i]
		if c := text[i]; c >= 'A' && c <= 'Z' {
			lower[i] = c | 0x20
		}
	}
	var number plog.SeverityNumber
	switch string(lower[:len(text)]) {
	case "trace", "trc":
		number = plog.SeverityNumberTrace
	case "debug", "dbg":
		number = plog.SeverityNumberDebug
	case "info", "inf", "information", "informational":
		number = plog.SeverityNumberInfo
	case "notice":
		number = plog.SeverityNumberInfo2
	case "warn", "warning", "wrn":
		number = plog.SeverityNumberWarn
	case "error", "err", "eror":
		number = plog.SeverityNumberError
	case "critical", "crit":
		number = plog.SeverityNumberError2
	case "alert":
		number = plog.SeverityNumberError3
	case "fatal", "panic", "emergency", "emerg":
		number = plog.SeverityNumberFatal
	default:
		return severity{}
	}
	return severity{text: text, number: number}
}
