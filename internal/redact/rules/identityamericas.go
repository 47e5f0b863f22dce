package rules

var usSSN = Rule{
	Name:        "us_ssn",
	Pack:        PackIdentity,
	Description: "A United States social security number in groups, or nine digits next to a word that names it.",
	Source:      "Social Security Administration, number randomization: areas, groups and serials that are never assigned",
	Keys:        []string{"ssn", "socialsecuritynumber", "socialsecurityno", "socialsecurity", "ssnnumber", "ssnlast4"},
	Formats:     []string{"999-99-9999"},
	WordFormats: []string{"999999999", "999 99 9999"},
	Words:       []string{"ssn", "socialsecurity"},
	Check:       "us_ssn",
	Match: []Example{
		{`applicant 219-09-6780 ok`, "219-09-6780"},
		{`SSN 219096780.`, "219096780"},
		{`social security number 219 09 6780`, "219 09 6780"},
		{`{"ssn":219096780}`, "219096780"},
		{`/people/219-09-6780`, "219-09-6780"},
	},
	NoMatch: []string{
		`000-12-3456`, `666-12-3456`, `912-12-3456`, `219-00-6780`, `219-09-0000`, `219-09-67801`, `1219-09-6780`, `id-219-09-6780`,
		`order 219096780`, `219-09-6780-1`,
	},
}

var usITIN = Rule{
	Name:        "us_itin",
	Pack:        PackIdentity,
	Description: "A United States taxpayer number of an individual without a social security number.",
	Source:      "Internal Revenue Service, ITIN ranges",
	Keys:        []string{"itin"},
	Formats:     []string{"999-99-9999"},
	WordFormats: []string{"999999999"},
	Words:       []string{"itin"},
	Check:       "us_itin",
	Match: []Example{
		{`filed by 912-90-3456`, "912-90-3456"},
		{`ITIN 912903456`, "912903456"},
	},
	NoMatch: []string{`912-93-4567`, `order 912903456`},
}

var usNPI = Rule{
	Name:        "us_npi",
	Pack:        PackIdentity,
	Description: "A United States number of a health care provider next to a word that names it.",
	Source:      "45 CFR 162.406, ISO/IEC 7812-1 with prefix 80840",
	Keys:        []string{"npi", "npinumber"},
	WordFormats: []string{"9999999999"},
	Words:       []string{"npi"},
	Check:       "us_npi",
	Match: []Example{
		{`NPI: 1234567893`, "1234567893"},
	},
	NoMatch: []string{`npi_count 1234567890`, `order 1234567893`},
}

var caSIN = Rule{
	Name:        "ca_sin",
	Pack:        PackIdentity,
	Description: "A Canadian social insurance number next to a word that names it.",
	Source:      "Employment and Social Development Canada; Luhn",
	Keys:        []string{"socialinsurancenumber", "sinnumber"},
	WordFormats: []string{"999-999-999", "999 999 999", "999999999"},
	Words:       []string{"sin", "socialinsurance", "assurancesociale"},
	Check:       "ca_sin",
	Match: []Example{
		{`SIN 123-456-782`, "123-456-782"},
		{`social insurance number 123456782`, "123456782"},
	},
	NoMatch: []string{`123-456-782`, `sin 123-456-783`},
}

var brCPF = Rule{
	Name:        "br_cpf",
	Pack:        PackIdentity,
	Description: "A Brazilian number of a natural person.",
	Source:      "Receita Federal; two digits modulo 11",
	Keys:        []string{"cpf", "cpfnumber", "cpfnumero"},
	Formats:     []string{"999.999.999-99"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"cpf"},
	Check:       "br_cpf",
	Match: []Example{
		{`cliente 390.533.447-05 ok`, "390.533.447-05"},
		{`CPF 39053344705`, "39053344705"},
	},
	NoMatch: []string{`390.533.447-06`, `pedido 39053344705`},
}

