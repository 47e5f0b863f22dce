package redact

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

func TestLocationIsOffByDefault(t *testing.T) {
	s := newScanner(t, Options{})
	if got, changed := s.String(s.Key("geo.location"), "48.8566, 2.3522"); changed {
		t.Errorf("became %q", got)
	}
	if _, changed := s.Double(s.Key("geo.location.lat"), 48.8566); changed {
		t.Error("a number became something else")
	}
}

// TestEveryNotationOfAPlace writes random places as documents, queries and
// devices do.
func TestEveryNotationOfAPlace(t *testing.T) {
	s := networkScanner(t)
	r := rand.New(rand.NewPCG(3, 5))
	for range 500 {
		decimals := 4 + r.IntN(5)
		lat := fmt.Sprintf("%.*f", decimals, r.Float64()*178-89)
		lon := fmt.Sprintf("%.*f", decimals, r.Float64()*358-179)
		for _, text := range []string{
			lat + "," + lon,
			"user at " + lat + ", " + lon + ".",
			"[" + lon + ", " + lat + "]",
			"(" + lat + ";" + lon + ")",
			"?lat=" + lat + "&lon=" + lon,
			"?latitude=" + lat + "&longitude=" + lon + "&r=5",
			"ll=" + lat + "%2C" + lon,
			"latitude: " + lat + "\nlongitude: " + lon,
			`{"lat":` + lat + `,"lon":` + lon + `}`,
			`{"geo":{"lat":"` + lat + `","lng":"` + lon + `"}}`,
			`{"type":"Point","coordinates":[` + lon + "," + lat + "]}",
			`{"type":"LineString","coordinates":[[` + lon + "," + lat + "],[" + lon + "," + lat + "]]}",
			"POINT(" + lon + " " + lat + ")",
			"geo:" + lat + "," + lon,
			"gps " + lat + " " + lon,
			"<lat>" + lat + "</lat><lon>" + lon + "</lon>",
		} {
			got, _ := s.String(Key{}, text)
			if strings.Contains(got, lat) || strings.Contains(got, lon) {
				t.Errorf("%q became %q", text, got)
			}
			if text[0] == '{' && !json.Valid([]byte(got)) {
				t.Errorf("%q became %q", text, got)
			}
			if again, changed := s.String(Key{}, got); changed {
				t.Errorf("%q became %q and then %q", text, got, again)
			}
		}
	}
}

// TestNoPlaces draws numbers that are none.
func TestNoPlaces(t *testing.T) {
	s := networkScanner(t)
	r := rand.New(rand.NewPCG(6, 2))
	for range 3_000 {
		for _, text := range []string{
			fmt.Sprintf("took %.3fms", r.Float64()*100),
			fmt.Sprintf("load average: %.2f, %.2f, %.2f", r.Float64()*10, r.Float64()*10, r.Float64()*10),
			fmt.Sprintf("p50=%.4f p99=%.4f", r.Float64()*100, r.Float64()*100),
			fmt.Sprintf("loss %.5f, %.5f", r.Float64(), r.Float64()),
			fmt.Sprintf("embedding [%.6f, %.6f, %.6f]", r.Float64(), r.Float64(), r.Float64()*9),
			fmt.Sprintf("cpu %.2f, mem %.2f", r.Float64()*100, r.Float64()*100),
			fmt.Sprintf("read %.4f MB, wrote %.4f MB", r.Float64()*100, r.Float64()*100),
			fmt.Sprintf("between %.4f, %.4f ms", r.Float64()*100, r.Float64()*100),
			fmt.Sprintf("%d.%06d, %d.%06d", r.IntN(2e9), r.IntN(1e6), 1_700_000_000, r.IntN(1e6)),
			fmt.Sprintf("lat (usec): min=%d, max=%d, avg=%.2f, stdev=%.2f", r.IntN(9), r.IntN(99), r.Float64()*9, r.Float64()),
			fmt.Sprintf("v%d.%d.%d, v%d.%d.%d", r.IntN(9), r.IntN(9999), r.IntN(9), r.IntN(9), r.IntN(9999), r.IntN(9)),
			fmt.Sprintf("price 12.%04d", r.IntN(9999)),
		} {
			if got, changed := s.String(Key{}, text); changed {
				t.Errorf("%q became %q", text, got)
			}
		}
	}
}

func TestPlacesUnderKeys(t *testing.T) {
	s := networkScanner(t)
	for _, ex := range []struct {
		key   string
		value float64
		want  bool
	}{
		{"geo.location.lat", 48.8566, true},
		{"geo.location.lon", -122.41, true},
		{"userLatitude", 48.85, true},
		{"lng", 2.3522, true},
		{"geo.coordinates", 2.3522, true},
		{"latitude", 48.8, false},
		{"latitude", 48, false},
		{"latitude", 1234.567, false},
		{"lat_ms", 48.8566, false},
		{"latency", 48.8566, false},
		{"load", 48.8566, false},
	} {
		text, changed := s.Double(s.Key(ex.key), ex.value)
		if changed != ex.want || changed && text != "[REDACTED:coordinates]" {
			t.Errorf("%s %v: %q, %v", ex.key, ex.value, text, changed)
		}
	}
	for _, ex := range []struct {
		key, value string
		want       bool
	}{
		{"geo.lat", "48.85", true},
		{"longitude", " -2.35 ", true},
		{"geo.location", "48.85,2.35", true},
		{"coordinates", "48.85 2.35", true},
		{"version", "48.85", false},
	} {
		if got, changed := s.String(s.Key(ex.key), ex.value); changed != ex.want {
			t.Errorf("%s %q: %q", ex.key, ex.value, got)
		}
	}
}

func TestTruncatedCoordinates(t *testing.T) {
	for text, want := range map[string]string{
		"48.8566":            "48.8",
		"-33.8568":           "-33.8",
		"48.8":               "48.8",
		"48.8566N":           "48.8N",
		"2.3522° E":          "2.3° E",
		"4807.038":           "4806.000",
		"01131.000":          "01130.000",
		"48°51′24″N":         "48°48′N",
		"48° 05' 24.5\" N":   "48° 00' N",
		"48 deg 51' 24.12\"": "48 deg 48'",
		"2°21′07″E":          "2°18′E",
	} {
		got, ok := truncateValue(rules.Coordinates, text)
		if !ok || got != want {
			t.Errorf("%q became %q, %v, want %q", text, got, ok, want)
		}
		if again, ok := truncateValue(rules.Coordinates, got); !ok || again != got {
			t.Errorf("%q became %q when truncated again", got, again)
		}
	}
}

func TestLocationIsLinear(t *testing.T) {
	s := networkScanner(t)
	for _, unit := range []string{
		"1.", "1.2 ", "1.2345, ", "48.8566, 2.3522, ", "POINT(1.25 ", "lat=1.2345 ", "(((( ", "48°", "1°1'", "1.23456789012345678901", "\"lat\":1.25,", "%2C1.25", "1.25N ", " deg ",
	} {
		measureLinear(t, unit, s, unit)
	}
}
