package lokipushreceiver

import (
	"fmt"
	"strings"
)

// reason says why entries are refused: Loki's words where it has one.
type reason string

const (
	lineTooLong       reason = "line_too_long"
	metadataTooLarge  reason = "structured_metadata_too_large"
	metadataTooMany   reason = "structured_metadata_too_many"
	labelNamesTooMany reason = "max_label_names_per_series"
	labelNameTooLong  reason = "label_name_too_long"
	labelValueTooLong reason = "label_value_too_long"
	labelNamesTwice   reason = "duplicate_label_names"
	timeOutOfRange    reason = "timestamp_out_of_range"
)

// refusals counts the entries of a request that are refused, by reason.
type refusals struct {
	byReason []refusal
	total    int
}

type refusal struct {
	reason reason
	count  int
}

func (r *refusals) add(why reason, n int) {
	r.total += n
	for i := range r.byReason {
		if r.byReason[i].reason == why {
			r.byReason[i].count += n
			return
		}
	}
	r.byReason = append(r.byReason, refusal{why, n})
}

// text is what the sender is told. Loki quotes the stream; here nothing of the
// content stands in it.
func (r *refusals) text(limits *LimitsConfig) string {
	var b strings.Builder
	for i, refused := range r.byReason {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s: %d entries refused", refused.reason, refused.count)
		if limit := limits.of(refused.reason); limit > 0 {
			fmt.Fprintf(&b, ", limit: %d", limit)
		}
	}
	return b.String()
}

// of returns the limit that a reason is about, 0 for none.
func (l *LimitsConfig) of(why reason) int {
	switch why {
	case lineTooLong:
		return l.LineSize
	case metadataTooLarge:
		return l.MetadataSize
	case metadataTooMany:
		return l.MetadataEntries
	case labelNamesTooMany:
		return l.LabelNames
	case labelNameTooLong:
		return l.LabelNameSize
	case labelValueTooLong:
		return l.LabelValueSize
	default:
		return 0
	}
}
