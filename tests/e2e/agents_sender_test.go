//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
	"github.com/lethe-otel/lethe/tests/e2e/internal/expect"
	"github.com/lethe-otel/lethe/tests/e2e/internal/scan"
)

// sender is one agent's records, and what the test knows of them.
type sender struct {
	name    string // of the service; also what its records are found by
	action  string // index or create
	withIDs bool   // the client chooses _id
	records []agentRecord
	needles []string
}

// agentRecord is one line.
type agentRecord struct {
	name    string // sender and number: in each line
	docID   string // the client's _id
	at      time.Time
	message string
	marker  string
	fields  string // further members of the document, each after a comma
}

// exactNumbers are members that a detour over a double would change.
const exactNumbers = `,"order":{"serial":9007199254740993,"price":0.1,"huge":1e400,"count":-7}`

// wholeNumbers are those of them that a client can hold that reads what it
// sends.
const wholeNumbers = `,"order":{"serial":9007199254740993,"price":0.1,"count":-7}`

// newSender makes n lines up, each with a secret and a marker, a step apart.
func newSender(kind string, n int, step time.Duration) *sender {
	s := &sender{name: newService("agent-" + kind), action: "create"}
	begin := time.Now().UTC().Truncate(time.Second).Add(-time.Duration(n)*step - 10*time.Second)
	for i := range n {
		secret, marker := newSecret(), newMarker()
		_, card := newCard()
		s.needles = append(s.needles, secret, card)
		name := s.name + "." + strconv.Itoa(i)
		s.records = append(s.records, agentRecord{
			name: name, docID: "id-" + name, marker: marker, at: begin.Add(time.Duration(i) * step),
			message: fmt.Sprintf("%s paid with %s, password=%s note=%s", name, card, secret, marker),
			fields:  fmt.Sprintf(`,"log.level":"warn","user":{"token":"%s","role":"%s"}`, secret, marker),
		})
	}
	return s
}

// with adds members to each document.
func (s *sender) with(fields string) *sender {
	for i := range s.records {
		s.records[i].fields += fields
	}
	return s
}

// index makes the sender index under ids of its own.
func (s *sender) indexed(action string) *sender {
	s.action, s.withIDs = action, true
	return s
}

func (r agentRecord) document(service string) string {
	return fmt.Sprintf(`{"@timestamp":%q,"message":%q,"service.name":%q%s}`,
		r.at.Format("2006-01-02T15:04:05.000000000Z07:00"), r.message, service, r.fields)
}

// documents are the records as a client takes them.
func (s *sender) documents() []agent.Record {
	out := make([]agent.Record, len(s.records))
	for i, r := range s.records {
		out[i] = agent.Record{Action: s.action, Index: "shop", Doc: r.document(s.name)}
		if s.withIDs {
			out[i].ID = r.docID
		}
	}
	return out
}

// syslogLines are the records as RFC 5424 messages, to the microsecond.
func (s *sender) syslogLines() []string {
	lines := make([]string, len(s.records))
	for i, r := range s.records {
		lines[i] = fmt.Sprintf("<12>1 %s web-1 %s 77 %s - %s", r.at.Format("2006-01-02T15:04:05.000000Z07:00"), s.name, r.docID, r.message)
	}
	return lines
}

func (s *sender) names() []string {
	names := make([]string, len(s.records))
	for i, r := range s.records {
		names[i] = r.name
	}
	return names
}

// named gives each record the name that its text holds.
func (s *sender) named(records []query.Record, err error) ([]query.Record, error) {
	pattern := regexp.MustCompile(regexp.QuoteMeta(s.name) + `\.[0-9]+`)
	for i := range records {
		records[i].ID = pattern.FindString(string(records[i].Raw))
	}
	return records, err
}

func (s *sender) inLoki(t *testing.T) ([]query.Record, error) {
	return s.named(loki().Query(t.Context(), fmt.Sprintf(`{service_name=~".+"} |= %q`, s.name+".")))
}

func (s *sender) inElasticsearch(t *testing.T) ([]query.Record, error) {
	// The name of the service, or for a document without one a leaf of its body.
	return s.named(elasticsearch().Search(t.Context(), map[string]any{"bool": map[string]any{"should": []any{
		map[string]any{"term": map[string]any{"service.name": s.name}},
		map[string]any{"term": map[string]any{"body.structured": s.name}},
	}}}))
}

