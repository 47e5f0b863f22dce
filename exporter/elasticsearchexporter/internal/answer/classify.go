package answer

import (
	"strconv"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// Verdict is what an item means for its document.
type Verdict struct {
	Outcome delivery.Outcome
	// Reason is a bounded word for what went wrong; empty for what is stored.
	Reason string
	// Unhealthy means that the destination is at fault, not the document, and
	// that somebody has to look.
	Unhealthy bool
}

// Classify says what the answer for one document means. overwrite says that the
// document was indexed under a version, not created: there a conflict means that
// a later one is stored.
//
// What is wrong with the destination is never held against the document, also
// where Elasticsearch answers 400: the document waits.
func Classify(it Item, overwrite bool) Verdict {
	reason := Reason(it)
	switch {
	case it.Overwrote != overwrite:
		// Something in between does not do what it is told.
		return Verdict{delivery.Transient, "other", false}
	case it.Status >= 200 && it.Status < 300:
		switch {
		case it.Type != "":
			return Verdict{delivery.Transient, reason, false}
		case it.FailureStore:
			return Verdict{delivery.FailureStore, "", false}
		}
		return Verdict{delivery.Stored, "", false}
	case it.Status == 409 && (it.Type == "" || it.Type == "version_conflict_engine_exception"):
		if overwrite {
			return Verdict{delivery.Superseded, "", false}
		}
		return Verdict{delivery.Duplicate, "", false}
	case destination[it.Type]:
		return Verdict{delivery.Transient, reason, true}
	}
	switch it.Status {
	case 401, 403, 404, 405:
		return Verdict{delivery.Transient, reason, true}
	case 408, 409, 425, 429:
		return Verdict{delivery.Transient, reason, false}
	}
	if it.Status >= 400 && it.Status < 500 {
		return Verdict{delivery.Rejected, reason, false}
	}
	return Verdict{delivery.Transient, reason, false}
}

// destination holds the types of errors that a destination gives with any
// status while something is wrong with itself: no rights, a closed or blocked
// index, no room for a new day's shards (validation_exception).
var destination = map[string]bool{
	"cluster_block_exception":      true,
	"index_closed_exception":       true,
	"index_create_block_exception": true,
	"index_not_found_exception":    true,
	"invalid_index_name_exception": true,
	"security_exception":           true,
	"validation_exception":         true,
}

// known holds the types of errors that are worth a word of their own, of
// Elasticsearch 8 and 9 and OpenSearch 2 and 3.
var known = map[string]bool{
	"action_request_validation_exception": true,
	"array_index_out_of_bounds_exception": true,
	"circuit_breaking_exception":          true,
	"cluster_block_exception":             true,
	"document_parsing_exception":          true,
	"es_rejected_execution_exception":     true,
	"fail_processor_exception":            true,
	"illegal_argument_exception":          true,
	"illegal_state_exception":             true,
	"index_closed_exception":              true,
	"index_create_block_exception":        true,
	"index_not_found_exception":           true,
	"invalid_index_name_exception":        true,
	"mapper_exception":                    true,
	"mapper_parsing_exception":            true,
	"parse_exception":                     true,
	"parsing_exception":                   true,
	"rejected_execution_exception":        true,
	"routing_missing_exception":           true,
	"script_exception":                    true,
	"security_exception":                  true,
	"strict_dynamic_mapping_exception":    true,
	"timeout_exception":                   true,
	"unavailable_shards_exception":        true,
	"validation_exception":                true,
	"version_conflict_engine_exception":   true,
	"x_content_e_o_f_exception":           true,
	"x_content_parse_exception":           true,
}

// Reason returns the type of an item's error if it is a known one, else its
// status, else "other": a bounded set, whatever the server says.
func Reason(it Item) string {
	switch {
	case known[it.Type]:
		return it.Type
	case it.Type != "":
		return "other"
	default:
		return HTTPReason(it.Status)
	}
}

// HTTPReason returns the word for an HTTP status, for example "http_503".
func HTTPReason(status int) string {
	if status < 100 || status > 599 {
		return "other"
	}
	return "http_" + strconv.Itoa(status)
}
