package safeerrorsextension

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"
)

// secret is made up; it stands in every request and must be in no answer.
const secret = "hunter2-Kj83nd92"

// bodyLimit is the receiver's. A body far above it would be reset on the way
// before the answer is read.
const bodyLimit = 100_000

type host struct {
	component.Host
	extensions map[component.ID]component.Component
}

func (h host) GetExtensions() map[component.ID]component.Component { return h.extensions }

// denyAll refuses every client.
type denyAll struct {
	component.StartFunc
	component.ShutdownFunc
}

func (denyAll) Authenticate(ctx context.Context, _ map[string][]string) (context.Context, error) {
	return ctx, errors.New("not authenticated")
}

// gateway is the real OTLP receiver on loopback ports, with the middleware on
// both protocols, and a pipeline that ends with err.
type gateway struct {
	http, grpc string
	logs       *observer.ObservedLogs
	err        error
}

func startGateway(t *testing.T, middleware, auth bool) *gateway {
	t.Helper()
	// Between the search for a free port and its use another process can take it.
	for range 5 {
		if g, ok := tryGateway(t, middleware, auth); ok {
			return g
		}
	}
	t.Fatal("no free port")
	return nil
}

func tryGateway(t *testing.T, middleware, auth bool) (*gateway, bool) {
	t.Helper()
	g := &gateway{http: freePort(t), grpc: freePort(t)}
	ext, err := NewFactory().Create(t.Context(), extensiontest.NewNopSettings(component.MustNewType("safe_errors")), createDefaultConfig())
	require.NoError(t, err)
	extensions := map[component.ID]component.Component{
		component.MustNewID("safe_errors"): ext,
		component.MustNewID("deny"):        denyAll{},
	}
	var with string
	if middleware {
		with += ", middlewares: [{id: safe_errors}]"
	}
	if auth {
		with += ", auth: {authenticator: deny}"
	}
	retrieved, err := confmap.NewRetrievedFromYAML(fmt.Appendf(nil,
		`{protocols: {http: {endpoint: %q, max_request_body_size: %d%s}, grpc: {endpoint: %q%s}}}`, g.http, bodyLimit, with, g.grpc, with))
	require.NoError(t, err)
	conf, err := retrieved.AsConf()
	require.NoError(t, err)
	factory := otlpreceiver.NewFactory()
	cfg := factory.CreateDefaultConfig()
	require.NoError(t, conf.Unmarshal(cfg))

	core, logs := observer.New(zapcore.DebugLevel)
	g.logs = logs
	set := receivertest.NewNopSettings(factory.Type())
	set.Logger = zap.New(core)
	next, err := consumer.NewLogs(func(context.Context, plog.Logs) error { return g.err })
	require.NoError(t, err)
	receiver, err := factory.CreateLogs(t.Context(), set, cfg, next)
	require.NoError(t, err)
	if err := receiver.Start(t.Context(), host{componenttest.NewNopHost(), extensions}); err != nil {
		require.ErrorContains(t, err, "address already in use")
		require.NoError(t, receiver.Shutdown(t.Context()))
		return nil, false
	}
	t.Cleanup(func() {
		require.NoError(t, receiver.Shutdown(context.Background()))
		for _, entry := range logs.All() {
			require.NotContains(t, fmt.Sprint(entry.Message, entry.ContextMap()), secret, "the collector's own log")
		}
	})
	return g, true
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

type request struct {
	method, path, contentType, encoding, body string
}

// do returns the answer: status, type, Retry-After and body.
func (g *gateway) do(t *testing.T, r request) (int, http.Header, string) {
	t.Helper()
	if r.method == "" {
		r.method = http.MethodPost
	}
	if r.path == "" {
		r.path = "/v1/logs"
	}
	req, err := http.NewRequestWithContext(t.Context(), r.method, "http://"+g.http+r.path, strings.NewReader(r.body))
	require.NoError(t, err)
	req.Close = true
	req.Header.Set("Content-Type", r.contentType)
	if r.encoding != "" {
		req.Header.Set("Content-Encoding", r.encoding)
	}
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, resp.Header, string(body)
}

// message reads the text of an answer, in the form that its type declares.
func message(t *testing.T, contentType, body string) (code codes.Code, text string) {
	t.Helper()
	var st spb.Status
	switch contentType {
	case "application/json":
		require.NoError(t, protojson.Unmarshal([]byte(body), &st))
	case "application/x-protobuf":
		require.NoError(t, proto.Unmarshal([]byte(body), &st))
	default:
		require.Equal(t, "text/plain; charset=utf-8", contentType)
		return codes.Unknown, strings.TrimSuffix(body, "\n")
	}
	return codes.Code(st.GetCode()), st.GetMessage()
}

const (
	goodJSON = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"password=` + secret + `"}}]}]}]}`
	badJSON  = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"password=` + secret + `"},"timeUnixNano":x}]}]}]}`
)

