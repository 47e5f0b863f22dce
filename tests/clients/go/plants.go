package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/trace"
)

// plant is a value that the tests want in a certain place.
type plant struct {
	Record string `json:"record"`
	Place  string `json:"place"`
	Value  any    `json:"value"`
}

const placeResource = "resource.attributes"

func readPlants(path string) ([]plant, error) {
	if path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var plants []plant
	return plants, json.Unmarshal(text, &plants)
}

// plant turns each plant into a log or a span.
func (s *service) plant(ctx context.Context, plants []plant) {
	for _, p := range plants {
		switch {
		case p.Place == placeResource: // taken at the start
		case strings.HasPrefix(p.Place, "log."):
			s.records.remember(p.Record, "log", "")
			s.plantLog(ctx, p)
		default:
			s.plantSpan(ctx, p)
		}
	}
}

func (s *service) plantLog(ctx context.Context, p plant) {
	if text, ok := p.Value.(string); ok {
		s.log.InfoContext(ctx, text, recordAttribute, p.Record)
		return
	}
	var r log.Record
	r.SetTimestamp(time.Now())
	r.SetSeverity(log.SeverityInfo)
	if p.Place == "log.body" {
		r.SetBody(logValue(p.Value))
	} else {
		r.SetBody(log.StringValue("with attributes"))
		r.AddAttributes(logValue(p.Value).AsMap()...)
	}
	r.AddAttributes(log.String(recordAttribute, p.Record))
	s.logs.Emit(ctx, r)
}

// elsewhere is a made-up span that links point at.
var elsewhere = trace.NewSpanContext(trace.SpanContextConfig{
	TraceID:    trace.TraceID{0x5b, 0x8e, 0xff, 0xf7, 0x98, 0x03, 0x81, 0x03, 0xd2, 0x69, 0xb6, 0x33, 0x81, 0x3f, 0xc6, 0x0c},
	SpanID:     trace.SpanID{0xee, 0xe1, 0x9b, 0x7e, 0xc3, 0xc1, 0xb1, 0x74},
	TraceFlags: trace.FlagsSampled,
})

func (s *service) plantSpan(ctx context.Context, p plant) {
	name, options := "with a plant", []trace.SpanStartOption{trace.WithNewRoot()}
	switch p.Place {
	case "span.name":
		name = fmt.Sprint(p.Value)
	case "link.attributes":
		options = append(options, trace.WithLinks(trace.Link{SpanContext: elsewhere, Attributes: p.attributes()}))
	}
	_, span := s.tracer.Start(ctx, name, options...)
	defer span.End()
	s.records.remember(p.Record, "span", span.SpanContext().TraceID().String())
	span.SetAttributes(attribute.String(recordAttribute, p.Record))
	event := attribute.String(recordAttribute, p.Record+"-event")
	switch p.Place {
	case "span.attributes":
		span.SetAttributes(p.attributes()...)
	case "event.name":
		span.AddEvent(fmt.Sprint(p.Value), trace.WithAttributes(event))
	case "event.attributes":
		span.AddEvent("event", trace.WithAttributes(append(p.attributes(), event)...))
	case "status.message":
		span.SetStatus(codes.Error, fmt.Sprint(p.Value))
	}
}

// attributes returns a plant that is a map as attributes of a span.
func (p plant) attributes() []attribute.KeyValue {
	values, _ := p.Value.(map[string]any)
	attributes := make([]attribute.KeyValue, 0, len(values))
	for key, value := range values {
		switch v := value.(type) {
		case float64:
			attributes = append(attributes, attribute.Int64(key, int64(v)))
		case []any:
			texts := make([]string, 0, len(v))
			for _, element := range v {
				texts = append(texts, fmt.Sprint(element))
			}
			attributes = append(attributes, attribute.StringSlice(key, texts))
		default:
			attributes = append(attributes, attribute.String(key, fmt.Sprint(v)))
		}
	}
	return attributes
}

// logValue turns decoded JSON into the value of a log.
func logValue(value any) log.Value {
	switch v := value.(type) {
	case string:
		return log.StringValue(v)
	case bool:
		return log.BoolValue(v)
	case float64:
		return log.Int64Value(int64(v))
	case []any:
		values := make([]log.Value, 0, len(v))
		for _, element := range v {
			values = append(values, logValue(element))
		}
		return log.SliceValue(values...)
	case map[string]any:
		pairs := make([]log.KeyValue, 0, len(v))
		for key, element := range v {
			pairs = append(pairs, log.KeyValue{Key: key, Value: logValue(element)})
		}
		return log.MapValue(pairs...)
	default:
		return log.Value{}
	}
}