var brCNPJ = Rule{
	Name:        BrazilianCompany,
	Pack:        PackIdentity,
	Description: "A Brazilian number of a legal person, with letters as given out since July 2026.",
	Source:      "Receita Federal, Instrução Normativa 2.229/2024; two digits modulo 11",
	Keys:        []string{"cnpj", "cnpjnumber"},
	Formats:     []string{"99.999.999/9999-99"},
	WordFormats: []string{"99999999999999"},
	Words:       []string{"cnpj"},
	Check:       "br_cnpj",
	Match: []Example{
		{`empresa 16.727.230/0001-97 ok`, "16.727.230/0001-97"},
		{`CNPJ: 16727230000197`, "16727230000197"},
		{`empresa 12.ABC.345/0001-88 ok`, "12.ABC.345/0001-88"},
		{`{"cnpj":"12.ABC.345/01DE-35"}`, "12.ABC.345/01DE-35"},
	},
	NoMatch: []string{`16.727.230/0001-98`, `12.ABC.345/0001-89`, `app/lib.so.6/0001-12`, `lote 16727230000197`},
}

var mxCURP = Rule{
	Name:        "mx_curp",
	Pack:        PackIdentity,
	Description: "A Mexican code of the population register.",
	Source:      "Registro Nacional de Población, rules for the assignment of the CURP",
	Keys:        []string{"curp"},
	Formats:     []string{"AAAA999999AAAAAA*9"},
	Check:       "mx_curp",
	Match: []Example{
		{`alta BOXW310820HNERXN09 ok`, "BOXW310820HNERXN09"},
	},
	NoMatch: []string{`BOXW310820HNERXN08`},
}

var arCUIT = Rule{
	Name:        "ar_cuit",
	Pack:        PackIdentity,
	Description: "An Argentine tax number.",
	Source:      "AFIP; modulo 11",
	Keys:        []string{"cuit", "cuil"},
	Formats:     []string{"99-99999999-9"},
	WordFormats: []string{"99999999999"},
	Words:       []string{"cuit", "cuil"},
	Check:       "ar_cuit",
	Match: []Example{
		{`cliente 20-05536168-2 ok`, "20-05536168-2"},
		{`CUIT 20055361682`, "20055361682"},
	},
	NoMatch: []string{`20-05536168-3`},
}

var clRUT = Rule{
	Name:        "cl_rut",
	Pack:        PackIdentity,
	Description: "A Chilean tax number.",
	Source:      "Servicio de Impuestos Internos; modulo 11",
	Keys:        []string{"rutnumber", "rutcliente"},
	WeakKeys:    []string{"rut"},
	Formats:     []string{"99.999.999-*", "9.999.999-*"},
	WordFormats: []string{"99999999-*", "9999999-*", "999999999", "99999999", "99999999A", "9999999A"},
	Words:       []string{"rut"},
	Check:       "cl_rut",
	Match: []Example{
		{`{"rut":"125319092"}`, "125319092"},
		{`RUT 125319092`, "125319092"},
		{`cliente 76.086.428-5 ok`, "76.086.428-5"},
		{`RUT 12531909-2`, "12531909-2"},
	},
	NoMatch: []string{`rut 125319093`, `76.086.428-6`, `part 12531909-2`},
}

var coNIT = Rule{
	Name:        "co_nit",
	Pack:        PackIdentity,
	Description: "A Colombian tax number.",
	Source:      "DIAN, Orden Administrativa 4 de 1989",
	Keys:        []string{"nitnumber", "nitempresa"},
	Formats:     []string{"999.999.999-9"},
	WordFormats: []string{"9999999999", "999999999-9"},
	Words:       []string{"nit"},
	Check:       "co_nit",
	Match: []Example{
		{`empresa 213.123.432-1 ok`, "213.123.432-1"},
		{`NIT 2131234321`, "2131234321"},
	},
	NoMatch: []string{`213.123.432-2`},
}

var ecCI = Rule{
	Name:        "ec_ci",
	Pack:        PackIdentity,
	Description: "An Ecuadorian identity card number next to a word that names it.",
	Source:      "Registro Civil; Luhn",
	Keys:        []string{"cedulanumber", "numerocedula", "numerodecedula", "cedula", "cédula"},
	WordFormats: []string{"9999999999", "999999999-9"},
	Words:       []string{"cedula", "cédula"},
	Check:       "ec_ci",
	Match: []Example{
		{`cedula 171430710-3`, "171430710-3"},
	},
	NoMatch: []string{`171430710-3`, `cedula 171430710-4`},
}
