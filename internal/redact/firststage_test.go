package redact

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// plainFirstStage is firstStage without its tricks: a byte after the other.
func plainFirstStage(v string, f *keyFilter) (out []candidate) {
	if len(v) < minCandidateLen {
		return nil
	}
	b := []byte(v)
	digitsDone := 0
	note := func(p int, kind candidateKind) { out = append(out, candidate{uint32(p), kind}) }
	for p, c := range b {
		rest := v[p+1:]
		switch {
		case c == ':' && (strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, `\/`)):
			note(p, candScheme)
		case c == '>' && p > 4 && (b[p-1] == '"' || b[p-1] == '\''):
			note(p, candTagEnd)
		case c == ':' || c == '=' || c == '>':
			if maybeKey(b, p, f) {
				note(p, candSeparator)
			}
		case c == ';' && p > 3 && p+2 < len(b) && b[p-1] == '"' && strings.HasPrefix(rest, "s:"):
			note(p, candDump)
		case c == '<' && p > 3 && p+3 < len(b) && (strings.HasPrefix(rest, `<"`) || strings.HasPrefix(rest, `<\`)):
			note(p, candDump)
		case c == '@':
			note(p, candAt)
		case c == '+':
			if len(rest) >= 7 && strings.IndexByte("123456789(", rest[0]) >= 0 && (p == 0 || plusMayFollow(b[p-1])) {
				note(p, candPlus)
			}
		case c == '-':
			if p > 0 && b[p-1] == '-' && (p < 2 || b[p-2] != '-') && rest != "" && is(rest[0], clAlpha) {
				note(p, candOption)
			}
		case p >= digitsDone && hasDigitShape(v[p:]):
			start, end, found := numberRun(b, p, digitsDone)
			if found {
				note(start, candDigits)
			}
			digitsDone = end
		}
	}
	return out
}

// hasDigitShape compares the start of a text with the shapes: 9 is a digit, and
// - anything else but : to @.
func hasDigitShape(v string) bool {
	return slices.ContainsFunc([]string{"999999", "999-999", "99-99-999", "99-99-99-99-99"}, func(shape string) bool {
		if len(v) < len(shape) {
			return false
		}
		for i := range len(shape) {
			digit := v[i]-'0' <= 9
			if shape[i] == '9' && !digit || shape[i] == '-' && (digit || v[i]-':' <= '@'-':') {
				return false
			}
		}
		return true
	})
}

// randomTexts yields texts out of the pieces, and bytes that stand between such.
func randomTexts(seed uint64, n int, pieces []string) []string {
	r := rand.New(rand.NewPCG(seed, 1))
	texts := make([]string, n)
	for i := range texts {
		var t strings.Builder
		for range r.IntN(30) {
			switch r.IntN(6) {
			case 0, 1:
				t.WriteString(pieces[r.IntN(len(pieces))])
			case 2:
				for range r.IntN(9) {
					t.WriteByte('0' + byte(r.IntN(10)))
				}
			case 3:
				t.WriteByte(" -./:+,=%@\"\\>"[r.IntN(13)])
			case 4:
				t.WriteByte(byte(r.IntN(256)))
			case 5:
				t.WriteByte('a' + byte(r.IntN(26)))
			}
		}
		texts[i] = t.String()
	}
	return texts
}

var firstStagePieces = []string{
	"password", "password=", `"token": "`, "api_key1: ", "user[password]=", "Authorization: ", "é:", "clé=",
	"://", `:\/\/`, "12:34:56", "2026-11-22T03:04:05,123", "2026-11-22 ", "a@b.example", "<pw>", "--", "---", "--token ",
	"+49 30 ", "+1(", "n+33", "4111 1111 1111 1111", "123-45-6789", "01 23 45 67 89", "85.07.30-033.28", "(415) 555",
	"%204111", "10.0.0.1", "blk_-1608999687919862906", "1117838570 ", "RSSMRA85T10A562S", "::", ":=", "\x00", "9", "99", "999",
}

func TestFirstStageFindsWhatThePlainOneFinds(t *testing.T) {
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	texts := append(randomTexts(1, 60000, firstStagePieces), generatedLines(4000)...)
	for _, h := range hostileTexts {
		texts = append(texts, strings.Repeat(h.unit, 4096/len(h.unit)+1))
	}
	texts = append(texts, loghubLines(t)...)
	for _, text := range texts {
		got, want := firstStage(text, &e.filter, new([maxBlocks]blockMarks), nil), plainFirstStage(text, &e.filter)
		if !slices.Equal(got, want) {
			t.Fatalf("%q:\n%v, want\n%v", text, got, want)
		}
	}
}

func TestEveryFormatHasADigitShape(t *testing.T) {
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	check := func(f format) {
		text := strings.NewReplacer("*", "A").Replace(f.text)
		for i := range len(text) {
			if hasDigitShape(text[i:]) {
				return
			}
		}
		t.Errorf("%s: no digit shape in %s", e.rules[f.rule].Name, f.text)
	}
	for n := range e.formats.grouped {
		for _, formats := range append(e.formats.grouped[n][:], e.formats.bare[n]) {
			for _, f := range formats {
				check(f)
			}
		}
	}
}

// plainScan is secretGrams.scan without its tricks: each prefix at each place.
// sure are the hits that scan must not miss: something stands behind them, and
// before them no letter of another script.
func plainScan(g *secretGrams, v string) (all, sure []secretHit) {
	for i := range v {
		for n := range g.anchors {
			p := &g.anchors[n].prefix
			if i+len(p.sets) > len(v) || !p.at(v, i) {
				continue
			}
			all = append(all, secretHit{uint32(i), uint32(n)})
			if i+len(p.sets) < len(v) && (i == 0 || !p.left || beforeToken.has(v[i-1])) {
				sure = append(sure, secretHit{uint32(i), uint32(n)})
			}
		}
	}
	return all, sure
}

func TestGramsFindWhatThePlainScanFinds(t *testing.T) {
	for name, g := range map[string]*secretGrams{"default": defaultSecrets(), "all": allSecrets()} {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 4))
			var pieces []string
			for range 4 {
				for i := range g.anchors {
					var piece []byte
					for _, set := range g.anchors[i].prefix.sets {
						var can []byte
						for c := range byte(0x80) {
							if set.has(c) {
								can = append(can, c)
							}
						}
						piece = append(piece, can[r.IntN(len(can))])
					}
					pieces = append(pieces, string(piece), fmt.Sprintf(" %s=", piece))
				}
			}
			met := map[uint32]bool{}
			for _, text := range append(randomTexts(2, 1500, pieces), generatedLines(100)...) {
				got := map[secretHit]bool{}
				for _, h := range g.scan(text, nil) {
					got[h] = true
				}
				all, sure := plainScan(g, text)
				for _, h := range sure {
					met[h.anchor] = true
					if !got[h] {
						t.Fatalf("%q: missed %v at %d", text, g.anchors[h.anchor].prefix, h.pos)
					}
				}
				for _, h := range all {
					delete(got, h)
				}
				if len(got) > 0 {
					t.Fatalf("%q: hits at no prefix: %v", text, got)
				}
			}
			if len(met) < len(g.anchors)*9/10 {
				t.Errorf("%d of %d anchors were met", len(met), len(g.anchors))
			}
		})
	}
}
