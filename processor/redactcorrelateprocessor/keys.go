package redactcorrelateprocessor

import (
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// marks are what the name of an attribute says about its record.
type marks uint16

const (
	// markRecordID, markOperation: an attribute of the reserved name came in.
	markRecordID marks = 1 << iota
	markOperation
	// markApart: a client's id tells the record apart from its equals.
	markApart
	// markFile and markOffset together do the same.
	markFile
	markOffset
	// markCorrelated: the record has a correlation id under the configured name.
	markCorrelated
	// markInferred: the trace id was inferred from the correlation id.
	markInferred
	// markWidened: the record had the lower half of its trace id.
	markWidened
	// markConflict: trace ids in the record disagree, so that none is guessed.
	markConflict
	// markTimeless: the time of the record is missing or has no part below the
	// millisecond, so that equal records may be real.
	markTimeless
	// markText: the value is the line that was logged, or a statement with the
	// ids of its caller in a comment.
	markText

	markReserved = markRecordID | markOperation
	// markPlace are those that count at the root of a structured body, too.
	markPlace = markApart | markFile | markOffset
)

func (m marks) ambiguous() bool {
	const file = markFile | markOffset
	return m&markTimeless != 0 && m&markApart == 0 && m&file != file
}

// markOf maps the names that tell a record apart: the unique id of the semantic
// conventions, the id of an Elasticsearch client, the cursor of the journal, the
// number of a record in a Windows event log, and the place of a line in its
// file as the file readers of the collector and of Beats give it. A file alone
// tells nothing, nor do names that could mean something else, such as offset.
var markOf = map[string]marks{
	delivery.RecordIDAttribute:  markRecordID,
	delivery.OperationAttribute: markOperation,
	"log.record.uid":            markApart,
	"elasticsearch.document_id": markApart,
	"__CURSOR":                  markApart,
	"winlog.record_id":          markApart,
	"log.file.path":             markFile,
	"log.file.path_resolved":    markFile,
	"log.file.name":             markFile,
	"log.file.name_resolved":    markFile,
	"log.file.inode":            markFile,
	"log.file.fingerprint":      markFile,
	"log.file.record_offset":    markOffset,
	"log.file.record_number":    markOffset,
	"log.file.offset":           markOffset,
	"log.offset":                markOffset,
	"message":                   markText,
	"msg":                       markText,
	"log":                       markText,
	"log.record.original":       markText,
	"event.original":            markText,
	"db.statement":              markText,
	"db.query.text":             markText,
	"NR_LINKING":                markText, // New Relic's, where it cannot be added to the line
	"NR-LINKING":                markText,
}

// keyInfo is all that is decided on the name of an attribute.
type keyInfo struct {
	name  string
	key   redact.Key
	kind  correlate.KeyKind
	marks marks
	// exempt are the exemptions that hold under the name.
	exempt redact.Exemptions
	// rename is the redacted name when the name itself holds a finding, or
	// could not be scanned.
	rename   string
	findings []redact.Finding
}

// suspect says that the name itself needs attention.
func (k *keyInfo) suspect() bool { return k.rename != "" || len(k.findings) > 0 }

const (
	maxCachedKeys   = 4096
	maxCachedKeyLen = 256
	guesses         = 64
)

// keyCache decides each name once. Records of one kind have their names in the
// same order, so the name at the same position of the last record is tried
// before the map.
type keyCache struct {
	w       *worker
	byName  map[string]*keyInfo
	guessed [pdatawalk.PlaceCount][guesses]*keyInfo
	// sensitive is set when a name held a finding: then nothing is kept beyond
	// the batch.
	sensitive bool
}

func (c *keyCache) init(w *worker) {
	c.w = w
	c.byName = make(map[string]*keyInfo, 64)
}

// at returns the decision on the name at a position of a place.
func (c *keyCache) at(p pdatawalk.Place, pos int, name string) *keyInfo {
	slot := &c.guessed[p][pos%guesses]
	if k := *slot; k != nil && k.name == name {
		return k
	}
	k := c.get(name)
	if len(name) <= maxCachedKeyLen {
		*slot = k
	}
	return k
}

func (c *keyCache) get(name string) *keyInfo {
	if k, ok := c.byName[name]; ok {
		return k
	}
	return c.decide(strings.Clone(name))
}

// path is get for the dotted path of a nested field.
func (c *keyCache) path(path []byte) *keyInfo {
	if k, ok := c.byName[string(path)]; ok {
		return k
	}
	return c.decide(string(path))
}

func (c *keyCache) decide(name string) *keyInfo {
	k := &keyInfo{
		name:   name,
		key:    c.w.classify(name),
		kind:   correlate.KindOfKey(name),
		marks:  markOf[name],
		exempt: c.w.p.exempt.under(name),
	}
	if name == c.w.p.cfg.Correlation.Attribute {
		k.marks |= markCorrelated
		k.kind = correlate.KindOfKey("correlation.id")
	}
	if renamed, changed := c.w.scanName(name); changed {
		k.rename = renamed
	}
	k.findings = slices.Clone(c.w.scanner.Findings())
	if k.suspect() {
		c.sensitive = true
	}
	if len(name) <= maxCachedKeyLen {
		if len(c.byName) >= maxCachedKeys {
			clear(c.byName)
		}
		c.byName[name] = k
	}
	return k
}

func (c *keyCache) reset() {
	if c.sensitive {
		clear(c.byName)
		clear(c.guessed[:])
		c.sensitive = false
	}
}
