package rules

// The numbers are of ranges that the countries keep for fiction and examples.

var phone = Rule{
	Name:        Phone,
	Pack:        PackContact,
	Description: "A phone number in international form: an assigned country code and a length that the country has.",
	Source:      "ITU-T E.164 and its list of assigned country codes",
	Keys: []string{
		"phonenumber", "phoneno", "telephone", "telephonenumber", "mobilenumber", "mobilephone", "mobileno", "cellphone",
		"cellnumber", "msisdn", "faxnumber", "homephone", "workphone", "userphone", "customerphone", "contactphone", "whatsappnumber",
	},
	WeakKeys: []string{"phone"},
	Match: []Example{
		{`call +14155550132 now`, "+14155550132"},
		{`call +1 (415) 555-0132 now`, "+1 (415) 555-0132"},
		{`sms to +44 7700 900123.`, "+44 7700 900123"},
		{`sms to +44-7700-900123, ok`, "+44-7700-900123"},
		{`tel:+33199001234`, "+33199001234"},
		{`+33 1 99 00 12 34 3 items`, "+33 1 99 00 12 34"},
		{`to=%2B4915550123456&x`, "%2B4915550123456"},
		{`{"to":"+49 1555 0123456"}`, "+49 1555 0123456"},
		{`msg\n+4915550123456\n`, "+4915550123456"},
		{`{"phone_number":"555 0132"}`, "555 0132"},
	},
	NoMatch: []string{
		`at 2026-11-22T12:00:00+0100`, `+1000000 rows`, `delta +123456789 bytes`, `a+14155550132`, `1+14155550132`, `+0123456789`,
		`Zm9v+14155550132/b==`, `v1.2.3+20261122185645`, `phone_type=mobile`,
	},
}

var phoneNational = Rule{
	Name:        "phone_national",
	Pack:        PackContact,
	Description: "A phone number as it is dialled at home, next to a word about phones.",
	Source:      "North American Numbering Plan; ITU-T E.123",
	WordFormats: []string{
		"999-999-9999", "999.999.9999", "999 999 9999", "(999) 999-9999", "(999)999-9999", "1-999-999-9999", "1 999 999 9999",
		"9999999999", "99999999999", "99999 999999", "9999 9999999", "999 99999999", "9999 999 9999", "999 9999 9999", "99 99 99 99 99",
	},
	Words: []string{"phone", "tel", "telephone", "mobile", "cell", "cellphone", "fax", "sms", "whatsapp", "phonenumber", "call", "telefon", "handy", "téléphone"},
	Check: "phone_national",
	Match: []Example{
		{`tel 415-555-0132`, "415-555-0132"},
		{`Phone: (415) 555-0132`, "(415) 555-0132"},
		{`fax 4155550132 failed`, "4155550132"},
		{`mobile 07700 900123`, "07700 900123"},
	},
	NoMatch: []string{
		`415-555-0132`, `order 4155550132`, `phone 1115550132`, `phone model 20261122-4155550132-1`,
	},
}
