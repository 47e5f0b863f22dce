// Command agents is the senders of the end-to-end tests that are written in Go:
// two generations of the official Elasticsearch client and the client of the
// Lumberjack protocol; see ../README.md.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// settings are read from the file that the only argument names.
type settings struct {
	Client string `json:"client"`
	// URL is the door of the Elasticsearch clients, Address that of Lumberjack.
	URL     string `json:"url"`
	Address string `json:"address"`
	// CA, Cert and Key are files. Without CA the connection is not encrypted.
	CA       string `json:"ca"`
	Cert     string `json:"cert"`
	Key      string `json:"key"`
	User     string `json:"user"`
	Password string `json:"password"`
	// Records is a file of one record a line.
	Records string `json:"records"`
	// Batch is how many records go at once.
	Batch int `json:"batch"`
	// Retries is how often the same is tried again, WaitMS the pause before.
	Retries int `json:"retries"`
	WaitMS  int `json:"wait_ms"`
}

func (s settings) wait() time.Duration { return time.Duration(s.WaitMS) * time.Millisecond }

// record is one document and, for Elasticsearch, where it goes.
type record struct {
	Action string `json:"action"`
	Index  string `json:"index"`
	ID     string `json:"id"`
	// Doc is the text of the document, which is sent as it is.
	Doc string `json:"doc"`
}

// report is what the program says at its end: how many records were
// acknowledged, how many the client gave up, and how often it tried again.
type report struct {
	Acked   int      `json:"acked"`
	Failed  int      `json:"failed"`
	Retries int      `json:"retries"`
	Errors  []string `json:"errors"`
}

// fail counts n records that were given up.
func (r *report) fail(n int, err error) {
	r.Failed += n
	r.note(err)
}

// note keeps the first few errors.
func (r *report) note(err error) {
	if len(r.Errors) < 5 {
		r.Errors = append(r.Errors, err.Error())
	}
}

func run() error {
	if len(os.Args) != 2 {
		return fmt.Errorf("usage: %s SETTINGS", os.Args[0])
	}
	var s settings
	content, err := os.ReadFile(os.Args[1])
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, &s); err != nil {
		return err
	}
	records, err := readRecords(s.Records)
	if err != nil {
		return err
	}
	var out report
	switch s.Client {
	case "elasticsearch8":
		out, err = sendElasticsearch(s, records, indexElasticsearch8)
	case "elasticsearch9":
		out, err = sendElasticsearch(s, records, indexElasticsearch9)
	case "lumberjack-sync":
		out, err = sendLumberjackSync(s, records)
	case "lumberjack-async":
		out, err = sendLumberjackAsync(s, records)
	default:
		err = fmt.Errorf("there is no client %q", s.Client)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}