// once is satisfied when both servers have each record once.
func (s *sender) once(t *testing.T) func() error {
	return func() error {
		l, errL := s.inLoki(t)
		e, errE := s.inElasticsearch(t)
		return errors.Join(
			expect.Once("loki, "+s.name, s.names(), l, errL),
			expect.Once("elasticsearch, "+s.name, s.names(), e, errE),
		)
	}
}

// stored is a record as the servers gave it back.
type stored struct {
	docID, index string
	at           time.Time
	source       map[string]any // numbers as json.Number
	raw          string
}

// fromElasticsearch returns the sender's documents by name.
func (s *sender) fromElasticsearch(t *testing.T) map[string]stored {
	t.Helper()
	records, err := s.inElasticsearch(t)
	require.NoError(t, err)
	out := map[string]stored{}
	for _, record := range records {
		var hit struct {
			Index  string         `json:"_index"`
			ID     string         `json:"_id"`
			Source map[string]any `json:"_source"`
		}
		decoder := json.NewDecoder(strings.NewReader(string(record.Raw)))
		decoder.UseNumber()
		require.NoError(t, decoder.Decode(&hit))
		text, _ := hit.Source["@timestamp"].(string)
		at, err := time.Parse(time.RFC3339Nano, text)
		require.NoError(t, err, "%s", record.Raw)
		out[record.ID] = stored{docID: hit.ID, index: hit.Index, at: at, source: hit.Source, raw: string(record.Raw)}
	}
	return out
}

// fromLoki returns the sender's entries by name.
func (s *sender) fromLoki(t *testing.T) map[string]stored {
	t.Helper()
	records, err := s.inLoki(t)
	require.NoError(t, err)
	out := map[string]stored{}
	for _, record := range records {
		var entry struct {
			Value []string `json:"value"`
		}
		require.NoError(t, json.Unmarshal(record.Raw, &entry))
		ns, err := strconv.ParseInt(entry.Value[0], 10, 64)
		require.NoError(t, err)
		out[record.ID] = stored{at: time.Unix(0, ns).UTC(), raw: string(record.Raw)}
	}
	return out
}

// arrived waits until everything is in both servers once and stays so, and
// checks what arrived.
func (s *sender) arrived(t *testing.T, ownTimes bool) {
	t.Helper()
	took := eventually(t, 60*time.Second, s.once(t))
	settled(t, s.once(t))
	s.clean(t, ownTimes)
	summarize(t.Name(), fmt.Sprintf("%d records, each once in both, secrets gone", len(s.records)), took.Round(10*time.Millisecond).String())
}

// clean asserts that no secret has arrived, but each marker, and the sender's own
// times, unless it does not let the test choose them.
func (s *sender) clean(t *testing.T, ownTimes bool) {
	t.Helper()
	needles, err := scan.NewNeedles(s.needles)
	require.NoError(t, err)
	for where, found := range map[string]map[string]stored{"elasticsearch": s.fromElasticsearch(t), "loki": s.fromLoki(t)} {
		for _, r := range s.records {
			got := found[r.name]
			leaks := needles.Find(scan.Haystack{Name: r.name, Data: []byte(got.raw)})
			require.Empty(t, leaks, "%s: a secret in %s", where, got.raw)
			require.Contains(t, got.raw, r.marker, where)
			if ownTimes {
				require.Equal(t, r.at, got.at.UTC(), "%s: %s", where, got.raw)
			}
		}
	}
}

// keptIDs asserts that each document has the id that the client chose.
func (s *sender) keptIDs(t *testing.T) {
	t.Helper()
	found := s.fromElasticsearch(t)
	for _, r := range s.records {
		assert.Equal(t, r.docID, found[r.name].docID)
	}
}

// attribute returns an attribute of a document of the mapping otel, whose keys
// are dotted or nested.
func (d stored) attribute(key string) any {
	attributes, _ := d.source["attributes"].(map[string]any)
	if value, ok := attributes[key]; ok {
		return value
	}
	head, rest, _ := strings.Cut(key, ".")
	nested, _ := attributes[head].(map[string]any)
	return nested[rest]
}

// keptNumbers asserts that no number has changed.
func (s *sender) keptNumbers(t *testing.T, huge bool) {
	t.Helper()
	for name, doc := range s.fromElasticsearch(t) {
		assert.Equal(t, json.Number("9007199254740993"), doc.attribute("order.serial"), name)
		assert.Equal(t, json.Number("0.1"), doc.attribute("order.price"), name)
		assert.Equal(t, json.Number("-7"), doc.attribute("order.count"), name)
		if huge {
			assert.Equal(t, "1e400", doc.attribute("order.huge"), name)
		}
	}
}
