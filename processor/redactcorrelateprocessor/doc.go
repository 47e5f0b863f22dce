// Package redactcorrelateprocessor gives every log record and span an id,
// joins logs and spans by trace and correlation id, and redacts every place of
// logs, spans and metrics before anything is stored.
package redactcorrelateprocessor

//go:generate mdatagen metadata.yaml
