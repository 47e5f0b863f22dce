package lokiexporter

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The texts are those of Loki 3.7.8.
func TestAnswerReason(t *testing.T) {
	for text, want := range map[string]string{
		"max entry size '262144' bytes exceeded for stream '{service_name=\"a\"}' while adding an entry with length '262145' bytes":         reasonLineTooLong,
		"entry for stream '{service_name=\"a\"}' has timestamp too old: 2026-11-14T11:12:30Z, oldest acceptable timestamp is: 2026-11-15":   reasonTooOld,
		"entry for stream '{service_name=\"a\"}' has timestamp too new: 2026-11-22T20:12:30Z":                                               reasonTooNew,
		"entry with timestamp 2026-11-22 16:12:31 +0000 UTC ignored, reason: 'entry too far behind, entry timestamp is: 2026-11-22T16:12Z'": reasonTooFarBehind,
		"stream '{a=\"b\"}' has structured metadata too large: '70000' bytes, limit: '65536' bytes. Please see `limits_config`":             reasonMetadataTooLarge,
		"stream '{a=\"b\"}' has too many structured metadata labels: '130', limit: '128'. Please see":                                       reasonMetadataTooMany,
		"stream '{a=\"b\"}' includes structured metadata, but this feature is disallowed. Please see":                                       reasonMetadataForbidden,
		"entry for stream '{a=\"b\"}' has 16 label names; limit 15":                                                                         reasonTooManyLabels,
		"stream '{a=\"b\"}' has label value too long: 'has timestamp too old:'":                                                             reasonLabelValueTooLong,
		"error parsing labels '{' with error: unexpected end":                                                                               reasonInvalidLabels,
		"missing required labels 'team' for user 'fake' for stream '{a=\"b\"}' (policy: '')":                                                reasonMissingLabels,
		"Per stream rate limit exceeded (limit: 3MB/sec) while attempting to ingest for stream '{a=\"b\"}' totaling 1MB":                    reasonStreamRateLimit,
		"ingestion rate limit exceeded for user fake (limit: 4194304 bytes/sec)":                                                            reasonRateLimit,
		"maximum active stream limit exceeded when trying to create stream {a=\"b\"}":                                                       reasonStreamLimit,
		"maximum age is a secret": "",
		"":                        "",
		// A sender chooses the values of labels, not the reason.
		"stream '{service_name=\"x has timestamp too old: \\\" has timestamp too new: \"}' has label name too long: 'n'": reasonLabelNameTooLong,
		"2 errors like: entry for stream '{a=\"b\"}' has timestamp too new: x; 1 errors like: max entry size '1'":        reasonTooNew,
	} {
		assert.Equal(t, want, answerReason(text), text)
	}
}

func FuzzAnswerReason(f *testing.F) {
	f.Add(`entry for stream '{a="b\"c"}' has timestamp too old: x`)
	f.Add(`"`)
	f.Add(`"\`)
	known := map[string]bool{"": true}
	for _, p := range phrases {
		known[p.reason] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		assert.True(t, known[answerReason(text)])
		assert.LessOrEqual(t, len(withoutQuoted(text)), len(text))
	})
}