func goodProtobuf(t *testing.T) string {
	t.Helper()
	ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs([]byte(goodJSON))
	require.NoError(t, err)
	content, err := plogotlp.NewExportRequestFromLogs(ld).MarshalProto()
	require.NoError(t, err)
	return string(content)
}

func zipped(t *testing.T, body string) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := z.Write([]byte(body))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return out.String()
}

// The reason for all of this: without the middleware the payload comes back.
func TestTheReceiverAloneQuotesThePayload(t *testing.T) {
	g := startGateway(t, false, false)
	code, _, body := g.do(t, request{contentType: "application/json", body: badJSON})
	require.Equal(t, http.StatusBadRequest, code)
	require.Contains(t, body, secret, "the receiver no longer quotes: the middleware may go")
}

func TestAnswersOverHTTP(t *testing.T) {
	retry, err := status.New(codes.ResourceExhausted, "queue full at "+secret).WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(7 * time.Second)})
	require.NoError(t, err)
	unavailable, err := status.New(codes.Unavailable, secret).WithDetails(&errdetails.RetryInfo{RetryDelay: durationpb.New(8 * time.Second)})
	require.NoError(t, err)

	for name, tt := range map[string]struct {
		request    request
		err        error
		auth       bool
		code       int
		text       string
		grpcCode   codes.Code
		retryAfter string
	}{
		"malformed JSON": {
			request: request{contentType: "application/json", body: badJSON},
			code:    400, grpcCode: codes.InvalidArgument, text: "malformed request body: not valid OTLP JSON",
		},
		"malformed JSON, with a charset": {
			request: request{contentType: "application/json; charset=utf-8", body: badJSON},
			code:    400, grpcCode: codes.InvalidArgument, text: "malformed request body: not valid OTLP JSON",
		},
		"malformed JSON, compressed": {
			request: request{contentType: "application/json", encoding: "gzip", body: zipped(t, badJSON)},
			code:    400, grpcCode: codes.InvalidArgument, text: "malformed request body: not valid OTLP JSON",
		},
		"malformed protobuf": {
			request: request{contentType: "application/x-protobuf", body: goodProtobuf(t) + "\xff\xff" + secret},
			code:    400, grpcCode: codes.InvalidArgument, text: "malformed request body: not valid OTLP protobuf",
		},
		"protobuf that is JSON": {
			request: request{contentType: "application/x-protobuf", body: goodJSON},
			code:    400, grpcCode: codes.InvalidArgument, text: "malformed request body: not valid OTLP protobuf",
		},
		"compressed, cut short": {
			request: request{contentType: "application/json", encoding: "gzip", body: zipped(t, badJSON)[:40]},
			code:    400, grpcCode: codes.InvalidArgument, text: "request body cannot be read: cut short, or not compressed as declared",
		},
		"wrong type": {
			request: request{contentType: "text/" + secret, body: goodJSON},
			code:    415, text: "unsupported media type: use application/x-protobuf or application/json",
		},
		"no type": {
			request: request{body: goodJSON},
			code:    415, text: "unsupported media type: use application/x-protobuf or application/json",
		},
		"wrong method": {
			request: request{method: http.MethodPut, contentType: "application/json", body: goodJSON},
			code:    405, text: "method not allowed: use POST",
		},
		"wrong path": {
			request: request{path: "/v1/" + secret, contentType: "application/json", body: goodJSON},
			code:    404, text: "nothing is served at this path",
		},
		"body too large": {
			request: request{contentType: "application/json", body: strings.Repeat(secret, 10000)[:bodyLimit+1]},
			code:    400, grpcCode: codes.InvalidArgument, text: "request body too large",
		},
		"body too large once decompressed": {
			request: request{contentType: "application/x-protobuf", encoding: "gzip", body: zipped(t, strings.Repeat(secret, 10000))},
			code:    400, grpcCode: codes.InvalidArgument, text: "request body too large",
		},
		"unauthorized": {
			request: request{contentType: "application/json", body: goodJSON}, auth: true,
			code: 401, grpcCode: codes.Unauthenticated, text: "not authenticated",
		},
		"pipeline fails for good": {
			request: request{contentType: "application/x-protobuf", body: goodProtobuf(t)},
			err:     consumererror.NewPermanent(errors.New("no place for " + secret)),
			code:    500, grpcCode: codes.Internal, text: "the request failed inside the gateway: its log says more",
		},
		"pipeline fails for now": {
			request: request{contentType: "application/json", body: goodJSON},
			err:     errors.New("no place for " + secret),
			code:    503, grpcCode: codes.Unavailable, text: "the data cannot be taken now: send it again later",
		},
		"pipeline asks for a pause": {
			request: request{contentType: "application/x-protobuf", body: goodProtobuf(t)},
			err:     unavailable.Err(),
			code:    503, grpcCode: codes.Unavailable, text: "the data cannot be taken now: send it again later", retryAfter: "8",
		},
		"pipeline is full": {
			request: request{contentType: "application/json", body: goodJSON},
			err:     retry.Err(),
			code:    429, grpcCode: codes.ResourceExhausted, text: "the data cannot be taken now: send it again later", retryAfter: "7",
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := startGateway(t, true, tt.auth)
			g.err = tt.err
			code, header, body := g.do(t, tt.request)
			require.Equal(t, tt.code, code)
			require.NotContains(t, body, secret)
			require.NotContains(t, fmt.Sprint(header), secret)
			require.Equal(t, tt.retryAfter, header.Get("Retry-After"))
			if strings.HasPrefix(tt.request.contentType, "application/") && code != 405 && code != 404 {
				require.Equal(t, mediaType(tt.request.contentType), header.Get("Content-Type"))
			}
			grpcCode, text := message(t, header.Get("Content-Type"), body)
			require.Equal(t, tt.text, text)
			if tt.grpcCode != codes.OK {
				require.Equal(t, tt.grpcCode, grpcCode)
			}
		})
	}
}

