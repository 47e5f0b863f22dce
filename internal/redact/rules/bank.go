package rules

// The IBANs are the registry's own examples.

var iban = Rule{
	Name:        IBAN,
	Pack:        PackPayment,
	Description: "An international bank account number, compact or in groups of four: country, length, structure and check digits agree.",
	Source:      "ISO 13616, the registry of SWIFT; modulo 97-10 of ISO/IEC 7064",
	Keys:        []string{"iban", "ibannumber", "ibancode"},
	Match: []Example{
		{`/pay?x=GB82+WEST+1234+5698+7654+32&y=1`, "GB82+WEST+1234+5698+7654+32"},
		{`/pay?x=GB82%20WEST%201234%205698%207654%2032&y=1`, "GB82%20WEST%201234%205698%207654%2032"},
		{`pay to de89370400440532013000 today`, "de89370400440532013000"},
		{`pay to gb82 west 1234 5698 7654 32 today`, "gb82 west 1234 5698 7654 32"},
		{`IBANDE89370400440532013000`, "DE89370400440532013000"},
		{`statement_DE89370400440532013000.pdf`, "DE89370400440532013000"},
		{`pay to DE89370400440532013000 today`, "DE89370400440532013000"},
		{`pay to DE89 3704 0044 0532 0130 00 today`, "DE89 3704 0044 0532 0130 00"},
		{`from GB82WEST12345698765432.`, "GB82WEST12345698765432"},
		{`from GB82 WEST 1234 5698 7654 32, thanks`, "GB82 WEST 1234 5698 7654 32"},
		{`FR1420041010050500013M02606`, "FR1420041010050500013M02606"},
		{`{"to":"NL91ABNA0417164300"}`, "NL91ABNA0417164300"},
		{`acct=NO9386011117947&x=1`, "NO9386011117947"},
		{`IT60 X054 2811 1010 0000 0123 456`, "IT60 X054 2811 1010 0000 0123 456"},
		{`MT84MALT011000012345MTLCAST001S`, "MT84MALT011000012345MTLCAST001S"},
		{`RO49AAAA1B31007593840000`, "RO49AAAA1B31007593840000"},
		{`/pay?to=BE68%205390%200754%207034`, "BE68%205390%200754%207034"},
	},
	NoMatch: []string{
		`DE89370400440532013001`, `XDE89370400440532013000`, `XX89370400440532013000`, `DE8937040044053201300`,
		`job DE20261122185645123456789`,
	},
}

var bic = Rule{
	Name:        BIC,
	Pack:        PackPayment,
	Description: "The business identifier code of a bank next to an IBAN of its country.",
	Source:      "ISO 9362",
	Keys:        []string{"biccode", "swiftcode", "swiftbic", "bicswift"},
	WeakKeys:    []string{"bic", "swift"},
	Match: []Example{
		{`{"bic":"COBADEFFXXX"}`, "COBADEFFXXX"},
		{`DE89370400440532013000 BIC COBADEFFXXX`, "COBADEFFXXX"},
		{`BIC: ABNANL2A IBAN: NL91ABNA0417164300`, "ABNANL2A"},
	},
	NoMatch: []string{`COBADEFFXXX`, `DEADLETTER QUEUE`},
}

var abaRouting = Rule{
	Name:        "aba_routing",
	Pack:        PackPayment,
	Description: "A routing number of a United States bank next to a word that names it.",
	Source:      "American Bankers Association; weights 3, 7, 1 and the districts of the Federal Reserve",
	Keys:        []string{"routingnumber", "routingno", "abanumber", "abarouting"},
	WordFormats: []string{"999999999", "9999-9999-9"},
	Words:       []string{"routing", "aba", "rtn", "abarouting"},
	Check:       "aba_routing",
	Match: []Example{
		{`routing number 111000025`, "111000025"},
		{`{"routingNumber":"111000025"}`, "111000025"},
	},
	NoMatch: []string{`routing 112000025 packets`, `order 111000025`},
}

var trackData = Rule{
	Name:        TrackData,
	Pack:        PackPayment,
	Description: "Track 1 or 2 of a card's magnetic stripe: card number, expiry, service code and what follows.",
	Source:      "ISO/IEC 7813; PCI DSS 3.3.1: never stored",
	Match: []Example{
		{`swipe %B4111111111111111^DOE/JOHN^27121010000000000? ok`, "27121010000000000"},
		{`swipe ;4111111111111111=27121010000000000? ok`, "27121010000000000"},
		{`{"t2":"4111111111111111=27121010000000000"}`, "27121010000000000"},
		{`57: 4111111111111111D27121010000000000F ok`, "27121010000000000F"},
		{`cut %B4111111111111111^DOE/JOHN^2712`, "4111111111111111"},
		{`cut %B4111111111111111^DOE/J`, "DOE/J"},
		{`cut %B4111111111111111`, "4111111111111111"},
	},
	NoMatch: []string{`order_id=69870686795521d99016646f`, `;4111111111111112=27121010000000000?`, `at 4111111111111111D27991010000000000F`, `%B4111111111111112^DOE/JOHN^27121010000000000?`},
}
