package redactcorrelateprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

var _ pdatawalk.Visitor = (*worker)(nil)

// Attributes redacts a map of attributes.
func (w *worker) Attributes(p pdatawalk.Place, m pcommon.Map) {
	edit := false
	pos := -1
	for name, v := range m.All() {
		pos++
		k := w.keys.at(p, pos, name)
		if k.suspect() {
			w.allFound(pdatawalk.AttributeKeys, k.findings)
			edit = edit || k.rename != ""
		}
		key := w.exempt(p, k.key, k.exempt)
		if key.Class == redact.KeySensitive {
			edit = w.sensitive(p, key, v, 0) || edit
			continue
		}
		if v.Type() == pcommon.ValueTypeStr {
			w.attribute(p, pos, k, key, v)
			continue
		}
		if isNested(v) {
			w.path = append(w.path[:0], name...)
		}
		w.value(p, key, v, 0)
	}
	if edit && w.enforce {
		w.editNames(p, m, false)
	}
}

// attribute redacts the text of an attribute whose name is not sensitive.
func (w *worker) attribute(p pdatawalk.Place, pos int, k *keyInfo, key redact.Key, v pcommon.Value) {
	text := v.Str()
	if text == "" {
		return
	}
	last := w.repeats.of(p, pos)
	if w.same(last, k, text) {
		return
	}
	out, changed := w.scanText(p, key, text)
	if changed {
		v.SetStr(out)
	}
	w.remember(p, last, k, text, changed)
}

// Value redacts the body of a log record.
func (w *worker) Value(p pdatawalk.Place, v pcommon.Value) {
	w.path = w.path[:0]
	w.value(p, w.nameless(p), v, 0)
}

// Text redacts a text that has no name.
func (w *worker) Text(p pdatawalk.Place, text string) (result string, changed bool) {
	last := w.repeats.of(p, 0)
	if w.same(last, nil, text) {
		return text, false
	}
	result, changed = w.scanText(p, w.nameless(p), text)
	w.remember(p, last, nil, text, changed)
	return result, changed
}

// value redacts a value under a name that is not sensitive. Its type is kept
// unless a number itself has to go.
func (w *worker) value(p pdatawalk.Place, k redact.Key, v pcommon.Value, depth int) {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if s := v.Str(); s != "" {
			if out, changed := w.scanText(p, k, s); changed {
				v.SetStr(out)
			}
		}
	case pcommon.ValueTypeInt:
		if out, changed := w.scanInt(p, k, v.Int()); changed {
			v.SetStr(out)
		}
	case pcommon.ValueTypeDouble:
		if out, changed := w.scanDouble(p, k, v.Double()); changed {
			w.setNumber(v, out)
		}
	case pcommon.ValueTypeBytes:
		if b := v.Bytes(); b.Len() > 0 {
			if out, changed := w.scanBytes(p, k, b.AsRaw()); changed {
				b.FromRaw(out)
			}
		}
	case pcommon.ValueTypeMap:
		w.fields(p, v.Map(), depth+1)
	case pcommon.ValueTypeSlice:
		w.elements(p, k, v.Slice(), false, depth)
	}
}

// elements redacts a list. listed: it stands in a list of pairs.
func (w *worker) elements(p pdatawalk.Place, k redact.Key, s pcommon.Slice, listed bool, depth int) {
	pair := w.pairOf(s, listed)
	pairs := isListOfPairs(s)
	args := !pairs && areArguments(s)
	if args {
		w.args.found = append(w.args.found[:0], make([]bool, s.Len())...)
	}
	for i, e := range s.All() {
		switch {
		case isNested(e) && depth+1 >= w.p.cfg.Redaction.Limits.MaxDepth:
			w.tooDeep(e)
		case i == 1 && pair.Class == redact.KeySensitive:
			if w.sensitive(p, pair, e, depth+1) && w.enforce {
				e.SetStr("")
			}
		case pairs:
			w.elements(p, k, e.Slice(), true, depth+1)
		default:
			if e.Type() == pcommon.ValueTypeStr {
				if key := w.scanner.ElementKey(k, e.Str()); key.Class == redact.KeySensitive {
					if w.sensitive(p, key, e, depth+1) && w.enforce {
						e.SetStr("")
					}
					continue
				}
			}
			w.value(p, k, e, depth+1)
			if args {
				w.args.found[i] = len(w.scanner.Findings()) > 0
			}
		}
	}
	if args {
		w.arguments(p, k, s)
	}
}

