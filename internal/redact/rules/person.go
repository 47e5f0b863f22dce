package rules

var birthDate = Rule{
	Name:        "birth_date",
	Pack:        PackIdentity,
	Description: "The value under a name for a date of birth.",
	Source:      "45 CFR 164.514(b)(2): dates directly related to an individual",
	Keys: []string{
		"dob", "dateofbirth", "birthdate", "birthday", "birthdt", "geburtsdatum", "geburtstag", "gebdatum", "datenaissance",
		"datedenaissance", "fechanacimiento", "fechadenacimiento", "datanascita", "datadinascita", "datanascimento", "geboortedatum",
		"fødselsdato", "födelsedatum", "dataurodzenia",
	},
	// Made up.
	Match: []Example{
		{`{"dob":"1985-03-12"}`, "1985-03-12"},
		{`date_of_birth=12/03/1985`, "12/03/1985"},
		{`geburtsdatum: 12.03.1985`, "12.03.1985"},
		{`{"birthDate":{"year":1985,"month":3}}`, "1985"},
	},
	NoMatch: []string{`birth_rate=0.7`, `no dob given`, `Birth: 2026-11-22 18:45:01`},
}

var personName = Rule{
	Name:         "person_name",
	Pack:         PackContact,
	Description:  "The value under a name for the name of a person. Off until an action names the rule.",
	Source:       "45 CFR 164.514(b)(2): names",
	OffByDefault: true,
	Keys: []string{
		"firstname", "lastname", "fullname", "surname", "givenname", "familyname", "middlename", "maidenname", "customername", "patientname",
		"cardholdername", "holdername", "cardholder", "legalname", "recipientname", "vorname", "nachname", "prenom", "nomdefamille", "apellido", "apellidos",
		"cognome", "sobrenome", "achternaam",
	},
	// Made up.
	Match: []Example{
		{`{"first_name":"Erika","lastName":"Mustermann"}`, "Mustermann"},
		{`surname=Mustermann`, "Mustermann"},
	},
	NoMatch: []string{`name=checkout host_name=web-1`, `{"name":"checkout","file_name":"a.txt"}`},
}

var streetAddress = Rule{
	Name:         "street_address",
	Pack:         PackContact,
	Description:  "The value under a name for the address of a house. Off until an action names the rule.",
	Source:       "45 CFR 164.514(b)(2): street address",
	OffByDefault: true,
	Keys: []string{
		"streetaddress", "street", "streetname", "addressline", "homeaddress", "billingaddress", "shippingaddress", "deliveryaddress", "mailingaddress",
		"postaladdress", "residentialaddress", "strasse", "straße", "hausnummer", "indirizzo", "direccion", "adresse",
	},
	// Made up.
	Match: []Example{
		{`{"addressLine1":"Musterweg 17b"}`, "Musterweg 17b"},
		{`{"shipping_address":{"street":"Musterweg 17b","city":"Musterstadt"}}`, "Musterstadt"},
	},
	NoMatch: []string{`{"address":"db:5432","ip_address":"x"}`, `listen_address=0.0.0.0`},
}

var postalCode = Rule{
	Name:         "postal_code",
	Pack:         PackContact,
	Description:  "The value under a name for a postal code. Off until an action names the rule.",
	Source:       "45 CFR 164.514(b)(2): zip codes",
	OffByDefault: true,
	Keys:         []string{"postalcode", "postcode", "zipcode", "plz", "codepostal", "codigopostal"},
	WeakKeys:     []string{"zip"},
	// Made up.
	Match: []Example{
		{`{"postal_code":"12345"}`, "12345"},
		{`zipcode=90210`, "90210"},
	},
	NoMatch: []string{`zip: done in 3 s`, `{"code":"12345"}`},
}
