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
		{`+44 (0)7700 900123 rang`, "+44 (0)7700 900123"},
		{`+44(0)20 7946 0018`, "+44(0)20 7946 0018"},
		{`+1-415-555-0132x12`, "+1-415-555-0132"},
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
		"99999 99999", "99-9999-9999", "999-9999-9999", "9999 999 999", "(99) 99999-9999", "(99) 9999-9999", "(99) 9999 9999", "999 999 999",
		"99-99999999", "999/999999", "999/9999999", "999/99999999", "9999/999999", "9999/9999999", "999 999999", "999 9999999", "9999 999999", "(999) 9999 9999",
		"(9999) 999999", "99 9999 9999", "999-9999999", "9999-999999", "9999-9999999", "9999999999999", "99999999999999", "999999999999999",
	},
	Words: []string{
		"phone", "tel", "telephone", "mobile", "cell", "cellphone", "fax", "sms", "whatsapp", "phonenumber", "call", "telefon", "handy", "téléphone", "tél",
		"telefonnummer", "rufnummer", "handynummer", "mobil", "mob", "telefone", "celular", "teléfono", "telefono", "móvil", "cellulare", "telefoon",
		"телефон", "тел", "电话", "手机", "電話", "携帯",
	},
	Check: "phone_national",
	Match: []Example{
		{`tel 415-555-0132`, "415-555-0132"},
		{`Phone: (415) 555-0132`, "(415) 555-0132"},
		{`fax 4155550132 failed`, "4155550132"},
		{`mobile 07700 900123`, "07700 900123"},
		{`Tel.: 030 901820`, "030 901820"},
		{`Telefon 089/123456`, "089/123456"},
		{`phone 98765 43210`, "98765 43210"},
		{`tel 03-1234-5678`, "03-1234-5678"},
		{`phone 0412 345 678`, "0412 345 678"},
		{`telefone (11) 91234-5678`, "(11) 91234-5678"},
		{`phone (020) 7946 0018`, "(020) 7946 0018"},
		{`teléfono 612 345 678`, "612 345 678"},
		{`telefoon 06-12345678`, "06-12345678"},
		{`电话 13812345678`, "13812345678"},
		{`call 004915550123456`, "004915550123456"},
	},
	NoMatch: []string{
		`415-555-0132`, `order 4155550132`, `phone 1115550132`, `call 1445144423722`, `call 0000000123456`, `sms 123 456 789 sent`, `call took 12/2026`, `phone model 20261122-4155550132-1`,
	},
}