func TestGoodRequestsPass(t *testing.T) {
	g := startGateway(t, true, false)
	for contentType, body := range map[string]string{"application/json": goodJSON, "application/x-protobuf": goodProtobuf(t)} {
		for _, encoding := range []string{"", "gzip"} {
			r := request{contentType: contentType, body: body, encoding: encoding}
			if encoding != "" {
				r.body = zipped(t, body)
			}
			code, header, got := g.do(t, r)
			require.Equal(t, http.StatusOK, code)
			require.Equal(t, contentType, header.Get("Content-Type"))
			want := map[string]string{"application/json": `{"partialSuccess":{}}`}
			if text, ok := want[contentType]; ok {
				require.JSONEq(t, text, got)
			}
		}
	}
}

// The answers over gRPC that stem from the pipeline keep their code and the
// pause, and lose their text. An undecodable message is answered before any
// middleware; its text holds positions and no content.
func TestAnswersOverGRPC(t *testing.T) {
	g := startGateway(t, true, false)
	conn, err := grpc.NewClient(g.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	defer conn.Close()
	ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs([]byte(goodJSON))
	require.NoError(t, err)
	export := func() error {
		_, err := plogotlp.NewGRPCClient(conn).Export(t.Context(), plogotlp.NewExportRequestFromLogs(ld))
		return err
	}
	require.NoError(t, export())

	retry, err := status.New(codes.ResourceExhausted, secret).WithDetails(
		&errdetails.RetryInfo{RetryDelay: durationpb.New(7 * time.Second)},
		&errdetails.ErrorInfo{Reason: secret},
	)
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		err   error
		code  codes.Code
		text  string
		pause time.Duration
	}{
		"for now":      {errors.New(secret), codes.Unavailable, textLater, 0},
		"for good":     {consumererror.NewPermanent(errors.New(secret)), codes.Internal, textInternal, 0},
		"with a pause": {retry.Err(), codes.ResourceExhausted, textLater, 7 * time.Second},
		"wrapped":      {fmt.Errorf("%s: %w", secret, status.Error(codes.InvalidArgument, secret)), codes.InvalidArgument, "the request is not valid", 0},
		"unknown code": {status.Error(codes.Code(42), secret), codes.Code(42), "the request failed", 0},
	} {
		t.Run(name, func(t *testing.T) {
			g.err = tt.err
			st := status.Convert(export())
			require.Equal(t, tt.code, st.Code())
			require.Equal(t, tt.text, st.Message())
			var pause time.Duration
			for _, detail := range st.Details() {
				info, ok := detail.(*errdetails.RetryInfo)
				require.True(t, ok, "%T", detail)
				pause = info.GetRetryDelay().AsDuration()
			}
			require.Equal(t, tt.pause, pause)
		})
	}

	t.Run("undecodable", func(t *testing.T) {
		g.err = nil
		undecodable := 0
		// A field of the wrong type, invalid lengths, text where a message is due.
		for _, content := range []string{
			secret, goodJSON, goodProtobuf(t) + "\xff" + secret, goodProtobuf(t)[:30],
			strings.Replace(goodProtobuf(t), secret, "\xff\xfe"+secret[2:], 1),
		} {
			err := conn.Invoke(t.Context(), "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
				[]byte(content), &struct{}{}, grpc.ForceCodec(rawCodec{}))
			if err != nil {
				undecodable++
				require.Equal(t, codes.Internal, status.Code(err))
				require.NotContains(t, err.Error(), secret[2:])
			}
		}
		require.GreaterOrEqual(t, undecodable, 3)
	})
}

// rawCodec sends bytes as they are.
type rawCodec struct{}

func (rawCodec) Marshal(v any) ([]byte, error) { return v.([]byte), nil }
func (rawCodec) Unmarshal([]byte, any) error   { return nil }
func (rawCodec) Name() string                  { return "proto" }
