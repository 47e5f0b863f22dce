package checks

import "testing"

// TestPublishedExamples runs every check over numbers that the documentation of
// python-stdnum (releases up to 1.20) and the issuing authorities give as valid
// or as invalid.
func TestPublishedExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, ex := range []struct{ check, valid, invalid string }{
		{"us_ssn", "536904399", "666000000"},
		{"do_cedula", "00113918205", "00113918206"},
		{"uy_ci", "34567800", "34567801"},
		{"gr_afm", "094259216", "123456781"},
		{"au_business", "51824753556", "51824753557"},
		{"au_business", "004085616", "004085617"},
		{"ru_inn", "500100732259", "500100732258"},
		{"hk_id", "G123456A", "G1234567"},
		{"es_nuss", "281234567840", "281234567841"},
		{"us_itin", "912903456", "912934567"},
		{"us_npi", "1234567893", "1234567890"},
		{"aba_routing", "111000025", "112000025"},
		{"ca_sin", "123456782", "999999999"},
		{"br_cpf", "39053344705", "23100299900"},
		{"br_cnpj", "16727230000197", "16727230000198"},
		{"br_cnpj", "12ABC34501DE35", "12ABC34501DE36"},
		{"mx_curp", "BOXW310820HNERXN09", "BOXW310820HNERXN08"},
		{"ar_cuit", "20267565393", "20267565392"},
		{"cl_rut", "760864285", "125319093"},
		{"co_nit", "2131234321", "2131234325"},
		{"ec_ci", "1714307103", "1714307104"},
		{"gb_nhs", "9434765870", "9434765871"},
		{"gb_nino", "AB123456C", "BG123456C"},
		{"gb_utr", "1955839661", "2955839661"},
		{"fr_nir", "295109912611193", "295109912611199"},
		{"fr_nir", "253072B07300470", "253072A07300470"},
		{"fr_nir", "253072A07300443", "253072C07300443"},
		{"de_idnr", "36574261809", "36554266806"},
		{"es_dni", "54362315K", "54362315Z"},
		{"es_dni", "X2482300W", "X2482300A"},
		{"it_codice", "RCCMNL83S18D969H", "RCCMNL83S18D969A"},
		{"nl_bsn", "111222333", "111252333"},
		{"be_nn", "85073003328", "12345678901"},
		{"be_nn", "17073003384", "17073003328"},
		{"pt_nif", "501964843", "501964842"},
		{"at_vnr", "1237010180", "2237010180"},
		{"ch_ahv", "7569217076985", "7569217076984"},
		{"ie_pps", "6433435F", "6433435E"},
		{"ie_pps", "6433435OA", "6433435VH"},
		{"ie_pps", "6433435FT", "6433435FZ"},
		{"lu_nin", "1893120105732", "1893120105731"},
		{"se_personal", "8803200016", "8803200018"},
		{"fi_hetu", "131052308T", "131052308U"},
		{"fi_hetu", "131052A308T", "310252A308Y"},
		{"dk_cpr", "2110625629", "5110625629"},
		{"no_birth", "15108695088", "15108695077"},
		{"is_kennitala", "1201743399", "3201743399"},
		{"baltic", "36805280109", "36805280108"},
		{"baltic", "33309240064", "33309240164"},
		{"lv_code", "16117519997", "16117519998"},
		{"pl_pesel", "44051401359", "44051401358"},
		{"pl_nip", "8567346215", "8567346216"},
		{"bg_egn", "7523169263", "8019010008"},
		{"cz_birth", "7103192745", "7103192746"},
		{"ro_cnp", "1630615123457", "1630615123458"},
		{"emso", "0101006500006", "0101006500007"},
		{"hr_oib", "33392005961", "33392005962"},
		{"hu_tax", "8071592153", "8071592154"},
		{"gr_amka", "01013099997", "01013099999"},
		{"tr_kimlik", "17291716060", "17291716050"},
		{"ua_tax", "1759013776", "1759013770"},
		{"ru_snils", "11223344595", "11223344596"},
		{"in_aadhaar", "234123412346", "234123412347"},
		{"cn_ric", "360426199101010071", "360426199101010072"},
		{"kr_rrn", "9710139019902", "9710139019903"},
		{"jp_my_number", "123456789018", "123456789019"},
		{"sg_nric", "S1234567D", "S1234567E"},
		{"th_pin", "1234545678781", "1234545678789"},
		{"il_id", "039337423", "039337422"},
		{"tw_id", "A123456789", "A123456788"},
		{"my_nric", "770305021234", "771305021234"},
		{"za_id", "7503305044089", "8503305044089"},
		{"au_tfn", "123456782", "999999999"},
		{"au_medicare", "2123456701", "2123456711"},
		{"nz_ird", "136410132", "136410133"},
		// The articles of Wikipedia on IMEI, on the IMSI and on SIM cards.
		{"imei", "490154203237518", "490154203237517"},
		{"imsi", "310150123456789", "910150123456789"},
		{"iccid", "8991101200003204510", "7991101200003204510"},
		// The worked example of the check digit in the article of Wikipedia on VINs.
		{"vin", "1M8GDM9AXKP042788", "1M8GDM9A1KP042788"},
		{"vin", "WVWZZZ1JZ3W386752", "WVWZZZ1JZ3O386752"},
		{"vat", "DE136695976", "DE136695978"},
		{"vat", "ATU13585627", "ATU13585626"},
		{"vat", "BE0428759497", "BE0431150351"},
		{"vat", "DK13585628", "DK13585627"},
		{"vat", "EE100931558", "EE100594103"},
		{"vat", "FI20774740", "FI20774741"},
		{"vat", "FR40303265045", "FR84323140391"},
		{"vat", "GB980780684", "GB802311781"},
		{"vat", "HR33392005961", "HR33392005962"},
		{"vat", "HU12892312", "HU12892313"},
		{"vat", "IE6433435F", "IE6433435E"},
		{"vat", "IT00743110157", "IT00743110158"},
		{"vat", "LU15027442", "LU15027443"},
		{"vat", "LV40003521600", "LV40003521601"},
		{"vat", "MT11679112", "MT11679113"},
		{"vat", "NL004495445B01", "NL004495445A01"},
		{"vat", "PL8567346215", "PL8567346216"},
		{"vat", "PT501964843", "PT501964842"},
		{"vat", "SE123456789701", "SE123456789101"},
		{"vat", "SI50223054", "SI50223055"},
		{"vat", "SK2022749619", "SK2022749618"},
		// DVLA INF45.
		{"gb_licence", "MORGA657054SM9IJ", "MORGA699054SM9IJ"},
		{"passport", "C01234567", "CABCDEFGH"},
		{"us_dea", "AB1234563", "AB1234564"},
		{"us_ein", "911144442", "071144442"},
		// GKV-Spitzenverband; Deutsche Rentenversicherung.
		{"de_kvnr", "A123456780", "A123456781"},
		{"de_svnr", "65170839J003", "65170839J004"},
		{"phone_national", "4155550132", "1155550132"},
	} {
		f := ByName[ex.check]
		if f == nil {
			t.Errorf("there is no check %q", ex.check)
			continue
		}
		seen[ex.check] = true
		if !f([]byte(ex.valid)) {
			t.Errorf("%s: %s is valid", ex.check, ex.valid)
		}
		if f([]byte(ex.invalid)) {
			t.Errorf("%s: %s is not valid", ex.check, ex.invalid)
		}
	}
	for name := range ByName {
		if !seen[name] {
			t.Errorf("no example for %s", name)
		}
	}
}

