package ecs

import (
	"math"
	"strconv"
	"unsafe"
)

// number returns the end of the number at i, and whether it is a whole one
// without an exponent.
func (p *parser) number(i int) (end int, whole, ok bool) {
	b := p.buf
	if b[i] == '-' {
		i++
	}
	switch {
	case i >= len(b):
		return 0, false, p.fail(i, reasonEnd)
	case b[i] == '0':
		i++
	default:
		if i, ok = p.digits(i); !ok {
			return 0, false, false
		}
	}
	whole = true
	if i < len(b) && b[i] == '.' {
		whole = false
		if i, ok = p.digits(i + 1); !ok {
			return 0, false, false
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		whole = false
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if i, ok = p.digits(i); !ok {
			return 0, false, false
		}
	}
	return i, whole, true
}

// digits skips one digit or more.
func (p *parser) digits(i int) (end int, ok bool) {
	b := p.buf
	if i >= len(b) {
		return 0, p.fail(i, reasonEnd)
	}
	if b[i]-'0' > 9 {
		return 0, p.fail(i, reasonNumber)
	}
	for i++; i < len(b) && b[i]-'0' <= 9; i++ {
	}
	return i, true
}

// integer returns the value of a whole number that has no exponent, unless it
// is too large or the negative zero, which is no integer.
func integer(b []byte) (v int64, ok bool) {
	digits := b
	negative := b[0] == '-'
	if negative {
		digits = b[1:]
	}
	if len(digits) > 19 || negative && digits[0] == '0' {
		return 0, false
	}
	var u uint64
	for _, c := range digits {
		u = u*10 + uint64(c-'0')
	}
	switch {
	case negative && u <= 1<<63:
		return -int64(u), true
	case u <= math.MaxInt64:
		return int64(u), true
	}
	return 0, false
}

// double returns the value of a number if its shortest decimal form says the
// same as b, so that nothing is lost.
func double(b []byte) (v float64, ok bool) {
	want := decimalOf(b)
	// The shortest form has 17 digits at most; the exponent of a number that
	// has a value is near.
	if want.count > 17 || want.point > 400 || want.point < -400 {
		return 0, false
	}
	v, err := strconv.ParseFloat(unsafe.String(unsafe.SliceData(b), len(b)), 64)
	if err != nil {
		return 0, false
	}
	// 15 digits survive the way to a normal double and back.
	if want.count == 0 || want.count <= 15 && math.Abs(v) >= 0x1p-1022 {
		return v, true
	}
	var room [32]byte
	return v, want == decimalOf(strconv.AppendFloat(room[:0], v, 'e', -1, 64))
}

// decimal is a number without the ways to write it: its significant digits
// (the first 17, and how many there are) stand behind the decimal point, moved
// by the power of ten.
type decimal struct {
	digits [17]byte
	count  int
	point  int
}

func decimalOf(b []byte) decimal {
	var d decimal
	zeros := 0 // behind the last digit that is none
	fraction := false
	for i, c := range b {
		switch {
		case c == '.':
			fraction = true
		case c|0x20 == 'e':
			d.point += exponent(b[i+1:])
			if d.count == 0 {
				d.point = 0
			}
			return d
		case c == '-':
		case c == '0' && d.count == 0:
			if fraction {
				d.point--
			}
		default:
			if !fraction {
				d.point++
			}
			if c == '0' {
				zeros++
				continue
			}
			d.count += zeros + 1
			zeros = 0
			if d.count <= len(d.digits) {
				d.digits[d.count-1] = c
			}
		}
	}
	if d.count == 0 {
		d.point = 0
	}
	return d
}

// exponent reads an exponent; one beyond all use is some large number.
func exponent(b []byte) int {
	negative := b[0] == '-'
	if negative || b[0] == '+' {
		b = b[1:]
	}
	e := 0
	for _, c := range b {
		if e = e*10 + int(c-'0'); e > 1<<40 {
			e = 1 << 40
		}
	}
	if negative {
		return -e
	}
	return e
}
