package backends

import (
	"context"
	"os/exec"
	"path/filepath"
	"time"
)

// Server is what the three servers have in common. Ports and data folder
// belong to the Server, so a Stop and a Start find the same data behind the
// same address.
type Server struct {
	name    string
	dir     string // configuration, data and log
	command func() *exec.Cmd
	ready   func(context.Context) error
	// startLimit and stopLimit bound the start and an orderly end.
	startLimit, stopLimit time.Duration
	process               *Process
}

// Name returns the server's name.
func (s *Server) Name() string { return s.name }

// LogFile returns the path of the server's output.
func (s *Server) LogFile() string { return filepath.Join(s.dir, s.name+".log") }

// Start starts the server and waits until it takes requests. On a running
// server it does nothing.
func (s *Server) Start(ctx context.Context) error {
	if s.process != nil && s.process.Running() {
		return nil
	}
	process, err := StartProcess(s.name, s.command(), s.LogFile())
	if err != nil {
		return err
	}
	s.process = process
	if err := process.WaitReady(ctx, s.startLimit, s.ready); err != nil {
		process.Kill()
		return err
	}
	return nil
}

// Stop ends the server in order; its data stays. Without a Start, or when it
// has ended already, it does nothing.
func (s *Server) Stop() error {
	if s.process == nil {
		return nil
	}
	return s.process.Stop(s.stopLimit)
}

// Kill ends the server at once, as a crash would; its data stays.
func (s *Server) Kill() {
	if s.process != nil {
		s.process.Kill()
	}
}