// TestRegistryExamples are examples of the IBAN registry of SWIFT.
func TestRegistryExamples(t *testing.T) {
	for _, iban := range []string{
		"AD1200012030200359100100", "AT611904300234573201", "BE68539007547034", "BR1800360305000010009795493C1", "CH9300762011623852957",
		"DE89370400440532013000", "ES9121000418450200051332", "FR1420041010050500013M02606", "GB29NWBK60161331926819",
		"IT60X0542811101000000123456", "MT84MALT011000012345MTLCAST001S", "MU17BOMM0101101030300200000MUR", "NL91ABNA0417164300",
		"NO9386011117947", "PL61109010140000071219812874", "SE4550000000058398257466", "TR330006100519786457841326", "SA0380000000608010167519",
	} {
		if !IBAN([]byte(iban)) {
			t.Errorf("%s is valid", iban)
		}
		b := []byte(iban)
		b[len(b)-1] ^= 1
		if IBAN(b) {
			t.Errorf("%s is not valid", b)
		}
	}
	if len(ibanStructures) < 75 {
		t.Errorf("%d countries", len(ibanStructures))
	}
}

func TestPhoneE164(t *testing.T) {
	for number, want := range map[string]bool{
		"14155550132": true, "447700900123": true, "4915550123456": true, "33199001234": true, "2904567": true, "508123": false,
		"500123456": true, "1234567890": false, "14155": false, "11155550132": false, "2101234567": false, "1234567890123456": false,
		"0123456789": false, "": false, "99912345678": false,
	} {
		if PhoneE164([]byte(number)) != want {
			t.Errorf("%s: want %v", number, want)
		}
	}
}

// FuzzChecks: no check panics, whatever it is given.
func FuzzChecks(f *testing.F) {
	f.Add("36574261809")
	f.Add("A1")
	f.Fuzz(func(_ *testing.T, s string) {
		for _, check := range ByName {
			check([]byte(s))
		}
		IBAN([]byte(s))
		BIC([]byte(s))
		PhoneE164([]byte(s))
	})
}
