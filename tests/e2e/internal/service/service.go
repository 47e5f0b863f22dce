package service

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/lethe-otel/lethe/tests/backends"
)

// Settings are what a service is started with.
type Settings struct {
	// Name becomes service.name.
	Name string
	// Env holds the OTEL_* variables that say where and how to send.
	Env []string
	// Downstream is the service that it calls, nil for none.
	Downstream *Service
	// Plants are what POST /plant sends.
	Plants []Plant
	// Dir takes the log and the file of the plants.
	Dir string
}

// Plant is a value and the place that it is to stand in; see
// tests/clients/README.md.
type Plant struct {
	Record string `json:"record"`
	Place  string `json:"place"`
	Value  any    `json:"value"`
}

// Sent is a record that a service has sent.
type Sent struct {
	ID      string `json:"id"`
	Signal  string `json:"signal"`
	TraceID string `json:"trace_id"`
}

// Service is a running service.
type Service struct {
	Name    string
	url     string
	process *backends.Process
	lines   chan string
}

// Start starts the program and waits until it listens.
func (p Program) Start(ctx context.Context, settings Settings) (*Service, error) {
	cmd := exec.CommandContext(context.Background(), p.args[0], p.args[1:]...)
	cmd.Env = append(append(os.Environ(), p.env...), settings.Env...)
	cmd.Env = append(cmd.Env, "OTEL_SERVICE_NAME="+settings.Name)
	if settings.Downstream != nil {
		cmd.Env = append(cmd.Env, "DOWNSTREAM="+settings.Downstream.url)
	}
	if settings.Plants != nil {
		text, err := json.Marshal(settings.Plants)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(settings.Dir, settings.Name+"-plants.json")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return nil, err
		}
		cmd.Env = append(cmd.Env, "PLANTS="+path)
	}
	reader, writer := io.Pipe()
	cmd.Stdout = writer
	process, err := backends.StartProcess(settings.Name, cmd, filepath.Join(settings.Dir, settings.Name+".log"))
	if err != nil {
		return nil, err
	}
	s := &Service{Name: settings.Name, process: process, lines: make(chan string, 16)}
	go func() {
		defer close(s.lines)
		scanner := bufio.NewScanner(reader)
		scanner.Buffer(nil, 16<<20)
		for scanner.Scan() {
			s.lines <- scanner.Text()
		}
	}()
	go func() {
		_ = process.Wait(context.Background())
		_ = writer.Close()
	}()
	var hello struct {
		Listening string `json:"listening"`
	}
	if err := s.line(ctx, 60*time.Second, &hello); err != nil {
		process.Kill()
		return nil, err
	}
	s.url = "http://" + hello.Listening
	return s, nil
}

// line reads the next line of the protocol.
func (s *Service) line(ctx context.Context, limit time.Duration, into any) error {
	select {
	case text, ok := <-s.lines:
		if !ok {
			return fmt.Errorf("%s ended without a word, see its log", s.Name)
		}
		if err := json.Unmarshal([]byte(text), into); err != nil {
			return fmt.Errorf("%s said %q: %w", s.Name, text, err)
		}
		return nil
	case <-time.After(limit):
		return fmt.Errorf("%s said nothing for %s, see its log", s.Name, limit)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Work makes one request with the request id and returns its trace id.
func (s *Service) Work(ctx context.Context, requestID string) (string, error) {
	var answer struct {
		TraceID string `json:"trace_id"`
	}
	err := s.call(ctx, http.MethodGet, "/work", requestID, &answer)
	return answer.TraceID, err
}

// Plant sends the plants.
func (s *Service) Plant(ctx context.Context) error {
	return s.call(ctx, http.MethodPost, "/plant", "", &struct{}{})
}

// Quit flushes, ends the service and returns what it has sent.
func (s *Service) Quit(ctx context.Context) ([]Sent, error) {
	if err := s.call(ctx, http.MethodPost, "/quit", "", &struct{}{}); err != nil {
		return nil, err
	}
	var answer struct {
		Records []Sent `json:"records"`
	}
	if err := s.line(ctx, 60*time.Second, &answer); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	return answer.Records, s.process.Wait(ctx)
}

// Kill ends the service if it still runs.
func (s *Service) Kill() { s.process.Kill() }

func (s *Service) call(ctx context.Context, method, path, requestID string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, s.url+path, http.NoBody)
	if err != nil {
		return err
	}
	if requestID != "" {
		req.Header.Set("X-Request-Id", requestID)
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s %s: %s, see its log", s.Name, method, path, resp.Status)
	}
	return json.NewDecoder(resp.Body).Decode(into)
}