// fields redacts a nested map. A field is judged by its own name and, where
// that says nothing, by its dotted path, which stands in w.path.
func (w *worker) fields(p pdatawalk.Place, m pcommon.Map, depth int) {
	edit := false
	parent := len(w.path)
	data := w.dataName(m)
	for name, v := range m.All() {
		leaf := w.keys.get(name)
		if leaf.suspect() {
			w.allFound(pdatawalk.AttributeKeys, leaf.findings)
			edit = edit || leaf.rename != ""
		}
		w.path = appendField(w.path[:parent], name)
		key := w.fieldKey(p, leaf, parent > 0)
		switch {
		case key.Class != redact.KeySensitive && data.Class == redact.KeySensitive && redact.RoleOf(name) == redact.RoleValue:
			if w.sensitive(p, data, v, depth) && w.enforce {
				v.SetStr("") // the member keeps its name, which tells nothing
			}
		case key.Class == redact.KeySensitive:
			edit = w.sensitive(p, key, v, depth) || edit
		case isNested(v) && depth >= w.p.cfg.Redaction.Limits.MaxDepth:
			w.tooDeep(v)
		default:
			w.value(p, key, v, depth)
		}
	}
	w.path = w.path[:parent]
	if edit && w.enforce {
		w.editNames(p, m, parent > 0)
	}
}

// fieldKey judges the field whose path stands in w.path.
func (w *worker) fieldKey(p pdatawalk.Place, leaf *keyInfo, nested bool) redact.Key {
	key, under := leaf.key, leaf.exempt
	if key.Class != redact.KeySensitive && nested {
		path := w.keys.path(w.path)
		key, under = path.key, under|path.exempt
	}
	return w.exempt(p, key, under)
}

// sensitive deals with a value whose name says that it is a secret: all of it
// goes, of whatever type. It reports whether the attribute has to be removed.
func (w *worker) sensitive(p pdatawalk.Place, k redact.Key, v pcommon.Value, depth int) (remove bool) {
	if isEmpty(v) {
		return false
	}
	if k.Action == redact.Keep {
		w.found(p, w.p.engine.KeyFinding(k))
		w.value(p, redact.Key{Exempt: k.Exempt}, v, depth)
		return false
	}
	if w.scanner.NamesStay(k) {
		w.named(p, k, v, false, depth)
		return false
	}
	if k.Action != redact.Mask && k.Action != redact.Remove && w.shown(p, k, v) {
		return false
	}
	if k.Action != redact.Remove {
		k.Action = redact.Mask
	}
	token := w.scanner.Replacement(k.Rule)
	if k.Action == redact.Mask && v.Type() == pcommon.ValueTypeStr && w.scanner.IsToken(k, v.Str()) {
		return false
	}
	w.found(p, w.p.engine.KeyFinding(k))
	if k.Action == redact.Remove {
		return true
	}
	if w.enforce {
		v.SetStr(token)
	}
	return false
}

func (w *worker) tooDeep(v pcommon.Value) {
	w.tally.unscanned[unscannedDepth]++
	if w.enforce {
		v.SetStr(unscannedText)
	}
}

func isNested(v pcommon.Value) bool {
	t := v.Type()
	return t == pcommon.ValueTypeMap || t == pcommon.ValueTypeSlice
}

// isEmpty says that there is nothing to hide.
func isEmpty(v pcommon.Value) bool {
	switch v.Type() {
	case pcommon.ValueTypeEmpty:
		return true
	case pcommon.ValueTypeStr:
		return v.Str() == ""
	case pcommon.ValueTypeMap:
		return v.Map().Len() == 0
	case pcommon.ValueTypeSlice:
		return v.Slice().Len() == 0
	case pcommon.ValueTypeBytes:
		return v.Bytes().Len() == 0
	}
	return false
}
