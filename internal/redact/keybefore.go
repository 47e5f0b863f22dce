package redact

// keyRef is the place of a name before a separator.
type keyRef struct {
	start, end int  // the name
	outer      int  // the name with its opening quote or bracket
	quote      byte // 0 for a name without quotes
	opened     bool // the opening quote was found
	slashes    int  // backslashes before each quote
	spaced     bool // blanks between name and separator
	bracket    bool // user[password]
}

// maxKeyScan bounds the length of a name.
const maxKeyScan = 256

// keyBefore finds the name before the separator at p.
func keyBefore(v string, p int) (k keyRef, ok bool) {
	i := p
	if i > 0 && v[i-1] == ':' { // :=
		i--
	}
	for n := 0; n < 8 && i > 0 && (v[i-1] == ' ' || v[i-1] == '\t'); n++ {
		i--
		k.spaced = true
	}
	if i > 0 && v[i-1] == ']' {
		i--
		k.bracket = true
	}
	if i > 0 && (v[i-1] == '"' || v[i-1] == '\'') {
		i--
		k.quote = v[i]
		for i > 0 && v[i-1] == '\\' {
			i--
			k.slashes++
		}
		// \\" ends a name with a backslash in it; the quote has none of its own.
		k.slashes = ownSlashes(k.slashes)
	}
	k.end = i
	floor := max(0, i-maxKeyScan)
	for i > floor && (is(v[i-1], clIdent) || k.quote != 0 && (v[i-1] == ' ' || v[i-1] == '/')) {
		i--
	}
	// In double quotes a backslash before the name belongs to its quote.
	if k.quote == 0 {
		if j := unescapedStart(v, i); j < k.end {
			i = j
		}
		i = colourBehind(v, i, k.end)
		for i < k.end && (v[i] == '-' || v[i] == '.') {
			i++
		}
	}
	k.start, k.outer = i, i
	if k.start == k.end {
		return k, false
	}
	if k.quote != 0 {
		k.outer, k.opened = openingQuote(v, i, floor, k.quote, k.slashes)
		if !k.opened {
			k.outer = k.start
		}
	}
	if k.bracket {
		if k.outer == 0 || v[k.outer-1] != '[' || k.quote != 0 && k.outer+1 < k.start-k.slashes {
			return k, false
		}
		k.outer--
	}
	return k, true
}

// openingQuote finds the quote with its backslashes that opens the name whose
// last word starts at i; other characters may stand between.
func openingQuote(v string, i, floor int, quote byte, slashes int) (outer int, ok bool) {
	for ; i > floor && v[i-1] != '\n'; i-- {
		if v[i-1] != quote {
			if v[i-1] == '"' {
				break // single quotes inside a string of JSON
			}
			continue
		}
		run := 0
		for i-2-run >= 0 && v[i-2-run] == '\\' {
			run++
		}
		if run == slashes {
			return i - 1 - run, true
		}
		if run < slashes {
			break // a string further out begins or ends
		}
		i -= run
	}
	return 0, false
}
