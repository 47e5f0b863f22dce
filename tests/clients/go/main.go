// Command service is one service of the end-to-end tests on the OpenTelemetry
// SDK for Go; see ../README.md.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	plants, err := readPlants(os.Getenv("PLANTS"))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	telemetry, err := start(ctx, plants)
	if err != nil {
		return err
	}
	service := newService(telemetry)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /work", service.work)
	mux.HandleFunc("POST /plant", func(w http.ResponseWriter, r *http.Request) {
		service.plant(r.Context(), plants)
		answer(w, struct{}{})
	})
	mux.HandleFunc("POST /quit", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, struct{}{})
		cancel()
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	say(map[string]string{"listening": listener.Addr().String()})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }()
	<-ctx.Done()

	end, cancelEnd := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancelEnd()
	if err := server.Shutdown(end); err != nil {
		return err
	}
	if err := telemetry.shutdown(end); err != nil {
		return err
	}
	say(map[string]any{"records": service.records.all()})
	return nil
}

// say writes one line of the protocol with the tests.
func say(value any) {
	_ = json.NewEncoder(os.Stdout).Encode(value)
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
