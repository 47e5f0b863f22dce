package rules

// The numbers are the examples of published documentation.

var plPESEL = Rule{
	Name:        "pl_pesel",
	Pack:        PackIdentity,
	Description: "A Polish number of the population register next to a word that names it.",
	Source:      "PESEL act; weights 1, 3, 7, 9",
	Keys:        []string{"pesel", "numerpesel"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"pesel"},
	Check:       "pl_pesel",
	Match: []Example{
		{`PESEL 44051401359`, "44051401359"},
		{`{"m":"pesel: 44051401359"}`, "44051401359"},
	},
	NoMatch: []string{`44051401359`, `pesel_count 44051401358`},
}

var plNIP = Rule{
	Name:        "pl_nip",
	Pack:        PackIdentity,
	Description: "A Polish tax number next to a word that names it.",
	Source:      "Ministerstwo Finansów; modulo 11",
	Keys:        []string{"nipnumber", "numernip"},
	WordFormats: []string{"9999999999", "999-999-99-99", "999-99-99-999"},
	Words:       []string{"nip"},
	Check:       "pl_nip",
	Match: []Example{
		{`NIP 8567346215`, "8567346215"},
	},
	NoMatch: []string{`nip 8567346216`, `8567346215`},
}

var bgEGN = Rule{
	Name:        "bg_egn",
	Pack:        PackIdentity,
	Description: "A Bulgarian civil number next to a word that names it.",
	Source:      "GRAO; modulo 11",
	Keys:        []string{"egn", "егн"},
	WordFormats: []string{"9999999999"},
	Words:       []string{"egn", "егн", "ЕГН"},
	Check:       "bg_egn",
	Match: []Example{
		{`ЕГН 7523169263`, "7523169263"},
		{`EGN 7523169263`, "7523169263"},
	},
	NoMatch: []string{`7523169263`, `egn_x 7523169264`},
}

var czBirth = Rule{
	Name:        "cz_sk_birth_number",
	Pack:        PackIdentity,
	Description: "A Czech or Slovak birth number.",
	Source:      "Act 133/2000 Sb.; divisible by 11",
	Keys:        []string{"rodnecislo", "rodnéčíslo"},
	Formats:     []string{"999999/9999"},
	WordFormats: []string{"9999999999"},
	Words:       []string{"rodne", "rodné", "rodnecislo", "rč", "rodnéčíslo"},
	Check:       "cz_birth",
	Match: []Example{
		{`klient 710319/2745 ok`, "710319/2745"},
		{`rodne cislo 7103192745`, "7103192745"},
	},
	NoMatch: []string{`710319/2746`, `7103192745`},
}

var roCNP = Rule{
	Name:        "ro_cnp",
	Pack:        PackIdentity,
	Description: "A Romanian personal code next to a word that names it.",
	Source:      "Legea 105/1996; modulo 11",
	Keys:        []string{"cnp", "codnumericpersonal"},
	WordFormats: []string{"9999999999999"},
	Words:       []string{"cnp", "numericpersonal"},
	Check:       "ro_cnp",
	Match: []Example{
		{`cod numeric personal 1630615123457`, "1630615123457"},
		{`CNP 1630615123457`, "1630615123457"},
	},
	NoMatch: []string{`1630615123457`, `cnp_x 1630615123458`},
}

var emso = Rule{
	Name:        "emso_jmbg",
	Pack:        PackIdentity,
	Description: "A citizen's number of Slovenia or another country of former Yugoslavia next to a word that names it.",
	Source:      "Zakon o centralnem registru prebivalstva; modulo 11",
	Keys:        []string{"emso", "emšo", "jmbg"},
	WordFormats: []string{"9999999999999"},
	Words:       []string{"emso", "emšo", "jmbg", "emŠo", "јмбг", "ЈМБГ"},
	Check:       "emso",
	Match: []Example{
		{`ЈМБГ 0101006500006`, "0101006500006"},
		{`EMŠO 0101006500006`, "0101006500006"},
		{`EMSO 0101006500006`, "0101006500006"},
	},
	NoMatch: []string{`0101006500006`},
}

var hrOIB = Rule{
	Name:        "hr_oib",
	Pack:        PackIdentity,
	Description: "A Croatian personal number next to a word that names it.",
	Source:      "Porezna uprava; ISO/IEC 7064 modulo 11,10",
	Keys:        []string{"oib"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"oib"},
	Check:       "hr_oib",
	Match: []Example{
		{`OIB 33392005961`, "33392005961"},
	},
	NoMatch: []string{`33392005961`, `oib_x 33392005962`},
}

var huTax = Rule{
	Name:        "hu_tax_id",
	Pack:        PackIdentity,
	Description: "A Hungarian tax number of a person next to a word that names it.",
	Source:      "Act LIII of 2021; modulo 11",
	Keys:        []string{"adoazonosito", "adóazonosító"},
	WordFormats: []string{"9999999999"},
	Words:       []string{"adoazonosito", "adóazonosító"},
	Check:       "hu_tax",
	Match: []Example{
		{`adoazonosito 8071592153`, "8071592153"},
	},
	NoMatch: []string{`8071592153`},
}

var grAMKA = Rule{
	Name:        "gr_amka",
	Pack:        PackIdentity,
	Description: "A Greek social security number next to a word that names it.",
	Source:      "IDIKA; a date, Luhn",
	Keys:        []string{"amka", "αμκα"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"amka", "αμκα", "ΑΜΚΑ"},
	Check:       "gr_amka",
	Match: []Example{
		{`ΑΜΚΑ 01013099997`, "01013099997"},
		{`AMKA 01013099997`, "01013099997"},
	},
	NoMatch: []string{`01013099997`},
}

var trKimlik = Rule{
	Name:        "tr_kimlik",
	Pack:        PackIdentity,
	Description: "A Turkish identity number next to a word that names it.",
	Source:      "Nüfus ve Vatandaşlık İşleri; last two digits",
	Keys:        []string{"tckn", "tckimlikno", "tckimlik", "kimlikno"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"tckn", "kimlik", "kimlikno", "tckimlik"},
	Check:       "tr_kimlik",
	Match: []Example{
		{`TCKN 17291716060`, "17291716060"},
	},
	NoMatch: []string{`17291716060`, `kimlik 17291716050`},
}

var uaTax = Rule{
	Name:        "ua_tax_number",
	Pack:        PackIdentity,
	Description: "A Ukrainian tax number of a person next to a word that names it.",
	Source:      "State Tax Service; modulo 11",
	Keys:        []string{"rnokpp", "рнокпп"},
	WordFormats: []string{"9999999999"},
	Words:       []string{"rnokpp", "рнокпп", "inn", "ipn", "іпн", "ІПН", "РНОКПП"},
	Check:       "ua_tax",
	Match: []Example{
		{`{"ipn":"1759013776"}`, "1759013776"},
		{`РНОКПП 1759013776`, "1759013776"},
		{`RNOKPP 1759013776`, "1759013776"},
	},
	NoMatch: []string{`1759013776`},
}

var ruSNILS = Rule{
	Name:        "ru_snils",
	Pack:        PackIdentity,
	Description: "A Russian insurance number.",
	Source:      "PFR; modulo 101",
	Keys:        []string{"snils", "снилс"},
	Formats:     []string{"999-999-999 99"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"snils", "снилс", "СНИЛС"},
	Check:       "ru_snils",
	Match: []Example{
		{`СНИЛС 11223344595`, "11223344595"},
		{`112-233-445 95`, "112-233-445 95"},
		{`SNILS 11223344595`, "11223344595"},
	},
	NoMatch: []string{`112-233-445 96`},
}
