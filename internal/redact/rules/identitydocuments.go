package rules

// The numbers are the examples of published documentation, or made up.

var passport = Rule{
	Name:        "passport_number",
	Pack:        PackIdentity,
	Description: "The number of a passport next to words that name it.",
	Source:      "ICAO Doc 9303: at most nine letters and digits",
	WordFormats: []string{"999999999", "A99999999", "AA9999999", "A9999999", "AAA999999", "AA999999"},
	Words: []string{
		"passportnumber", "passportno", "passportnr", "passportid", "reisepass", "reisepassnummer", "reisepassnr", "passnummer", "passeport",
		"pasaporte", "passaporto", "passaporte", "paspoort", "paspoortnummer", "paszport",
	},
	Check: "passport",
	Match: []Example{
		{`Passport number 533380006 checked`, "533380006"},
		{`passeport A12345678`, "A12345678"},
		{`Reisepass-Nr. C01234567`, "C01234567"},
	},
	NoMatch: []string{`passport.js served 533380006`, `order 533380006`, `passport number missing`},
}

var gbLicence = Rule{
	Name:        "gb_driving_licence",
	Pack:        PackIdentity,
	Description: "The number of a British driving licence.",
	Source:      "DVLA, INF45: the date of birth at its places",
	Formats:     []string{"AAAAA999999AA9AA", "AAAAA999999A99AA"},
	Check:       "gb_licence",
	Match: []Example{
		{`licence MORGA657054SM9IJ ok`, "MORGA657054SM9IJ"},
	},
	NoMatch: []string{`licence MORGA699054SM9IJ`, `part ABCDE123456AB`},
}

var drivingLicence = Rule{
	Name:        "driving_licence",
	Pack:        PackIdentity,
	Description: "The number of a driving licence next to words that name it.",
	Source:      "formats of the states of the United States, of Canada and of Germany as they publish them",
	Keys:        []string{"driverlicense", "driverslicense", "drivinglicense", "drivinglicence", "driverlicence", "fuehrerscheinnummer", "führerscheinnummer", "permisdeconduire"},
	WordFormats: []string{"A9999999", "999999999", "A99999999", "A999999999999", "A99999999999999", "A999-9999-9999", "A999-999-99-999-9", "99999999"},
	Words:       []string{"driverlicense", "driverslicense", "drivinglicense", "drivinglicence", "driverlicence", "slicense", "führerschein", "fuehrerschein"},
	Match: []Example{
		{`driver license D1234567 expired`, "D1234567"},
		{`Driver's license: F255-921-50-094-0`, "F255-921-50-094-0"},
		{`{"driversLicense":"D1234567"}`, "D1234567"},
	},
	NoMatch: []string{`license D1234567`, `driver 12345678 loaded`, `license=MIT`},
}

var usEIN = Rule{
	Name:        "us_ein",
	Pack:        PackIdentity,
	Description: "An employer identification number of the United States in groups, next to a word that names it.",
	Source:      "Internal Revenue Service, prefixes of the EIN",
	Keys:        []string{"einnumber", "employeridentificationnumber", "federaltaxid", "fein", "employerid", "employeridnumber"},
	WordFormats: []string{"99-9999999"},
	Words:       []string{"ein", "fein", "employeridentification", "federaltax", "taxid"},
	WeakKeys:    []string{"ein"},
	Check:       "us_ein",
	Match: []Example{
		{`{"ein":"911144442"}`, "911144442"},
		{`EIN 91-1144442`, "91-1144442"},
		{`{"federal_tax_id":"91-1144442"}`, "91-1144442"},
	},
	NoMatch: []string{`EIN 07-1144442`, `91-1144442`, `ein 911144442`},
}

var usDEA = Rule{
	Name:        "us_dea",
	Pack:        PackIdentity,
	Description: "A registration number of the Drug Enforcement Administration next to a word that names it.",
	Source:      "DEA; weights 1 and 2",
	Keys:        []string{"deanumber", "deano"},
	WordFormats: []string{"AA9999999"},
	Words:       []string{"dea", "deanumber", "prescriber"},
	Check:       "us_dea",
	Match: []Example{
		{`DEA AB1234563`, "AB1234563"},
	},
	NoMatch: []string{`DEA AB1234564`, `part AB1234563`},
}

