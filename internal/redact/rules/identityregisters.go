package rules

// The numbers are the examples of published documentation, or made up.

var esNUSS = Rule{
	Name:        "es_nuss",
	Pack:        PackIdentity,
	Description: "A Spanish social security number.",
	Source:      "Tesorería General de la Seguridad Social; the number modulo 97",
	Keys:        []string{"nuss", "numeroseguridadsocial", "seguridadsocial", "numeroafiliacion"},
	Formats:     []string{"99/99999999/99"},
	WordFormats: []string{"999999999999", "99 99999999 99", "99-99999999-99", "99/9999999999"},
	Words:       []string{"nuss", "naf", "seguridadsocial", "afiliacion"},
	Check:       "es_nuss",
	Match: []Example{
		{`trabajador 28/12345678/40 alta`, "28/12345678/40"},
		{`NUSS 281234567840`, "281234567840"},
		{`{"nuss":"281234567840"}`, "281234567840"},
	},
	NoMatch: []string{`28/12345678/41`, `281234567840`, `nuss 281234567841`},
}

var grAFM = Rule{
	Name:        "gr_afm",
	Pack:        PackIdentity,
	Description: "A Greek tax number next to a word that names it.",
	Source:      "AADE; powers of two, modulo 11",
	Keys:        []string{"afm", "αφμ"},
	WordFormats: []string{"999999999"},
	Words:       []string{"afm", "αφμ", "ΑΦΜ"},
	Check:       "gr_afm",
	Match: []Example{
		{`AFM 094259216`, "094259216"},
		{`ΑΦΜ: 094259216`, "094259216"},
	},
	NoMatch: []string{`094259216`, `AFM 094259217`},
}

var auABN = Rule{
	Name:        "au_abn",
	Pack:        PackIdentity,
	Description: "An Australian business or company number next to a word that names it.",
	Source:      "Australian Business Register, modulo 89; ASIC, modulo 10",
	WordFormats: []string{"99 999 999 999", "99999999999", "999 999 999", "999999999"},
	Words:       []string{"abn", "acn"},
	Check:       "au_business",
	Match: []Example{
		{`ABN 51 824 753 556`, "51 824 753 556"},
		{`{"abn":"51824753556"}`, "51824753556"},
		{`ACN 004 085 616`, "004 085 616"},
	},
	NoMatch: []string{`51824753556`, `abn 51824753557`, `acn 004 085 617`},
}

var ruINN = Rule{
	Name:        "ru_inn",
	Pack:        PackIdentity,
	Description: "A Russian tax number of a person next to a word that names it.",
	Source:      "FNS; two digits modulo 11",
	Keys:        []string{"инн"},
	WordFormats: []string{"999999999999"},
	Words:       []string{"inn", "инн", "ИНН", "Инн"},
	Check:       "ru_inn",
	Match: []Example{
		{`ИНН 500100732259`, "500100732259"},
		{`{"inn":"500100732259"}`, "500100732259"},
	},
	NoMatch: []string{`500100732259`, `inn 500100732258`},
}

var hkID = Rule{
	Name:        "hk_id",
	Pack:        PackIdentity,
	Description: "An identity card number of Hong Kong next to a word that names it.",
	Source:      "Immigration Department; modulo 11",
	Keys:        []string{"hkid", "hkidnumber", "hkidno"},
	WordFormats: []string{"A999999(*)", "A999999*", "AA999999(*)", "AA999999*"},
	Words:       []string{"hkid", "hongkongid", "身份證", "身份證號碼", "香港身份證"},
	Check:       "hk_id",
	Match: []Example{
		{`HKID G123456(A)`, "G123456(A)"},
		{`hkid: g123456a`, "g123456a"},
	},
	NoMatch: []string{`G123456(A)`, `HKID G123456(7)`},
}

var inPAN = Rule{
	Name:        "in_pan",
	Pack:        PackIdentity,
	Description: "The value under a name for an Indian permanent account number.",
	Source:      "Income Tax Department",
	Keys:        []string{"pannumber", "panno", "pancard", "pancardnumber", "permanentaccountnumber", "permanentaccountno"},
	Match: []Example{
		{`permanentAccountNumber=ACUPA7085R`, "ACUPA7085R"},
		{`{"pan_number":"ACUPA7085R"}`, "ACUPA7085R"},
	},
	NoMatch: []string{`panel_number=7`},
}

var deIDCard = Rule{
	Name:        "de_id_card",
	Pack:        PackIdentity,
	Description: "The value under a name for the number of a German identity card.",
	Source:      "§ 5 PAuswG; deny lists of German administrations",
	Keys:        []string{"personalausweis", "personalausweisnummer", "personalausweisnr", "ausweisnummer", "ausweisnr", "ausweisid"},
	Match: []Example{
		{`{"personalausweis":"L01X00T471"}`, "L01X00T471"},
		{`Ausweisnummer: L01X00T471`, "L01X00T471"},
	},
	NoMatch: []string{`ausweis gültig`, `part L01X00T471`},
}

var doCedula = Rule{
	Name:        "do_cedula",
	Pack:        PackIdentity,
	Description: "A Dominican identity card number next to a word that names it.",
	Source:      "Junta Central Electoral; Luhn",
	WordFormats: []string{"999-9999999-9", "99999999999"},
	Words:       []string{"cedula", "cédula", "Cédula", "CÉDULA"},
	Check:       "do_cedula",
	Match: []Example{
		{`cédula 001-1391820-5`, "001-1391820-5"},
	},
	NoMatch: []string{`001-1391820-5`, `cédula 001-1391820-6`},
}

var uyCI = Rule{
	Name:        "uy_ci",
	Pack:        PackIdentity,
	Description: "A Uruguayan identity card number next to a word that names it.",
	Source:      "Dirección Nacional de Identificación Civil; weights 2, 9, 8, 7, 6, 3, 4",
	WordFormats: []string{"9999999-9", "9.999.999-9"},
	Words:       []string{"cedula", "cédula", "Cédula", "CÉDULA"},
	Check:       "uy_ci",
	Match: []Example{
		{`cédula 3.456.780-0`, "3.456.780-0"},
	},
	NoMatch: []string{`ref 3456780-0`},
}
