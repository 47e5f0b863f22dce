package elasticsearchexporter

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// mainPart is the part of a record's own document; events count from 0.
const mainPart = -1

// idDigits is the length of a record id.
const idDigits = 32

// recordID returns the id that the processor gave the record, empty if there
// is none of the right form: what anybody else put there could be of any
// length, and the same on many records.
func recordID(attrs pcommon.Map) string {
	v, ok := attrs.Get(delivery.RecordIDAttribute)
	if !ok || v.Type() != pcommon.ValueTypeStr {
		return ""
	}
	id := v.Str()
	if len(id) != idDigits {
		return ""
	}
	for i := range len(id) {
		if c := id[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return ""
		}
	}
	return id
}

// computeID makes an id for a record that came without one, from its first
// document without the observed time. Equal records of a batch are numbered.
func (a *attempt) computeID() {
	h := sha256.New()
	from, to := a.enc.Observed()
	h.Write(a.scratch[:from])
	h.Write(a.scratch[to:])
	id := hex.EncodeToString(h.Sum(nil)[:idDigits/2])
	if a.twins == nil {
		a.twins = make(map[string]int)
		a.ids = make([]string, a.ledger.Len())
	}
	n := a.twins[id]
	a.twins[id]++
	if n > 0 {
		sum := sha256.Sum256([]byte(id + ":" + strconv.Itoa(n)))
		id = hex.EncodeToString(sum[:idDigits/2])
	}
	a.id = id
	a.ids[a.record] = id
}

// appendAction appends the line in front of a document.
func appendAction(dst []byte, index string, ts pcommon.Timestamp, id string, part int) []byte {
	dst = append(dst, `{"create":{"_index":"`...)
	dst = appendIndex(dst, index, ts)
	dst = append(dst, `","_id":"`...)
	dst = appendDocumentID(dst, ts, id)
	if part != mainPart {
		dst = append(dst, '-')
		dst = strconv.AppendInt(dst, int64(part), 10)
	}
	return append(dst, "\"}}\n"...)
}

// appendDocumentID appends the id of a record's own document.
func appendDocumentID(dst []byte, ts pcommon.Timestamp, id string) []byte {
	dst = appendSortable(dst, ts)
	dst = append(dst, '-')
	return append(dst, id...)
}

// Days outside of these bounds come from broken clocks. They share one index:
// an index for each of them would use up the shards of the cluster.
var (
	firstDay = pcommon.NewTimestampFromTime(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC))
	endDay   = pcommon.NewTimestampFromTime(time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC))
)

// appendIndex appends the name of the index for a time: a function of the
// record alone, so that another attempt, also after midnight, meets the first
// copy.
func appendIndex(dst []byte, index string, ts pcommon.Timestamp) []byte {
	dst = append(dst, index...)
	if ts < firstDay || ts >= endDay {
		return append(dst, "-undated"...)
	}
	return time.Unix(int64(ts/1e9), 0).UTC().AppendFormat(dst, "-2006.01.02")
}

// appendSortable appends a time as 13 digits of base32hex that sort as the
// times do: ids that grow with time are cheap for Lucene.
func appendSortable(dst []byte, ts pcommon.Timestamp) []byte {
	const digits = "0123456789abcdefghijklmnopqrstuv"
	for shift := 60; shift >= 0; shift -= 5 {
		dst = append(dst, digits[(uint64(ts)>>shift)&31])
	}
	return dst
}
