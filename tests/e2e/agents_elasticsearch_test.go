//go:build e2e

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
)

// perAgent is how many records each agent sends.
const perAgent = 300

// nano is a step between records that no rounding leaves alone, milli one that a
// clock of milliseconds can tell.
const (
	nano  = 1_000_003 * time.Nanosecond
	milli = 3 * time.Millisecond
)

// The official clients: their ids, the numbers and the times stay as they were.
func TestElasticsearchClients(t *testing.T) {
	s := startAgents(t, servers())
	for _, test := range []struct {
		client agent.Client
		action string
		huge   bool // it sends the text of the document, whatever numbers are in it
	}{
		{agent.JavaScript, "index", true},
		{agent.PythonBulk, "create", false},
		{agent.PythonStreaming, "index", false},
		{agent.Go8, "create", true},
		{agent.Go9, "index", true},
	} {
		t.Run(string(test.client), func(t *testing.T) {
			t.Parallel()
			numbers := wholeNumbers
			if test.huge {
				numbers = exactNumbers
			}
			from := newSender("elastic", perAgent, nano).indexed(test.action).with(numbers)
			s.delivered(t, test.client, s.bulkDoor(), from)
			from.arrived(t, true)
			from.keptIDs(t)
			from.keptNumbers(t, test.huge)
		})
	}
	t.Run(string(agent.PinoElastic), func(t *testing.T) {
		t.Parallel()
		// It reads its lines with JavaScript's numbers, and gives no ids.
		from := newSender("pino", perAgent, nano)
		s.delivered(t, agent.PinoElastic, s.bulkDoor(), from)
		from.arrived(t, true)
	})
}

// Daemons that write syslog messages and metrics into Elasticsearch.
func TestElasticsearchDaemons(t *testing.T) {
	s := startAgents(t, servers())
	t.Run("rsyslog", func(t *testing.T) {
		t.Parallel()
		from := newSender("rsyslog", perAgent, 1003*time.Microsecond)
		d, err := world.agents.StartRsyslog(t.Context(), s.folder(t), "shop", s.door(t, s.gateway.Bulk))
		require.NoError(t, err)
		stopped(t, d)
		require.NoError(t, d.SendLines(t.Context(), from.syslogLines()))
		from.arrived(t, true)
		from.keptIDs(t)
	})
	t.Run("syslog-ng", func(t *testing.T) {
		t.Parallel()
		from := newSender("syslogng", perAgent, 1003*time.Microsecond)
		d, err := world.agents.StartSyslogNG(t.Context(), s.folder(t), "shop", true, s.door(t, s.gateway.Bulk))
		require.NoError(t, err)
		stopped(t, d)
		require.NoError(t, d.SendLines(t.Context(), from.syslogLines()))
		from.arrived(t, true)
		from.keptIDs(t)
	})
	t.Run("Telegraf", func(t *testing.T) {
		t.Parallel()
		bulk, push := newSender("telegraf-es", perAgent, nano), newSender("telegraf-loki", perAgent, nano)
		d, err := world.agents.StartTelegraf(s.folder(t), "shop", s.door(t, s.gateway.Bulk), s.door(t, s.gateway.LokiPush))
		require.NoError(t, err)
		stopped(t, d)
		require.NoError(t, d.AppendLines(append(bulk.influxLines("es_shop"), push.influxLines("loki_shop")...)))
		bulk.arrived(t, true)
		push.arrived(t, true)
	})
}

// influxLines are the records in InfluxDB's line protocol.
func (s *sender) influxLines(measurement string) []string {
	lines := make([]string, len(s.records))
	for i, r := range s.records {
		lines[i] = fmt.Sprintf(`%s,service_name=%s message=%q %d`, measurement, s.name, r.message, r.at.UnixNano())
	}
	return lines
}

// stopped stops the daemon at the end, and shows what it said when the test has
// failed.
func stopped(t *testing.T, d *agent.Daemon) {
	t.Cleanup(func() {
		d.Stop()
		if t.Failed() {
			showTail(t, d.LogFile)
		}
	})
}

// A client that sends the same again, as one does that never got the answer,
// adds nothing, with ids of its own and without.
func TestSameBulkAgain(t *testing.T) {
	s := startAgents(t, servers())
	for name, from := range map[string]*sender{
		"index with ids":  newSender("again", perAgent, milli).indexed("index"),
		"create with ids": newSender("again", perAgent, milli).indexed("create"),
		"without ids":     newSender("again", perAgent, milli),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for range 3 {
				s.delivered(t, agent.PythonBulk, s.bulkDoor(), from)
			}
			from.arrived(t, true)
		})
	}
}

// The same id indexed again with other content is an update; what is created
// stays as it was created.
func TestSameIDWithOtherContent(t *testing.T) {
	s := startAgents(t, servers())
	for _, test := range []struct{ action, want string }{{"index", "second"}, {"create", "first"}} {
		t.Run(test.action, func(t *testing.T) {
			t.Parallel()
			first := newSender("update", 100, nano).indexed(test.action).with(`,"state":"first"`)
			s.delivered(t, agent.Go9, s.bulkDoor(), first)
			second := *first
			second.records = nil
			for _, r := range first.records {
				// A day later, as an update of yesterday's document is: it must not
				// end in another index.
				r.at = r.at.Add(-24 * time.Hour)
				r.fields = strings.ReplaceAll(r.fields, `"first"`, `"second"`)
				second.records = append(second.records, r)
			}
			// What a client hears of a document that is there already is its own
			// matter: the gateway says so long before Elasticsearch could.
			s.run(t, agent.PythonBulk, s.bulkDoor(), &second)
			check := func() error {
				found := first.fromElasticsearch(t)
				for _, r := range first.records {
					if state := found[r.name].attribute("state"); state != test.want {
						return fmt.Errorf("%s is %v", r.name, state)
					}
				}
				return nil
			}
			eventually(t, 60*time.Second, check)
			settled(t, check)
			records, err := first.inElasticsearch(t)
			require.NoError(t, err)
			require.Len(t, records, len(first.records), "one document an id")
		})
	}
}

// Ids that are e-mail addresses are personal data: they do not arrive as they
// were, and yet two of them stay two, and the same one twice stays one.
func TestIDsThatArePersonalData(t *testing.T) {
	s := startAgents(t, servers())
	from := newSender("mail", 100, nano).indexed("index")
	for i := range from.records {
		from.records[i].docID = fmt.Sprintf("%s-%d@example.com", letters(lower, 10), i)
		from.needles = append(from.needles, from.records[i].docID)
	}
	for range 2 {
		s.delivered(t, agent.JavaScript, s.bulkDoor(), from)
	}
	from.arrived(t, true)
	ids := map[string]bool{}
	for _, doc := range from.fromElasticsearch(t) {
		ids[doc.docID] = true
	}
	require.Len(t, ids, len(from.records))
}