var usMBI = Rule{
	Name:        "us_mbi",
	Pack:        PackIdentity,
	Description: "The value under a name for the number of a Medicare beneficiary or of a health insurance.",
	Source:      "Centers for Medicare and Medicaid Services; deny lists of electronic health records",
	Keys: []string{
		"mbi", "mbinumber", "medicarebeneficiaryid", "medicarenumber", "medicareid", "medicaidnumber", "medicaidid",
		"healthinsurancenumber", "healthinsuranceid", "insurancememberid", "medicalrecordnumber", "healthcardnumber", "medicarebeneficiaryidentifier", "beneficiaryidentifier",
	},
	Match: []Example{
		{`{"mbi":"1EG4-TE5-MK72"}`, "1EG4-TE5-MK72"},
		{`medical_record_number=77-4219`, "77-4219"},
	},
	NoMatch: []string{`mbio=7 mb=12`},
}

var deKVNR = Rule{
	Name:        "de_kvnr",
	Pack:        PackIdentity,
	Description: "The number of a person insured by a German health insurance, next to a word that names it.",
	Source:      "§ 290 SGB V; Luhn with the letter as two digits",
	Keys:        []string{"kvnr", "kvnummer", "krankenversichertennummer", "versichertennummer", "egknummer"},
	WordFormats: []string{"A999999999"},
	Words:       []string{"kvnr", "kvnummer", "krankenversichertennummer", "versichertennummer", "krankenkasse"},
	Check:       "de_kvnr",
	Match: []Example{
		{`KVNR A123456780`, "A123456780"},
	},
	NoMatch: []string{`KVNR A123456781`, `part A123456780`},
}

var deSVNR = Rule{
	Name:        "de_svnr",
	Pack:        PackIdentity,
	Description: "A German pension insurance number.",
	Source:      "§ 2 VKVV; weights and cross sums, a date inside",
	Keys:        []string{"rentenversicherungsnummer", "rvnr", "sozialversicherungsnr", "rentennummer"},
	Formats:     []string{"99999999A999", "99 999999 A 999"},
	Check:       "de_svnr",
	Match: []Example{
		{`Vers. 65 170839 J 003 neu`, "65 170839 J 003"},
		{`Vers. 65170839J003 neu`, "65170839J003"},
	},
	NoMatch: []string{`65 170839 J 004`, `65170839J004`, `65173839J003`},
}

var vatID = Rule{
	Name:        "vat_id",
	Pack:        PackIdentity,
	Description: "An identification number for value-added tax of the European Union or the United Kingdom, next to a word that names it.",
	Source:      "Council Regulation (EU) 904/2010, VIES structures; the check digits that the countries publish",
	Keys:        []string{"vatid", "vatnumber", "vatno", "vatin", "vatregistrationnumber", "ustid", "ustidnr", "partitaiva", "numerotva", "btwnummer"},
	WordFormats: []string{
		"AA99999999", "AA999999999", "AA9999999999", "AA99999999999", "AA999999999999", "AAA99999999", "AAA9999999A", "AA99999999A",
		"AA9999999A", "AA9999999AA", "AAAA999999999", "AA999999999A99", "AA 999999999", "AA 999 999 999",
	},
	Words: []string{"vat", "vatin", "vatid", "vatno", "vatnumber", "ustid", "ust", "tva", "iva", "piva", "btw", "moms", "mwst", "umsatzsteuer"},
	Check: "vat",
	Match: []Example{
		{`VAT DE136695976`, "DE136695976"},
		{`USt-IdNr. DE136695976`, "DE136695976"},
		{`TVA FR40303265045`, "FR40303265045"},
		{`{"vat":"ATU13585627"}`, "ATU13585627"},
		{`BTW NL004495445B01`, "NL004495445B01"},
	},
	NoMatch: []string{`VAT DE136695978`, `ref DE136695976`, `vat 19 on 136695976`},
}
