package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tinylib/msgp/msgp"
)

// awaiter reads the answer to one request of so many lines.
type awaiter func(r *bufio.Reader, lines int) error

// load sends the request over and over from several connections until the time
// is up, and returns how many were taken.
func load(ctx context.Context, endpoint string, request []byte, await awaiter, lines, senders int, duration time.Duration) (int64, time.Duration, error) {
	var sent atomic.Int64
	errs := make(chan error, senders)
	var wg sync.WaitGroup
	start := time.Now()
	for range senders {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", endpoint)
		if err != nil {
			return 0, 0, err
		}
		if err := conn.SetDeadline(start.Add(duration + 30*time.Second)); err != nil {
			return 0, 0, err
		}
		wg.Go(func() {
			defer conn.Close()
			r := bufio.NewReaderSize(conn, 64<<10)
			for time.Since(start) < duration && ctx.Err() == nil {
				if _, err := conn.Write(request); err != nil {
					errs <- err
					return
				}
				if err := await(r, lines); err != nil {
					errs <- err
					return
				}
				sent.Add(1)
			}
		})
	}
	wg.Wait()
	elapsed := time.Since(start)
	select {
	case err := <-errs:
		return 0, 0, err
	default:
		return sent.Load(), elapsed, ctx.Err()
	}
}

// answer reads an HTTP answer.
func answer(r *bufio.Reader, status int) ([]byte, error) {
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != status {
		err = fmt.Errorf("answered %s: %.300s", resp.Status, body)
	}
	return body, err
}

func awaitBulk(r *bufio.Reader, lines int) error {
	body, err := answer(r, http.StatusOK)
	if err != nil {
		return err
	}
	if n := bytes.Count(body, []byte(`"status":201`)); n != lines {
		return fmt.Errorf("took %d of %d lines: %.300s", n, lines, body)
	}
	return nil
}

func awaitLoki(r *bufio.Reader, _ int) error {
	_, err := answer(r, http.StatusNoContent)
	return err
}

func awaitLumberjack(r *bufio.Reader, lines int) error {
	var ack [6]byte
	for {
		if _, err := io.ReadFull(r, ack[:]); err != nil {
			return err
		}
		if ack[0] != '2' || ack[1] != 'A' {
			return fmt.Errorf("no ack but %q", ack[:2])
		}
		if binary.BigEndian.Uint32(ack[2:]) == uint32(lines) {
			return nil
		}
	}
}

func awaitFluent(r *bufio.Reader, _ int) error {
	m := msgp.NewReader(r)
	n, err := m.ReadMapHeader()
	for range n {
		key, value := "", ""
		if key, err = m.ReadString(); err != nil {
			return err
		}
		if value, err = m.ReadString(); err != nil {
			return err
		}
		if key == "ack" && value == fluentChunk {
			return nil
		}
	}
	return fmt.Errorf("no ack: %w", err)
}
