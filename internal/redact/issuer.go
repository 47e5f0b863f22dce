package redact

// issuerKind says how sure issuer and length make a card number.
type issuerKind uint8

const (
	issuerNone issuerKind = iota
	// issuerRare: the length exists but is rare, while other numbers of that
	// length are common (13-digit article numbers, 19-digit row ids). Counts
	// only in groups, or where a word about cards stands near.
	issuerRare
	issuerCommon
)

// issuer looks up the issuer identification number and the length.
//
//	Visa 4: 13, 16, 19 · Mastercard 51-55, 2221-2720: 16 · Amex 34, 37: 15
//	Discover 6011, 644-649, 65: 16-19 · JCB 3528-3589: 16-19
//	Diners 300-305, 3095, 36, 38, 39: 14-19 · UnionPay 62: 16, 19, rarely others
//	Maestro 50, 56-58, 6: 12-19 · Mir 2200-2204: 16-19
//	Troy 9792, Uzcard 8600, Humo 9860: 16
func issuer(d []byte) issuerKind {
	n := len(d)
	if n < 12 || n > 19 {
		return issuerNone
	}
	p1 := int(d[0] - '0')
	p2 := p1*10 + int(d[1]-'0')
	p3 := p2*10 + int(d[2]-'0')
	p4 := p3*10 + int(d[3]-'0')
	sixteenIsCommon := func() issuerKind {
		if n == 16 {
			return issuerCommon
		}
		return issuerRare
	}
	switch {
	case p1 == 4:
		if n == 13 || n == 16 || n == 19 {
			return sixteenIsCommon()
		}
	case p2 >= 51 && p2 <= 55 || p4 >= 2221 && p4 <= 2720:
		if n == 16 {
			return issuerCommon
		}
	case p2 == 34 || p2 == 37:
		if n == 15 {
			return issuerCommon
		}
	case p4 >= 3528 && p4 <= 3589:
		if n >= 16 {
			return sixteenIsCommon()
		}
	case p3 >= 300 && p3 <= 305 || p4 == 3095 || p2 == 36 || p2 == 38 || p2 == 39:
		if n == 14 {
			return issuerCommon
		}
		if n > 14 {
			return sixteenIsCommon()
		}
	case p4 >= 2200 && p4 <= 2204:
		if n >= 16 {
			return sixteenIsCommon()
		}
	case p4 == 9792 || p4 == 8600 || p4 == 9860:
		if n == 16 {
			return issuerCommon
		}
	case p2 == 62:
		if n == 16 || n == 19 {
			return issuerCommon
		}
		return issuerRare
	case p1 == 6 || p2 == 50 || p2 >= 56 && p2 <= 58:
		return sixteenIsCommon()
	}
	return issuerNone
}
