package rules

// The numbers are the examples of published documentation.

var inAadhaar = Rule{
	Name:        "in_aadhaar",
	Pack:        PackIdentity,
	Description: "An Indian Aadhaar number next to a word that names it.",
	Source:      "UIDAI; Verhoeff",
	Keys:        []string{"aadhaar", "aadhaarnumber", "aadhaarno", "aadharnumber"},
	WordFormats: []string{"9999 9999 9999", "9999-9999-9999", "999999999999"},
	Words:       []string{"aadhaar", "aadhar", "adhaar", "uidai", "आधार"},
	Check:       "in_aadhaar",
	Match: []Example{
		{`आधार 234123412346`, "234123412346"},
		{`Aadhaar 2341 2341 2346`, "2341 2341 2346"},
		{`aadhaar no 234123412346`, "234123412346"},
	},
	NoMatch: []string{`2341 2341 2346`, `aadhaar 234123412347`},
}

var cnRIC = Rule{
	Name:        "cn_ric",
	Pack:        PackIdentity,
	Description: "A Chinese resident number.",
	Source:      "GB 11643-1999; ISO/IEC 7064 modulo 11-2",
	Keys:        []string{"idcardno", "residentidnumber"},
	Formats:     []string{"999999999999999999", "99999999999999999A"},
	Check:       "cn_ric",
	Match: []Example{
		{`user 360426199101010071 ok`, "360426199101010071"},
	},
	NoMatch: []string{`360426199101010072`, `blk 1279439901767890758`},
}

var krRRN = Rule{
	Name:        "kr_rrn",
	Pack:        PackIdentity,
	Description: "A Korean resident number as given out until October 2020.",
	Source:      "Resident Registration Act; modulo 11",
	Keys:        []string{"rrn", "residentregistrationnumber", "jumin"},
	Formats:     []string{"999999-9999999"},
	WordFormats: []string{"9999999999999"},
	Words:       []string{"rrn", "jumin", "주민등록번호", "주민번호"},
	Check:       "kr_rrn",
	Match: []Example{
		{`주민등록번호 9710139019902`, "9710139019902"},
		{`user 971013-9019902 ok`, "971013-9019902"},
	},
	NoMatch: []string{`971013-9019903`},
}

var jpMyNumber = Rule{
	Name:        "jp_my_number",
	Pack:        PackIdentity,
	Description: "A Japanese individual number next to a word that names it.",
	Source:      "Ministry of Internal Affairs; modulo 11",
	Keys:        []string{"mynumber", "kojinbango", "マイナンバー"},
	WordFormats: []string{"999999999999", "9999 9999 9999", "9999-9999-9999"},
	Words:       []string{"mynumber", "kojinbango", "マイナンバー", "個人番号"},
	Check:       "jp_my_number",
	Match: []Example{
		{`My Number 123456789018`, "123456789018"},
	},
	NoMatch: []string{`123456789018`, `mynumber_x 123456789019`},
}

var sgNRIC = Rule{
	Name:        "sg_nric",
	Pack:        PackIdentity,
	Description: "A Singaporean identity number next to a word that names it.",
	Source:      "Immigration and Checkpoints Authority; modulo 11",
	Keys:        []string{"nric", "nricnumber", "nricno"},
	WordFormats: []string{"A9999999A"},
	Words:       []string{"nric", "fin"},
	Check:       "sg_nric",
	Match: []Example{
		{`{"fin":"S1234567D"}`, "S1234567D"},
		{`NRIC S1234567D`, "S1234567D"},
	},
	NoMatch: []string{`fin S1234567E`, `S1234567D`, `nric S1234567E`},
}

var thPIN = Rule{
	Name:        "th_id",
	Pack:        PackIdentity,
	Description: "A Thai identity number.",
	Source:      "Bureau of Registration Administration; modulo 11",
	Keys:        []string{"thaiid", "thaiidnumber", "เลขประจำตัวประชาชน"},
	Formats:     []string{"9-9999-99999-99-9"},
	WordFormats: []string{"9999999999999"},
	Words:       []string{"thaiid", "citizenid", "บัตรประชาชน"},
	Check:       "th_pin",
	Match: []Example{
		{`บัตรประชาชน: 1234545678781`, "1234545678781"},
		{`user 1-2345-45678-78-1 ok`, "1-2345-45678-78-1"},
		{`citizen id 1234545678781`, "1234545678781"},
	},
	NoMatch: []string{`1-2345-45678-78-9`, `1234545678781`},
}

