package main

import "strings"

// callingCodes with national numbers as the numbering plans lay them out.
var callingCodes = []struct{ code, first, rest string }{
	{"49", "15", "########"},
	{"49", "30", "#######"},
	{"33", "6", "########"},
	{"44", "7", "#########"},
	{"31", "6", "########"},
	{"39", "3", "#########"},
	{"34", "6", "########"},
	{"48", "5", "########"},
	{"46", "7", "########"},
	{"43", "664", "#######"},
	{"41", "79", "#######"},
	{"91", "9", "#########"},
	{"81", "90", "########"},
	{"86", "13", "#########"},
	{"55", "119", "########"},
	{"61", "4", "########"},
	{"1", "212", "2######"},
	{"1", "415", "3######"},
}

func (r random) fill(pattern string) string {
	return strings.Map(func(c rune) rune {
		if c == '#' {
			return rune(digitChars[r.IntN(10)])
		}
		return c
	}, pattern)
}

func contact() []detector {
	local := func(r random) string {
		return r.one(r.word()+"."+r.word(), r.word()+r.digits(3), r.word()+"_"+r.word(), r.word()+"+"+r.word()) + r.chars(4, lowerChars)
	}
	domain := func(r random) string {
		return r.word() + r.one("", "-"+r.word(), "."+r.word()) + "." + r.one("com", "org", "net", "de", "co.uk", "io", "fr", "info", "example", "museum")
	}
	nanp := func(r random) (string, string, string) {
		return r.one("212", "415", "312", "646", "702"), r.one("2", "3", "7", "8") + r.digits(2), r.digits(4)
	}
	return []detector{
		{"email", shaped, nil, func(r random) planted {
			l, d := local(r), domain(r)
			return planted{text: l + "@" + d, hidden: []string{l + "@" + d, l}}
		}},
		{"email_upper", shaped, nil, func(r random) planted {
			l, d := local(r), domain(r)
			return planted{text: strings.ToUpper(l + "@" + d), hidden: []string{l}}
		}},
		{"email_named", shaped, nil, func(r random) planted {
			l, d := local(r), domain(r)
			return planted{text: strings.ToUpper(r.word()) + " <" + l + "@" + d + ">", hidden: []string{l}}
		}},
		{"phone_e164", shaped, nil, func(r random) planted {
			c := callingCodes[r.IntN(len(callingCodes))]
			return number("+" + c.code + c.first + r.fill(c.rest))
		}},
		{"phone_international", shaped, nil, func(r random) planted {
			c := callingCodes[r.IntN(len(callingCodes))]
			rest := r.fill(c.rest)
			return number("+" + c.code + " " + c.first + " " + rest[:3] + " " + rest[3:])
		}},
		{"phone_nanp", named, []string{"phone", "phone number", "mobile", "telephone", "mobile phone"}, func(r random) planted {
			a, b, c := nanp(r)
			return number(r.one(a+"-"+b+"-"+c, "("+a+") "+b+"-"+c, a+"."+b+"."+c))
		}},
	}
}
