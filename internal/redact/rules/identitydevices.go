package rules

// The numbers are the examples of published documentation.

var imei = Rule{
	Name:        "imei",
	Pack:        PackIdentity,
	Description: "The identity of a mobile device next to a word that names it.",
	Source:      "3GPP TS 23.003; Luhn",
	Keys:        []string{"imei", "imeinumber", "imeisv"},
	WordFormats: []string{"999999999999999", "99-999999-999999-9", "99 999999 999999 9"},
	Words:       []string{"imei", "imeisv"},
	Check:       "imei",
	Match: []Example{
		{`IMEI 490154203237518`, "490154203237518"},
		{`imei 49-015420-323751-8`, "49-015420-323751-8"},
	},
	NoMatch: []string{`IMEI 490154203237517`, `block 490154203237518`},
}

var imsi = Rule{
	Name:        "imsi",
	Pack:        PackIdentity,
	Description: "The identity of a mobile subscriber next to a word that names it.",
	Source:      "ITU-T E.212",
	Keys:        []string{"imsi", "supi"},
	WordFormats: []string{"999999999999999"},
	Words:       []string{"imsi", "supi"},
	Check:       "imsi",
	Match: []Example{
		{`attach IMSI 310150123456789`, "310150123456789"},
		{`supi=imsi-310150123456789`, "310150123456789"},
	},
	NoMatch: []string{`IMSI 910150123456789`, `block 310150123456789`},
}

var iccid = Rule{
	Name:        "iccid",
	Pack:        PackIdentity,
	Description: "The number of a SIM card next to a word that names it.",
	Source:      "ITU-T E.118",
	Keys:        []string{"iccid", "simnumber", "simserialnumber"},
	WordFormats: []string{"9999999999999999999", "99999999999999999999"},
	Words:       []string{"iccid", "sim"},
	Check:       "iccid",
	Match: []Example{
		{`ICCID 8991101200003204510 active`, "8991101200003204510"},
	},
	NoMatch: []string{`ICCID 7991101200003204510`, `row 8991101200003204510`},
}

var vin = Rule{
	Name:        "vin",
	Pack:        PackIdentity,
	Description: "A vehicle identification number next to a word that names it.",
	Source:      "ISO 3779; 49 CFR 565.15: check digit of North American vehicles",
	Keys:        []string{"vinnumber", "vincode", "vehiclevin", "vehicleidentificationnumber", "fahrgestellnummer", "chassisnumber"},
	WordFormats: []string{"***********999999", "**********9999999", "*********99999999"},
	Words:       []string{"vin", "vehicleidentification", "fahrgestellnummer", "fin", "chassis"},
	Check:       "vin",
	Match: []Example{
		{`VIN 1M8GDM9AXKP042788 sold`, "1M8GDM9AXKP042788"},
		{`vin=1HGCM82633A004352`, "1HGCM82633A004352"},
		{`Fahrgestellnummer WVWZZZ1JZ3W386752`, "WVWZZZ1JZ3W386752"},
	},
	NoMatch: []string{`VIN 1M8GDM9A1KP042788`, `build 1M8GDM9AXKP042788`, `vinyl 12`, `sensor vin=12.3V`},
}