var ilID = Rule{
	Name:        "il_id",
	Pack:        PackIdentity,
	Description: "An Israeli identity number next to a word that names it.",
	Source:      "Population Authority; Luhn",
	Keys:        []string{"teudatzehut", "misparzehut", "israeliid"},
	WordFormats: []string{"999999999", "99999999-9"},
	Words:       []string{"teudatzehut", "zehut", "israeliid", "תעודתזהות", "זהות"},
	Check:       "il_id",
	Match: []Example{
		{`תעודת זהות 039337423`, "039337423"},
		{`teudat zehut 039337423`, "039337423"},
	},
	NoMatch: []string{`039337423`},
}

var twID = Rule{
	Name:        "tw_id",
	Pack:        PackIdentity,
	Description: "A Taiwanese identity number next to a word that names it.",
	Source:      "Ministry of the Interior; modulo 10",
	Keys:        []string{"taiwanid", "twid"},
	WordFormats: []string{"A999999999"},
	Words:       []string{"taiwanid", "身分證", "身分證字號", "twid"},
	Check:       "tw_id",
	Match: []Example{
		{`{"tw_id":"A123456789"}`, "A123456789"},
		{`Taiwan ID A123456789`, "A123456789"},
	},
	NoMatch: []string{`A123456789`},
}

var myNRIC = Rule{
	Name:        "my_nric",
	Pack:        PackIdentity,
	Description: "A Malaysian identity card number.",
	Source:      "Jabatan Pendaftaran Negara: a date and a place",
	Keys:        []string{"mykad", "mykadnumber"},
	Formats:     []string{"999999-99-9999"},
	WordFormats: []string{"999999999999"},
	Words:       []string{"mykad", "nokp", "icnumber", "icno"},
	Check:       "my_nric",
	Match: []Example{
		{`{"icNumber":"770305021234"}`, "770305021234"},
		{`user 770305-02-1234 ok`, "770305-02-1234"},
	},
	NoMatch: []string{`771305-02-1234`},
}

var zaID = Rule{
	Name:        "za_id",
	Pack:        PackIdentity,
	Description: "A South African identity number next to a word that names it.",
	Source:      "Department of Home Affairs; Luhn",
	Keys:        []string{"saidnumber", "rsaidnumber", "zaid", "southafricanid", "southafricanidnumber"},
	WordFormats: []string{"9999999999999", "999999 9999 999"},
	Words:       []string{"said", "rsaid", "saidnumber", "rsa", "zaid", "idnumber", "southafricanid"},
	Formats:     []string{"999999 9999 999"},
	Check:       "za_id",
	Match: []Example{
		{`{"south_african_id":"7503305044089"}`, "7503305044089"},
		{`{"id_number":"7503305044089"}`, "7503305044089"},
		{`user 750330 5044 089 ok`, "750330 5044 089"},
		{`RSA ID=7503305044089`, "7503305044089"},
		{`RSA ID 7503305044089`, "7503305044089"},
	},
	NoMatch: []string{`750330 5044 088`, `7503305044089`, `said 8503305044089`},
}

var auTFN = Rule{
	Name:        "au_tfn",
	Pack:        PackIdentity,
	Description: "An Australian tax file number next to a word that names it.",
	Source:      "Australian Taxation Office; modulo 11",
	Keys:        []string{"tfn", "taxfilenumber"},
	WordFormats: []string{"999 999 999", "999999999", "999-999-999"},
	Words:       []string{"tfn", "taxfile"},
	Check:       "au_tfn",
	Match: []Example{
		{`TFN 123 456 782`, "123 456 782"},
	},
	NoMatch: []string{`123 456 782`},
}

var auMedicare = Rule{
	Name:        "au_medicare",
	Pack:        PackIdentity,
	Description: "An Australian Medicare card number next to a word that names it.",
	Source:      "Services Australia; modulo 10",
	Keys:        []string{"medicarenumber", "medicareno", "medicarecard"},
	WordFormats: []string{"9999 99999 9", "9999999999", "9999999999/9"},
	Words:       []string{"medicare"},
	Check:       "au_medicare",
	Match: []Example{
		{`Medicare 2123 45670 1`, "2123 45670 1"},
	},
	NoMatch: []string{`2123 45670 1`},
}

var nzIRD = Rule{
	Name:        "nz_ird",
	Pack:        PackIdentity,
	Description: "A New Zealand tax number next to a word that names it.",
	Source:      "Inland Revenue; modulo 11",
	Keys:        []string{"irdnumber", "irdno"},
	WordFormats: []string{"99-999-999", "999-999-999", "999999999"},
	Words:       []string{"ird", "inlandrevenue"},
	Check:       "nz_ird",
	Match: []Example{
		{`IRD 49-091-850`, "49-091-850"},
	},
	NoMatch: []string{`49-091-850`, `ird 49-091-851`},
}
