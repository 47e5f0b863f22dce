package rules

// The numbers are the examples of published documentation.

var gbNHS = Rule{
	Name:        "gb_nhs",
	Pack:        PackIdentity,
	Description: "A British number of the National Health Service next to a word that names it.",
	Source:      "NHS Data Dictionary; modulo 11",
	Keys:        []string{"nhsnumber", "nhsno"},
	WordFormats: []string{"999 999 9999", "999-999-9999", "9999999999"},
	Words:       []string{"nhs"},
	Check:       "gb_nhs",
	Match: []Example{
		{`NHS number 943 476 5870`, "943 476 5870"},
		{`nhs=9434765870`, "9434765870"},
	},
	NoMatch: []string{`943 476 5870 rows`, `nhs 943 476 5871`},
}

var gbNINO = Rule{
	Name:        "gb_nino",
	Pack:        PackIdentity,
	Description: "A British national insurance number next to a word that names it.",
	Source:      "HM Revenue and Customs, NIM39110",
	Keys:        []string{"nino", "ninumber", "nationalinsurancenumber"},
	WordFormats: []string{"AA999999A"},
	Words:       []string{"nino", "ni", "nationalinsurance"},
	Check:       "gb_nino",
	Match: []Example{
		{`NINO AB123456C`, "AB123456C"},
		{`{"nino":"AB 12 34 56 C"}`, "AB 12 34 56 C"},
	},
	NoMatch: []string{`part AB123456C`, `nino BG123456C`},
}

var gbUTR = Rule{
	Name:        "gb_utr",
	Pack:        PackIdentity,
	Description: "A British taxpayer reference next to a word that names it.",
	Source:      "HM Revenue and Customs; modulo 11",
	Keys:        []string{"utrnumber"},
	WordFormats: []string{"9999999999", "99999 99999"},
	Words:       []string{"utr", "taxpayerreference"},
	Check:       "gb_utr",
	Match: []Example{
		{`UTR 1955839661`, "1955839661"},
	},
	NoMatch: []string{`utr 2955839661`},
}

var frNIR = Rule{
	Name:        "fr_nir",
	Pack:        PackIdentity,
	Description: "A French social security number, compact or in groups.",
	Source:      "INSEE; 97 less the number modulo 97",
	Keys:        []string{"nir", "numerosecuritesociale", "securitesociale"},
	Formats:     []string{"999999999999999", "9 99 99 99 999 999 99", "99999*999999999"},
	Check:       "fr_nir",
	Match: []Example{
		{`assuré 295109912611193 ok`, "295109912611193"},
		{`assuré 2 95 10 99 126 111 93 ok`, "2 95 10 99 126 111 93"},
	},
	NoMatch: []string{`295109912611199`, `295109912611194`},
}

var deTaxID = Rule{
	Name:        "de_idnr",
	Pack:        PackIdentity,
	Description: "A German tax identification number.",
	Source:      "§ 139b AO; ISO/IEC 7064 modulo 11,10",
	Keys:        []string{"steuerid", "steueridnr", "steueridentifikationsnummer", "idnr"},
	Formats:     []string{"99 999 999 999"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"steuerid", "idnr", "steueridentifikationsnummer", "tin"},
	Check:       "de_idnr",
	Match: []Example{
		{`Kunde 36 574 261 809 neu`, "36 574 261 809"},
		{`Steueridentifikationsnummer no. 36574261809`, "36574261809"},
		{`{"tin_id":"36574261809"}`, "36574261809"},
		{`IdNr. 36574261809`, "36574261809"},
	},
	NoMatch: []string{`36574261809 rows`, `36 574 261 890`},
}

var esDNI = Rule{
	Name:        "es_dni",
	Pack:        PackIdentity,
	Description: "A Spanish identity number (DNI, NIE) next to a word that names it.",
	Source:      "Ministerio del Interior; number modulo 23",
	Keys:        []string{"dni", "dninumber", "nienumber"},
	WordFormats: []string{"99999999A", "99999999-A", "A9999999A", "A-9999999-A"},
	Words:       []string{"dni", "nie", "nif", "documento", "identidad"},
	Check:       "es_dni",
	Match: []Example{
		{`DNI 54362315K`, "54362315K"},
		{`NIE X2482300W`, "X2482300W"},
	},
	NoMatch: []string{`54362315K`, `dni 54362315Z`},
}

var itCodice = Rule{
	Name:        "it_codice_fiscale",
	Pack:        PackIdentity,
	Description: "An Italian tax code.",
	Source:      "D.M. 23 December 1976; check letter",
	Keys:        []string{"codicefiscale", "codfiscale"},
	Formats:     []string{"AAAAAA99A99A999A"},
	Check:       "it_codice",
	Match: []Example{
		{`cliente RCCMNL83S18D969H ok`, "RCCMNL83S18D969H"},
	},
	NoMatch: []string{`RCCMNL83S18D969I`},
}

