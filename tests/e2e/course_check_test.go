//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/load"
)

// figures are what a server has of a sender's records.
type figures struct{ stored, doubles, missing, strange, wrongID int }

func (f *figures) add(g figures) {
	f.stored += g.stored
	f.doubles += g.doubles
	f.missing += g.missing
	f.strange += g.strange
	f.wrongID += g.wrongID
}

// audit compares a server with a ledger: what was acknowledged is there, nothing
// more often than it was made, nothing that was never sent.
type audit struct {
	figures
	examples []string
}

func (a *audit) note(count *int, n int, format string, args ...any) {
	*count += n
	a.examples = append(a.examples, fmt.Sprintf(format, args...))
}

func (a *audit) err(where string, doubles bool) error {
	if len(a.examples) == 0 || doubles && a.missing+a.strange+a.wrongID == 0 {
		return nil
	}
	slices.Sort(a.examples)
	return fmt.Errorf("%s: %d acknowledged ones are missing, %d are doubled, %d were never sent, %d have a wrong id: %s", where,
		a.missing, a.doubles, a.strange, a.wrongID, strings.Join(a.examples[:min(len(a.examples), 8)], ", "))
}

// auditRecords is the audit of a server that keeps every record.
func auditRecords(ledger load.Snapshot, got []named) *audit {
	a := &audit{}
	stored := map[string]int{}
	for _, record := range got {
		stored[record.name]++
	}
	for name, n := range stored {
		sent := ledger.Sent[name]
		a.stored += n
		switch {
		case sent == 0:
			a.note(&a.strange, n, "%q is strange", name)
		case n > sent:
			a.note(&a.doubles, n-sent, "%s is there %d times for %d", name, n, sent)
		}
	}
	for name := range ledger.Acked {
		if n := ledger.Sent[name] - stored[name]; n > 0 {
			a.note(&a.missing, n, "%s is missing", name)
		}
	}
	return a
}

// auditDocuments is the audit of Elasticsearch for a sender with ids: one
// document an id, with the content that was acknowledged last or sent later.
func auditDocuments(ledger load.Snapshot, got []named) *audit {
	a := &audit{}
	acked := map[string]string{}
	for name := range ledger.Acked {
		if id := ledger.Document[name]; number(name) > number(acked[id]) {
			acked[id] = name
		}
	}
	stored := map[string]bool{}
	for _, record := range got {
		a.stored++
		id := ledger.Document[record.name]
		switch {
		case ledger.Sent[record.name] == 0:
			a.note(&a.strange, 1, "%q is strange", record.name)
		case id != record.id:
			a.note(&a.wrongID, 1, "%s has the id %q", record.name, record.id)
		case stored[id]:
			a.note(&a.doubles, 1, "%s is there again", id)
		case number(record.name) < number(acked[id]):
			a.note(&a.missing, 1, "%s was replaced by the older %s", acked[id], record.name)
		}
		stored[id] = true
	}
	for id, name := range acked {
		if !stored[id] {
			a.note(&a.missing, 1, "%s is missing", name)
		}
	}
	return a
}

// number is the number at the end of a name, 0 without one.
func number(name string) int {
	n, _ := strconv.Atoi(name[strings.LastIndexByte(name, '.')+1:])
	return n
}

// named is a record that a server has.
type named struct{ name, id string }

// nameAll finds the name that each record holds.
func nameAll(service string, records []query.Record) []named {
	pattern := regexp.MustCompile(regexp.QuoteMeta(service) + `\.[0-9]+`)
	all := make([]named, len(records))
	for i, record := range records {
		var hit struct {
			ID string `json:"_id"`
		}
		_ = json.Unmarshal(record.Raw, &hit)
		all[i] = named{pattern.FindString(string(record.Raw)), hit.ID}
	}
	return all
}

// auditAll compares all servers with a ledger as it was. It lets doubles pass on
// the servers that are named.
func auditAll(t *testing.T, book *load.Ledger, ledger load.Snapshot, doubles ...string) (map[string]figures, error) {
	t.Helper()
	found := map[string]figures{}
	var errs []error
	check := func(server string, records []query.Record, err error, audit func(load.Snapshot, []named) *audit) {
		if err != nil {
			errs = append(errs, err)
			return
		}
		a := audit(ledger, nameAll(book.Service, records))
		found[server] = a.figures
		errs = append(errs, a.err(server+", "+book.Service, slices.Contains(doubles, server)))
	}
	records, err := elasticsearch().ByService(t.Context(), book.Service)
	if len(ledger.Latest) > 0 {
		check("elasticsearch", records, err, auditDocuments)
	} else {
		check("elasticsearch", records, err, auditRecords)
	}
	if book.Spans {
		records, err = jaeger().ByService(t.Context(), book.Service)
		check("jaeger", records, err, auditRecords)
	} else {
		records, err = loki().ByService(t.Context(), book.Service)
		check("loki", records, err, auditRecords)
	}
	return found, errors.Join(errs...)
}
