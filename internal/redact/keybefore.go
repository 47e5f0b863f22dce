package redact

// keyRef is the place of a name before a separator.
type keyRef struct {
	start, end int  // the name
	outer      int  // the name with its opening quote or bracket
	quote      byte // 0 for a name without quotes
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
		for i < k.end && (v[i] == '-' || v[i] == '.') {
			i++
		}
	}
	k.start, k.outer = i, i
	if k.start == k.end {
		return k, false
	}
	if k.quote != 0 {
		if i > 0 && v[i-1] == k.quote {
			k.outer = i - 1
			for n := 0; n < k.slashes && k.outer > 0 && v[k.outer-1] == '\\'; n++ {
				k.outer--
			}
		}
	}
	if k.bracket {
		if k.outer == 0 || v[k.outer-1] != '[' {
			return k, false
		}
		k.outer--
	}
	return k, true
}
