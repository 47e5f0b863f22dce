package redact

// Consoles show names in colours: ESC [ 36 m before a name and its =, ESC [ 0 m
// behind them (ECMA-48 section 8.3.117, as zerolog writes them).

const escapeByte = 0x1b

// maxColour bounds the parameters of a colour: 38;5;208.
const maxColour = 16

// colourBefore is where the colour begins that ends at i, or i.
func colourBefore(v string, i int) int {
	if i < 3 || v[i-1] != 'm' {
		return i
	}
	j := i - 1
	for j > 0 && i-j < maxColour && (is(v[j-1], clDigit) || v[j-1] == ';') {
		j--
	}
	if j >= 2 && v[j-1] == '[' && v[j-2] == escapeByte {
		return j - 2
	}
	return i
}

// colourBehind is where the name begins behind the colour of which i is the
// first letter or digit that could belong to the name, or i.
func colourBehind(v string, i, end int) int {
	if i < 2 || v[i-1] != '[' && v[i-1] != ';' {
		return i
	}
	j := i
	for j < end && is(v[j], clDigit) {
		j++
	}
	if j < end && v[j] == 'm' && colourBefore(v, j+1) <= j {
		return j + 1
	}
	return i
}

// colourEnd is behind the colour that begins at i, or i.
func colourEnd(v string, i int) int {
	if v[i] != escapeByte || i+1 >= len(v) || v[i+1] != '[' {
		return i
	}
	for j := i + 2; j < len(v) && j-i < maxColour; j++ {
		if v[j] == 'm' {
			return j + 1
		}
		if !is(v[j], clDigit) && v[j] != ';' {
			break
		}
	}
	return i
}
