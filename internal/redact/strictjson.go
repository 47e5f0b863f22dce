package redact

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// Text that is JSON must stay JSON. The verifiers see to that for what programs
// write; strings that hold pieces of JSON, made to confuse them, can still lead
// them to cut at the wrong quote. Then the text is decoded and every string of
// it redacted by itself. That is slow, loses the layout, and is never needed
// for real logs.

// breaksJSON reports whether text is JSON and out is not. A number or a word
// alone is a text.
func breaksJSON(text, out string) bool {
	t := strings.TrimLeft(text, " \t\r\n")
	if t == "" || t[0] != '{' && t[0] != '[' && t[0] != '"' {
		return false
	}
	return !json.Valid([]byte(out)) && json.Valid([]byte(text))
}

// strictJSON redacts a JSON text string by string. ok is false if it is nested
// too deeply.
func (s *Scanner) strictJSON(text string) (out string, ok bool) {
	inner := s.e.NewScanner()
	inner.values.on = false
	inner.depth = s.depth + 1
	w := jsonWriter{s: inner, dec: json.NewDecoder(strings.NewReader(text))}
	w.dec.UseNumber()
	if err := w.value(Key{}, 0); err != nil {
		return "", false
	}
	return w.out.String(), true
}

type jsonWriter struct {
	s   *Scanner
	dec *json.Decoder
	out bytes.Buffer
}

// value copies the next value, redacted as one that stands under k.
func (w *jsonWriter) value(k Key, depth int) error {
	if depth+w.s.depth > w.s.e.maxDepth {
		return io.ErrShortBuffer
	}
	masked := k.Class == KeySensitive && k.Action != Keep
	tok, err := w.dec.Token()
	if err != nil {
		return err
	}
	switch tok := tok.(type) {
	case json.Delim:
		if masked {
			w.string(w.s.Replacement(k.Rule))
			return w.skip(1)
		}
		if tok == '{' {
			return w.object(k, depth)
		}
		return w.array(k, depth)
	case string:
		text, _ := w.s.String(k, tok)
		w.string(text)
	case json.Number:
		text, changed := w.s.String(k, tok.String())
		if changed {
			w.string(text)
		} else {
			w.out.WriteString(text)
		}
	case bool:
		if tok {
			w.out.WriteString("true")
		} else {
			w.out.WriteString("false")
		}
	case nil:
		w.out.WriteString("null")
	}
	return nil
}

func (w *jsonWriter) object(k Key, depth int) error {
	w.out.WriteByte('{')
	first := true
	for w.dec.More() {
		name, err := w.dec.Token()
		if err != nil {
			return err
		}
		text, _ := name.(string)
		key := w.s.e.Exempted(w.s.Key(text), k.Exempt)
		if key.Class == KeyPlain {
			key.card = key.card || k.card
		}
		if key.Class == KeySensitive && key.Action == Remove {
			if err := w.skipValue(); err != nil {
				return err
			}
			continue
		}
		if !first {
			w.out.WriteByte(',')
		}
		first = false
		text, _ = w.s.String(Key{Exempt: k.Exempt}, text)
		w.string(text)
		w.out.WriteByte(':')
		if err := w.value(key, depth+1); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	w.out.WriteByte('}')
	return err
}

func (w *jsonWriter) array(k Key, depth int) error {
	w.out.WriteByte('[')
	for first := true; w.dec.More(); first = false {
		if !first {
			w.out.WriteByte(',')
		}
		if err := w.value(k, depth+1); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	w.out.WriteByte(']')
	return err
}

func (w *jsonWriter) string(text string) {
	enc := json.NewEncoder(&w.out)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(text) // a buffer takes every string
	w.out.Truncate(w.out.Len() - 1)
}

func (w *jsonWriter) skipValue() error {
	tok, err := w.dec.Token()
	if _, open := tok.(json.Delim); open && err == nil {
		return w.skip(1)
	}
	return err
}

// skip reads to the end of the value that is open that often.
func (w *jsonWriter) skip(open int) error {
	for open > 0 {
		tok, err := w.dec.Token()
		if err != nil {
			return err
		}
		if d, ok := tok.(json.Delim); ok {
			if d == '{' || d == '[' {
				open++
			} else {
				open--
			}
		}
	}
	return nil
}
