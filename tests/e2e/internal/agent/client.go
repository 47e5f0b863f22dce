package agent

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/lethe-otel/lethe/tests/backends"
)

// Client names a client of the programs in tests/clients.
type Client string

// The clients that send a file of records and end.
const (
	JavaScript      Client = "node elasticsearch"
	PinoElastic     Client = "node pino-elasticsearch"
	PinoLoki        Client = "node pino-loki"
	PythonBulk      Client = "python bulk"
	PythonStreaming Client = "python streaming-bulk"
	PythonLoki      Client = "python logging-loki"
	PyLogBeat       Client = "python pylogbeat"
	Go8             Client = "go elasticsearch8"
	Go9             Client = "go elasticsearch9"
	LumberjackSync  Client = "go lumberjack-sync"
	LumberjackAsync Client = "go lumberjack-async"
	defaultRetries         = 60
	defaultBatch           = 50
	defaultWaitMS          = 500
)

// Settings are what such a client is started with; tests/clients/README.md
// describes them.
type Settings struct {
	Client   string            `json:"client"`
	URL      string            `json:"url,omitempty"`
	Address  string            `json:"address,omitempty"`
	CA       string            `json:"ca,omitempty"`
	Cert     string            `json:"cert,omitempty"`
	Key      string            `json:"key,omitempty"`
	User     string            `json:"user,omitempty"`
	Password string            `json:"password,omitempty"`
	Records  string            `json:"records"`
	Labels   map[string]string `json:"labels,omitempty"`
	Path     string            `json:"path,omitempty"`
	Version  string            `json:"version,omitempty"`
	Batch    int               `json:"batch"`
	Retries  int               `json:"retries"`
	WaitMS   int               `json:"wait_ms"`
	// Patient sends everything again when the client has given up because the
	// server is gone.
	Patient bool `json:"patient,omitempty"`
}

// Record is a document and, for Elasticsearch, where it goes. Doc is the text
// of it.
type Record struct {
	Action string `json:"action,omitempty"`
	Index  string `json:"index,omitempty"`
	ID     string `json:"id,omitempty"`
	Doc    string `json:"doc"`
}

// Report is what a client says when it ends.
type Report struct {
	Acked   int      `json:"acked"`
	Failed  int      `json:"failed"`
	Retries int      `json:"retries"`
	Errors  []string `json:"errors"`
}

// Run sends the records and waits until the client ends. Its files stay in dir,
// under name. What stands on its error output is part of the report's errors.
func (p *Programs) Run(ctx context.Context, client Client, dir, name string, settings Settings, records []Record) (Report, error) {
	language, kind, _ := strings.Cut(string(client), " ")
	program := map[string]clientProgram{"node": p.node, "python": p.python, "go": p.golang}[language]
	settings.Client = kind
	settings.Records = filepath.Join(dir, name+"-records.jsonl")
	settings.fill()
	if err := writeRecords(settings.Records, records); err != nil {
		return Report{}, err
	}
	text, err := json.Marshal(settings)
	if err != nil {
		return Report{}, err
	}
	file := filepath.Join(dir, name+"-settings.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return Report{}, err
	}
	cmd := exec.CommandContext(context.Background(), program.args[0], append(program.args[1:], file)...)
	cmd.Env = append(append(os.Environ(), program.env...), trust(settings.CA)...)
	var out bytes.Buffer
	cmd.Stdout = &out
	log := filepath.Join(dir, name+".log")
	process, err := backends.StartProcess(name, cmd, log)
	if err != nil {
		return Report{}, err
	}
	if err := process.Wait(ctx); err != nil {
		process.Kill()
		return Report{}, fmt.Errorf("%s: %w\nthe end of its output:\n%s", client, err, backends.Tail(log))
	}
	var report Report
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		return report, fmt.Errorf("%s said %q: %w\nthe end of its output:\n%s", client, out.String(), err, backends.Tail(log))
	}
	if text := backends.Tail(log); text != "" {
		report.Errors = append(report.Errors, text)
	}
	return report, nil
}

func (s *Settings) fill() {
	if s.Batch == 0 {
		s.Batch = defaultBatch
	}
	if s.Retries == 0 {
		s.Retries = defaultRetries
	}
	if s.WaitMS == 0 {
		s.WaitMS = defaultWaitMS
	}
}

// trust makes clients that have no setting for it trust the authority.
func trust(ca string) []string {
	return []string{"NODE_EXTRA_CA_CERTS=" + ca, "REQUESTS_CA_BUNDLE=" + ca, "NODE_NO_WARNINGS=1"}
}

func writeRecords(path string, records []Record) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	for _, record := range records {
		if err := encoder.Encode(record); err != nil {
			return err
		}
	}
	return os.WriteFile(path, out.Bytes(), 0o600)
}
