package rules

// The numbers are the examples of published documentation.

var sePersonnummer = Rule{
	Name:        "se_personnummer",
	Pack:        PackIdentity,
	Description: "A Swedish personal number.",
	Source:      "Skatteverket, SKV 704; Luhn",
	Keys:        []string{"personnummer", "samordningsnummer"},
	Formats:     []string{"999999-9999", "999999+9999"},
	WordFormats: []string{"9999999999", "99999999-9999", "999999999999"},
	Words:       []string{"personnummer", "pnr", "samordningsnummer", "personalnumber"},
	Check:       "se_personal",
	Match: []Example{
		{`kund 880320-0016 ok`, "880320-0016"},
		{`personnummer 8803200016`, "8803200016"},
	},
	NoMatch: []string{`880320-0018`, `881320-0016`},
}

var fiHETU = Rule{
	Name:        "fi_hetu",
	Pack:        PackIdentity,
	Description: "A Finnish personal code.",
	Source:      "Digi- ja väestötietovirasto; modulo 31",
	Keys:        []string{"hetu", "henkilotunnus"},
	Formats:     []string{"999999-999*", "999999+999*", "999999A999*"},
	Check:       "fi_hetu",
	Match: []Example{
		{`asiakas 131052-308T ok`, "131052-308T"},
		{`asiakas 131052A308T ok`, "131052A308T"},
	},
	NoMatch: []string{`131052-308U`, `310252-308Y`},
}

var dkCPR = Rule{
	Name:        "dk_cpr",
	Pack:        PackIdentity,
	Description: "A Danish personal number next to a word that names it.",
	Source:      "CPR-kontoret: the check digit does not hold since 2007",
	Keys:        []string{"cprnummer", "cprnr", "cpr"},
	WordFormats: []string{"999999-9999", "9999999999"},
	Words:       []string{"cpr", "cprnummer", "cprnr", "personnummer"},
	Check:       "dk_cpr",
	Match: []Example{
		{`personnummer 211062-5629`, "211062-5629"},
		{`CPR 211062-5629`, "211062-5629"},
	},
	NoMatch: []string{`cpr 511062-5629`, `211062-5628 rows`},
}

var noBirth = Rule{
	Name:        "no_fodselsnummer",
	Pack:        PackIdentity,
	Description: "A Norwegian birth number.",
	Source:      "Skatteetaten; two digits modulo 11",
	Keys:        []string{"fodselsnummer", "fødselsnummer", "personnr"},
	Formats:     []string{"999999 99999"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"fodselsnummer", "fødselsnummer", "fnr", "personnummer"},
	Check:       "no_birth",
	Match: []Example{
		{`kunde 151086 95088 ok`, "151086 95088"},
		{`fnr 15108695088`, "15108695088"},
	},
	NoMatch: []string{`151086 95077`, `15108695088`},
}

var isKennitala = Rule{
	Name:        "is_kennitala",
	Pack:        PackIdentity,
	Description: "An Icelandic identity number next to a word that names it.",
	Source:      "Þjóðskrá; modulo 11",
	Keys:        []string{"kennitala"},
	WordFormats: []string{"999999-9999", "9999999999"},
	Words:       []string{"kennitala", "kt"},
	Check:       "is_kennitala",
	Match: []Example{
		{`kennitala 120174-3399`, "120174-3399"},
	},
	NoMatch: []string{`120174-3399`, `kennitala 320174-3399`},
}

var balticCode = Rule{
	Name:        "ee_lt_personal_code",
	Pack:        PackIdentity,
	Description: "An Estonian or Lithuanian personal code next to a word that names it.",
	Source:      "EVS 585:2007; modulo 11 with a second row of weights",
	Keys:        []string{"isikukood", "asmenskodas"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"isikukood", "asmenskodas", "asmens", "personalcode"},
	Check:       "baltic",
	Match: []Example{
		{`isikukood 36805280109`, "36805280109"},
		{`asmens kodas 33309240064`, "33309240064"},
	},
	NoMatch: []string{`isikukood 36805280108`, `36805280109`},
}

var lvCode = Rule{
	Name:        "lv_personal_code",
	Pack:        PackIdentity,
	Description: "A Latvian personal code next to a word that names it.",
	Source:      "Fizisko personu reģistrs; modulo 11",
	Keys:        []string{"personaskods"},
	WordFormats: []string{"999999-99999", "99999999999"},
	Words:       []string{"personaskods", "personas"},
	Check:       "lv_code",
	Match: []Example{
		{`personas kods 161175-19997`, "161175-19997"},
	},
	NoMatch: []string{`161175-19997`, `personas kods 161175-19998`},
}
