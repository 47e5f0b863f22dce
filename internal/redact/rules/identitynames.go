package rules

var nationalID = Rule{
	Name:        "national_id",
	Pack:        PackIdentity,
	Description: "The value under a name for an official number of a person, of whatever country.",
	Source:      "deny list of Rails filter_parameters (ssn), widened to the general names for such numbers",
	Keys: []string{
		"nationalid", "nationalidnumber", "nationalidentitynumber", "nationalinsuranceid", "personalidnumber", "taxid", "taxidnumber",
		"taxidentificationnumber", "taxpayerid", "taxpayernumber", "passportnumber", "passportno", "passportid", "driverslicensenumber",
		"driverlicensenumber", "drivinglicensenumber", "drivinglicencenumber", "idcardnumber", "identitycardnumber", "governmentid", "citizenid",
	},
	// Made up.
	WeakKeys: []string{"passport"},
	Match: []Example{
		{`{"passport":"X0042913"}`, "X0042913"},
		{`{"national_id":"77-0042-913"}`, "77-0042-913"},
		{`passport_number=X0042913 gate=B7`, "X0042913"},
		{`taxId=770042913`, "770042913"},
	},
	NoMatch: []string{`nationality=FR tax_rate=0.2 passport_type=P`, `license: MIT`, `syntax_id=17`},
}
