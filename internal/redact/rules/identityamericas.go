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
