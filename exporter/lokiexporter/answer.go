package lokiexporter

import (
	"strings"
)

// Reasons of rejections and causes of retries: a bounded set, for metrics,
// logs and errors. Nothing of an answer's text ever gets there, because it may
// quote labels and lines.
const (
	reasonNoTimestamp       = "no_timestamp"
	reasonLineTooLong       = "line_too_long"
	reasonMetadataTooLarge  = "structured_metadata_too_large"
	reasonMetadataTooMany   = "structured_metadata_too_many"
	reasonMetadataForbidden = "structured_metadata_disallowed"
	reasonTooOld            = "too_old"
	reasonTooNew            = "too_new"
	reasonTooFarBehind      = "too_far_behind"
	reasonOutOfOrder        = "out_of_order"
	reasonTooManyLabels     = "too_many_labels"
	reasonLabelNameTooLong  = "label_name_too_long"
	reasonLabelValueTooLong = "label_value_too_long"
	reasonInvalidLabels     = "invalid_labels"
	reasonMissingLabels     = "missing_labels"
	reasonStreamRateLimit   = "stream_rate_limit"
	reasonStreamLimit       = "stream_limit"
	reasonRateLimit         = "rate_limit"
	reasonBadRequest        = "bad_request"
	reasonTooLarge          = "request_too_large"
)

// phrases are the fixed parts of Loki's texts (pkg/validation/validate.go and
// pkg/chunkenc/interface.go, 3.7), each with its reason.
var phrases = []struct{ text, reason string }{
	{"max entry size '", reasonLineTooLong},
	{"has structured metadata too large:", reasonMetadataTooLarge},
	{"has too many structured metadata labels:", reasonMetadataTooMany},
	{"includes structured metadata, but this feature is disallowed", reasonMetadataForbidden},
	{"has timestamp too old:", reasonTooOld},
	{"has timestamp too new:", reasonTooNew},
	{"entry too far behind", reasonTooFarBehind},
	{"entry out of order", reasonOutOfOrder},
	{" label names; limit ", reasonTooManyLabels},
	{"has label name too long:", reasonLabelNameTooLong},
	{"has label value too long:", reasonLabelValueTooLong},
	{"has duplicate label name:", reasonInvalidLabels},
	{"error parsing labels '", reasonInvalidLabels},
	{"couldn't parse labels", reasonInvalidLabels},
	{"error at least one label pair is required", reasonMissingLabels},
	{"missing required labels '", reasonMissingLabels},
	{"Per stream rate limit exceeded", reasonStreamRateLimit},
	{"maximum active stream limit exceeded", reasonStreamLimit},
	{"ingestion rate limit exceeded", reasonRateLimit},
}

// answerReason maps the text of an answer to a reason, or to "" if it says
// nothing known. The phrase that stands first decides. Values of labels, which
// Loki writes in double quotes and which a sender can choose, are not looked
// at.
func answerReason(text string) string {
	text = withoutQuoted(text)
	reason, first := "", len(text)
	for _, phrase := range phrases {
		if at := strings.Index(text, phrase.text); at >= 0 && at < first {
			reason, first = phrase.reason, at
		}
	}
	return reason
}

// withoutQuoted takes everything between double quotes out of a text; an
// escaped quote does not end it.
func withoutQuoted(text string) string {
	if !strings.Contains(text, `"`) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
			b.WriteByte(c)
		case !quoted:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// ofStream reports whether a reason is about the labels, and with that about
// every entry of the stream.
func ofStream(reason string) bool {
	switch reason {
	case reasonTooManyLabels, reasonLabelNameTooLong, reasonLabelValueTooLong,
		reasonInvalidLabels, reasonMissingLabels, reasonMetadataForbidden:
		return true
	default:
		return false
	}
}

// coversOlder reports whether an entry rejected for a reason means the same
// for every older entry of its stream: the limit is a moment, and it only
// moves on.
func coversOlder(reason string) bool {
	return reason == reasonTooOld || reason == reasonTooFarBehind
}

// coversNewer is coversOlder for newer entries.
func coversNewer(reason string) bool { return reason == reasonTooNew }
