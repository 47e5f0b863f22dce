package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

const maxMessage = 64 << 20

// rawCodec sends bytes that are encoded already.
type rawCodec struct{}

func (rawCodec) Name() string { return "proto" }

func (rawCodec) Marshal(v any) ([]byte, error) {
	raw, ok := v.(*[]byte)
	if !ok {
		return nil, fmt.Errorf("raw codec got %T", v)
	}
	return *raw, nil
}

func (rawCodec) Unmarshal([]byte, any) error { return nil }

func dial(endpoint string) (*grpc.ClientConn, error) {
	return grpc.NewClient(endpoint,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(rawCodec{}), grpc.MaxCallSendMsgSize(maxMessage)))
}

// loadResult is what the sending side saw.
type loadResult struct {
	records int64
	refused int64
	elapsed time.Duration
	lastErr error
}

// load sends the requests in turn from several connections until the time is
// up, each request stamped anew.
func load(ctx context.Context, endpoint string, requests []*request, senders int, duration time.Duration) (loadResult, error) {
	ctx, cancel := context.WithTimeout(ctx, duration+30*time.Second)
	defer cancel()
	var (
		result  loadResult
		records atomic.Int64
		refused atomic.Int64
		seq     atomic.Uint64
		lastErr atomic.Pointer[error]
		wg      sync.WaitGroup
	)
	start := time.Now()
	deadline := start.Add(duration)
	for s := range senders {
		conn, err := dial(endpoint)
		if err != nil {
			return result, err
		}
		own := make([]*request, len(requests))
		for i, r := range requests {
			own[i] = r.clone()
		}
		wg.Go(func() {
			defer conn.Close()
			for i := s; time.Now().Before(deadline); i++ {
				r := own[i%len(own)]
				r.stamp(seq.Add(1))
				var answer []byte
				if err := conn.Invoke(ctx, r.method, &r.body, &answer); err != nil {
					refused.Add(int64(r.records))
					lastErr.Store(&err)
					continue
				}
				records.Add(int64(r.records))
			}
		})
	}
	wg.Wait()
	result.records, result.refused, result.elapsed = records.Load(), refused.Load(), time.Since(start)
	if err := lastErr.Load(); err != nil {
		result.lastErr = *err
	}
	return result, nil
}
