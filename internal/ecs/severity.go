package ecs

import "go.opentelemetry.io/collector/pdata/plog"

// maxLevel is the length of the longest name of a level.
const maxLevel = len("informational")

// severities are the names of levels in lower case: those of syslog, log4j,
// java.util.logging, .NET, zap, Python, Go and the numbers of OpenTelemetry.
var severities = map[string]plog.SeverityNumber{
	"trace": plog.SeverityNumberTrace, "finest": plog.SeverityNumberTrace, "verbose": plog.SeverityNumberTrace, "all": plog.SeverityNumberTrace,
	"trace2": plog.SeverityNumberTrace2, "finer": plog.SeverityNumberTrace2, "trace3": plog.SeverityNumberTrace3, "trace4": plog.SeverityNumberTrace4,
	"debug": plog.SeverityNumberDebug, "dbg": plog.SeverityNumberDebug, "fine": plog.SeverityNumberDebug, "d": plog.SeverityNumberDebug,
	"debug2": plog.SeverityNumberDebug2, "config": plog.SeverityNumberDebug2, "debug3": plog.SeverityNumberDebug3, "debug4": plog.SeverityNumberDebug4,
	"info": plog.SeverityNumberInfo, "information": plog.SeverityNumberInfo, "informational": plog.SeverityNumberInfo, "inf": plog.SeverityNumberInfo, "i": plog.SeverityNumberInfo,
	"info2": plog.SeverityNumberInfo2, "notice": plog.SeverityNumberInfo2, "success": plog.SeverityNumberInfo2, "info3": plog.SeverityNumberInfo3, "info4": plog.SeverityNumberInfo4,
	"warn": plog.SeverityNumberWarn, "warning": plog.SeverityNumberWarn, "wrn": plog.SeverityNumberWarn, "w": plog.SeverityNumberWarn,
	"warn2": plog.SeverityNumberWarn2, "warn3": plog.SeverityNumberWarn3, "warn4": plog.SeverityNumberWarn4,
	"error": plog.SeverityNumberError, "err": plog.SeverityNumberError, "severe": plog.SeverityNumberError, "e": plog.SeverityNumberError,
	"error2": plog.SeverityNumberError2, "crit": plog.SeverityNumberError2, "critical": plog.SeverityNumberError2, "dpanic": plog.SeverityNumberError2,
	"error3": plog.SeverityNumberError3, "alert": plog.SeverityNumberError3, "error4": plog.SeverityNumberError4,
	"fatal": plog.SeverityNumberFatal, "emerg": plog.SeverityNumberFatal, "emergency": plog.SeverityNumberFatal, "panic": plog.SeverityNumberFatal, "f": plog.SeverityNumberFatal,
	"fatal2": plog.SeverityNumberFatal2, "fatal3": plog.SeverityNumberFatal3, "fatal4": plog.SeverityNumberFatal4,
}

// severityOf returns the number of a level, in whatever case it is written.
func severityOf(level string) plog.SeverityNumber {
	if len(level) > maxLevel {
		return plog.SeverityNumberUnspecified
	}
	var room [maxLevel]byte
	for i := range len(level) {
		c := level[i]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		room[i] = c
	}
	return severities[string(room[:len(level)])]
}
