package load

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// overGRPC is a sender like an SDK that exports logs over gRPC.
type overGRPC struct {
	pace
	conn  *grpc.ClientConn
	token string
	// fill makes the body of a request.
	fill func(names []string) ([]string, []byte, error)
}

func newGRPC(p pace, d doors) (*overGRPC, error) {
	conn, err := grpc.NewClient(strings.TrimPrefix(d.g.GRPC, "https://"),
		grpc.WithTransportCredentials(credentials.NewTLS(d.tls.Clone())),
		grpc.WithConnectParams(grpc.ConnectParams{MinConnectTimeout: 5 * time.Second}))
	if err != nil {
		return nil, err
	}
	return &overGRPC{pace: p, conn: conn, token: d.g.Token, fill: newLogs(p, d).fill}, nil
}

// Book is the sender's ledger.
func (s *overGRPC) Book() *Ledger { return s.Ledger }

// Run sends.
func (s *overGRPC) Run(ctx context.Context, stop <-chan struct{}) error {
	defer func() { _ = s.conn.Close() }()
	for !stopped(stop) {
		if names := s.names(); len(names) > 0 {
			if err := s.request(ctx, names); err != nil {
				return fmt.Errorf("%s: %w", s.Service, err)
			}
		}
		s.rest(ctx, pause)
	}
	return nil
}

// request sends one request until it is taken.
func (s *overGRPC) request(ctx context.Context, names []string) error {
	all, body, err := s.fill(names)
	if err != nil {
		return err
	}
	logs, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(body)
	if err != nil {
		return err
	}
	s.offer(all)
	began := time.Now()
	for {
		switch err := s.try(ctx, logs); {
		case ctx.Err() != nil:
			return fmt.Errorf("not acknowledged: %d records, %w", len(all), err)
		case err == nil:
			s.ack(all, began)
			return nil
		case status.Code(err) != codes.Unavailable:
			return err
		}
		s.rest(ctx, retryPause)
		s.again(len(all))
	}
}

func (s *overGRPC) try(ctx context.Context, logs plog.Logs) error {
	ctx, cancel := context.WithTimeout(metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+s.token), 30*time.Second)
	defer cancel()
	var header, trailer metadata.MD
	try := Try{Began: time.Now()}
	response, err := plogotlp.NewGRPCClient(s.conn).Export(ctx, plogotlp.NewExportRequestFromLogs(logs),
		grpc.Header(&header), grpc.Trailer(&trailer))
	try.Ended, try.Err = time.Now(), err
	switch {
	case err == nil:
		s.ended(taken, try)
	case len(header)+len(trailer) > 0:
		s.ended(status.Code(err).String(), try)
	case strings.Contains(err.Error(), "while dialing"):
		s.ended(noConnection, try)
	default:
		s.ended(broken, try)
	}
	if err == nil && response.PartialSuccess().RejectedLogRecords() != 0 {
		return fmt.Errorf("%d rejected", response.PartialSuccess().RejectedLogRecords())
	}
	return err
}
