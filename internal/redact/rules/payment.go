package rules

var cardNumber = Rule{
	Name: CardNumber,
	Pack: PackPayment,
	Description: "A payment card number: check digit, issuer and length agree, groups are consistent, " +
		"and it is no part of a longer id. Names for a card number mask their value whole.",
	Source: "ISO/IEC 7812-1 (Luhn); issuer ranges as published by the networks; PCI DSS 3.4",
	Keys: []string{
		"cardnumber", "cardnum", "cardno", "creditcard", "creditcardnumber", "creditcardno", "ccnumber", "ccnum", "ccno",
		"debitcard", "debitcardnumber", "pan", "primaryaccountnumber", "trackdata", "track1data", "track2data",
	},
	// The numbers are the networks' published test numbers.
	Match: []Example{
		{`mir 2200000000000004`, "2200000000000004"},
		{`troy 9792000000000003`, "9792000000000003"},
		{`карта 4222222222222`, "4222222222222"},
		{`{"number":"4222222222222","cvv":"917"}`, "4222222222222"},
		{`charged 4111111111111111 ok`, "4111111111111111"},
		{`charged 4111 1111 1111 1111 ok`, "4111 1111 1111 1111"},
		{`charged 4111-1111-1111-1111.`, "4111-1111-1111-1111"},
		{`amex 3782 822463 10005 exp 12 27`, "3782 822463 10005"},
		{`amex=378282246310005`, "378282246310005"},
		{`{"n":5555555555554444}`, "5555555555554444"},
		{`diners 30569309025904`, "30569309025904"},
		{`jcb 3530111333300000`, "3530111333300000"},
		{`discover 6011111111111117`, "6011111111111117"},
		{`mc2 2223003122003222`, "2223003122003222"},
		{`unionpay 6200000000000005`, "6200000000000005"},
		{`{"msg":"a\n4111111111111111\nb"}`, "4111111111111111"},
		{`card 4222222222222 (13 digits)`, "4222222222222"},
		{`c%3D4111111111111111%26d`, "4111111111111111"},
		{`c%204111111111111111`, "4111111111111111"},
		{`/pay?n=4111+1111+1111+1111&x=1`, "4111+1111+1111+1111"},
		{`charged 4111.1111.1111.1111 ok`, "4111.1111.1111.1111"},
		{`/pay?n=4111%201111%201111%201111`, "4111%201111%201111%201111"},
	},
	NoMatch: []string{
		`blk_4111111111111111`, `trace_id=4111111111111111`, `{"spanId":"4111111111111111"}`, `x-request-id: 4111111111111111`,
		`4111111111111112`, `at 1445144423722 and 1445144423722000`, `0.4111111111111111`, `4111 11111111 1111`,
		`00-0af7651916cd43dd8448eb211c80319c-4111111111111111-01`, `3f2a4111111111111111`, `41111111111111111111111111111111`,
		`4222222222222 widgets`, `03-17 16:13:44.614  6633 7575 4574 I am_proc_start`, `build 4111.1111.1111.1112`, `oid 1.4111.1111.1111.1111`, `4000.0000.0002`,
	},
}

var cardSecurityCode = Rule{
	Name:        CardSecurityCode,
	Pack:        PackPayment,
	Description: "The value under a name for a card's security code.",
	Source:      "PCI DSS 3.3.1: never stored",
	Keys:        []string{"cvv", "cvv2", "cvc", "cvc2", "cvn", "cvvcode", "cvccode", "cardsecuritycode", "cardverificationvalue", "cardcvv", "cardcvc", "securitycode", "cvvnumber", "cvcnumber", "cardcode"},
	Match: []Example{
		{`{"security_code":"917"}`, "917"},
		{`{"cvv":"917","exp":"12/27"}`, "917"},
		{`card_cvc=917&exp=1227`, "917"},
		{`card 4111111111111111 cvv 917 exp 12 27`, "917"},
		{`4111 1111 1111 1111 12/27 CVC2: 9172`, "9172"},
	},
	NoMatch: []string{`cvs=1.12`, `cvv 917 checks`},
}
