package correlate

import (
	"strings"
	"testing"
)

// checkIDs holds for whatever was put in.
func checkIDs(t *testing.T, input string, ids *IDs) {
	t.Helper()
	if ids.Correlation != "" {
		if why := ValidCorrelationID(ids.Correlation); why != ReasonNone {
			t.Fatalf("%q: correlation id %q: %s", input, ids.Correlation, why)
		}
		if !strings.Contains(input, ids.Correlation) {
			t.Fatalf("%q: correlation id %q is not part of it", input, ids.Correlation)
		}
		if ids.Source == SourceNone {
			t.Fatalf("%q: no source", input)
		}
	}
	if ids.Short && ids.Trace.high() != 0 {
		t.Fatalf("%q: short id %x", input, ids.Trace)
	}
}

func FuzzText(f *testing.F) {
	for _, c := range extractCases() {
		if c.text != "" {
			f.Add(c.text)
		}
	}
	for _, c := range positionCases() {
		f.Add(c.text)
	}
	for _, cases := range namedCases() {
		for _, c := range cases {
			f.Add(c.text)
		}
	}
	for _, text := range longTexts(300) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			return
		}
		var ids IDs
		Text(text, &ids)
		checkIDs(t, text, &ids)
		// A text behind which there is no key holds no more than it did.
		var again IDs
		Text(text, &again)
		if again != ids {
			t.Fatalf("%q: %+v, then %+v", text, ids, again)
		}
		all := IDs{Options: &Options{Patterns: patternsEnd - 1}}
		Text(text, &all)
		checkIDs(t, text, &all)
		own := IDs{Trace: TraceID{9, 9, 9, 9, 9, 9, 9, 9, 9}, Span: SpanID{8}, Correlation: "mine-123", Source: SourceRequestID}
		want := own
		Text(text, &own)
		if own.Trace != want.Trace || own.Span != want.Span || own.Correlation != want.Correlation {
			t.Fatalf("%q: ids set beforehand became %+v", text, own)
		}
	})
}

func FuzzAttr(f *testing.F) {
	for _, c := range extractCases() {
		for _, a := range c.attrs {
			f.Add(uint8(KindOfKey(a[0])), a[1])
		}
	}
	for k := range keyKindEnd {
		f.Add(uint8(k), w3c)
		f.Add(uint8(k), "|a.b.")
		f.Add(uint8(k), "Root=;Root=1-")
		f.Add(uint8(k), "340282366920938463463374607431768211455")
	}
	f.Fuzz(func(t *testing.T, kind uint8, value string) {
		k := KeyKind(kind % uint8(keyKindEnd))
		var ids IDs
		Attr(k, value, &ids)
		checkIDs(t, value, &ids)
		if !ids.Trace.IsZero() && !k.HoldsTrace() && (k < keyCorrelation || !strings.HasPrefix(trim(strings.Trim(value, `["]`)), "|")) {
			t.Fatalf("kind %d gave a trace id for %q", k, value)
		}
		if ids.Correlation != "" && !k.HoldsCorrelation() {
			t.Fatalf("kind %d gave a correlation id for %q", k, value)
		}
	})
}

// FuzzParsers feeds every parser of a value by itself.
func FuzzParsers(f *testing.F) {
	for _, s := range []string{
		"", "-", tr32, tr16, trUUID, trXRay, w3c, sp16, tr32 + "-" + sp16 + "-1", "1:2:3:4", "1%3A2%3a3%3A4", "%", "%3", "%3A%3A%3A",
		"Root=" + trXRay + ";Parent=" + sp16, tr32 + "/18446744073709551615;o=1", "18446744073709551616", "-9223372036854775808",
		"projects//traces/", "a=b,c=d;e,=", "|" + tr32 + ".1_",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		zero := func(name string, trace TraceID, ok bool) {
			if ok && trace.IsZero() {
				t.Fatalf("%s(%q) is zero", name, s)
			}
		}
		trace, ok := parseTrace32(s)
		zero("parseTrace32", trace, ok)
		trace, _, ok = parseHexTrace(s)
		zero("parseHexTrace", trace, ok)
		trace, ok = parseUUID(s)
		zero("parseUUID", trace, ok)
		trace, ok = parseXRay(s)
		zero("parseXRay", trace, ok)
		trace, span, ok := parseTraceparent(s)
		zero("parseTraceparent", trace, ok)
		if ok && span.IsZero() {
			t.Fatalf("parseTraceparent(%q) has no span", s)
		}
		trace, span, _, ok = parseB3(s)
		zero("parseB3", trace, ok)
		if ok && span.IsZero() {
			t.Fatalf("parseB3(%q) has no span", s)
		}
		trace, _, _, ok = parseUber(s)
		zero("parseUber", trace, ok)
		trace, ok = parseXRayHeader(s)
		zero("parseXRayHeader", trace, ok)
		trace, _, ok = parseCloud(s)
		zero("parseCloud", trace, ok)
		trace, _, ok = parseDatadogTrace(s)
		zero("parseDatadogTrace", trace, ok)
		trace, _, ok = parseGoogleTrace(s)
		zero("parseGoogleTrace", trace, ok)
		parseDatadogSpan(s)
		parseSpan16(s)
		if high, low, ok := parseDecimal(s); ok && len(s) < 20 && (high != 0 || low > 9_999_999_999_999_999_999) {
			t.Fatalf("parseDecimal(%q) = %d, %d", s, high, low)
		}
		ValidCorrelationID(s)
		KindOfKey(s)
	})
}

func TestTextAllocatesNothing(t *testing.T) {
	for _, c := range append(extractCases(), positionCases()...) {
		n := testing.AllocsPerRun(3, func() {
			var ids IDs
			for _, a := range c.attrs {
				Attr(KindOfKey(a[0]), a[1], &ids)
			}
			Text(c.text, &ids)
		})
		if n != 0 {
			t.Errorf("%s: %v allocations", c.name, n)
		}
	}
}