var nlBSN = Rule{
	Name:        "nl_bsn",
	Pack:        PackIdentity,
	Description: "A Dutch citizen service number next to a word that names it.",
	Source:      "Logisch ontwerp BSN; eleven test",
	Keys:        []string{"bsn", "bsnnummer", "burgerservicenummer", "sofinummer"},
	WordFormats: []string{"999999999", "9999.99.999"},
	Words:       []string{"bsn", "burgerservicenummer", "sofinummer"},
	Check:       "nl_bsn",
	Match: []Example{
		{`BSN 111222333`, "111222333"},
	},
	NoMatch: []string{`order 111222333`, `bsn 111252333`},
}

var beNN = Rule{
	Name:        "be_nn",
	Pack:        PackIdentity,
	Description: "A Belgian national number.",
	Source:      "Rijksregister; 97 less the number modulo 97",
	Keys:        []string{"rijksregisternummer", "numeronational", "niss", "insz"},
	Formats:     []string{"99.99.99-999.99", "99.99.99-999 99", "99.99.99 999.99"},
	WordFormats: []string{"99999999999", "99 99 99 999 99"},
	Words: []string{
		"rijksregisternummer", "rijksregisternr", "rijksregister", "niss", "insz", "nationalnumber", "registrenational", "numeronational", "numéronational",
	},
	Check: "be_nn",
	Match: []Example{
		{`{"nationalNumber":"85073003328"}`, "85073003328"},
		{`numéro national 85073003328`, "85073003328"},
		{`burger 85.07.30-033.28 ok`, "85.07.30-033.28"},
		{`NISS 85073003328`, "85073003328"},
	},
	NoMatch: []string{`85.07.30-033.29`, `85073003328`, `{"nationalNumber":"85073003329"}`},
}

var ptNIF = Rule{
	Name:        "pt_nif",
	Pack:        PackIdentity,
	Description: "A Portuguese tax number next to a word that names it.",
	Source:      "Autoridade Tributária; modulo 11",
	Keys:        []string{"numerocontribuinte", "nifnumber"},
	WordFormats: []string{"999999999", "999 999 999"},
	Words:       []string{"nif", "contribuinte"},
	Check:       "pt_nif",
	Match: []Example{
		{`NIF 501964843`, "501964843"},
	},
	NoMatch: []string{`nif 501964842`, `501964843`},
}

var atVNR = Rule{
	Name:        "at_svnr",
	Pack:        PackIdentity,
	Description: "An Austrian social insurance number next to a word that names it.",
	Source:      "Dachverband der Sozialversicherungsträger; modulo 11",
	Keys:        []string{"svnr", "svnummer", "sozialversicherungsnummer"},
	WordFormats: []string{"9999 999999", "9999999999"},
	Words:       []string{"svnr", "svnummer", "versicherungsnummer", "sozialversicherungsnummer"},
	Check:       "at_vnr",
	Match: []Example{
		{`SVNR 1237 010180`, "1237 010180"},
	},
	NoMatch: []string{`svnr 2237 010180`, `1237 010180`},
}

var chAHV = Rule{
	Name:        "ch_ahv",
	Pack:        PackIdentity,
	Description: "A Swiss social insurance number.",
	Source:      "BSV; EAN-13 with prefix 756",
	Keys:        []string{"ahvnummer", "ahvnr", "numeroavs"},
	Formats:     []string{"999.9999.9999.99", "9999999999999"},
	Check:       "ch_ahv",
	Match: []Example{
		{`Person 756.9217.0769.85 neu`, "756.9217.0769.85"},
		{`Person 7569217076985 neu`, "7569217076985"},
	},
	NoMatch: []string{`756.9217.0769.84`, `1445144423722`},
}

var iePPS = Rule{
	Name:        "ie_pps",
	Pack:        PackIdentity,
	Description: "An Irish personal public service number next to a word that names it.",
	Source:      "Revenue; modulo 23",
	Keys:        []string{"ppsn", "ppsnumber", "ppsno"},
	WordFormats: []string{"9999999A", "9999999AA"},
	Words:       []string{"pps", "ppsn"},
	Check:       "ie_pps",
	Match: []Example{
		{`PPSN 6433435F`, "6433435F"},
		{`pps 6433435FT`, "6433435FT"},
	},
	NoMatch: []string{`6433435F`, `pps 6433435E`},
}

var luNIN = Rule{
	Name:        "lu_nin",
	Pack:        PackIdentity,
	Description: "A Luxembourgish identification number next to a word that names it.",
	Source:      "Loi du 19 juin 2013; Luhn and Verhoeff",
	Keys:        []string{"matricule"},
	WordFormats: []string{"9999999999999"},
	Words:       []string{"matricule"},
	Check:       "lu_nin",
	Match: []Example{
		{`Matricule 1893120105732`, "1893120105732"},
	},
	NoMatch: []string{`matricule 1893120105733`},
}
