// Package rules holds the rules of the redaction engine as data: what each one
// is called, to which pack it belongs, where its check comes from, and texts
// that it must and must not touch. One file holds one family. How a rule is
// checked is code in the engine; which key names it stands for is data here.
package rules

// Pack names: groups of rules that are switched on together.
const (
	PackSecrets  = "secrets"
	PackPayment  = "payment"
	PackContact  = "contact"
	PackIdentity = "identity"
	PackNetwork  = "network"  // off by default
	PackLocation = "location" // off by default
)

// Rule names that the engine's own code refers to.
const (
	Unscanned        = "unscanned"
	DeniedKey        = "denied_key"
	CardNumber       = "card_number"
	CardSecurityCode = "card_security_code"
	Email            = "email"
	JWT              = "jwt"
	BasicAuth        = "basic_auth"
	BearerToken      = "bearer_token"
	URLUserinfo      = "url_userinfo"
	URLSignature     = "url_signature"
	PrivateKey       = "private_key"
	Password         = "password"
	Authorization    = "authorization"
	Cookie           = "cookie"
	Token            = "token"
	Secrets          = "secret"
	PrivateKeyField  = "private_key_field"
	Credential       = "credential"
	OneTimeCode      = "one_time_code"
	TrackData        = "track_data"
	IBAN             = "iban"
	BIC              = "bic"
	Phone            = "phone"
	PhoneNational    = "phone_national"
	IPAddress        = "ip_address"
	PrivateIPAddress = "private_ip_address"
	MACAddress       = "mac_address"
	Coordinates      = "coordinates"
	BrazilianCompany = "br_cnpj"
)

// Rule describes one thing that the engine finds.
type Rule struct {
	// Name is lower_snake_case and stands in the mask: [REDACTED:name].
	Name string
	// Pack is the pack that switches the rule on.
	Pack string
	// Description is one sentence for people.
	Description string
	// Source names the standard or document that the check follows.
	Source string
	// Keys are the key names that the rule stands for, each as its lower-case
	// tokens without separators: "apikey" is api_key, api-key, apiKey, API KEY.
	Keys []string
	// KeyEndings are endings of a single token, for names that people run
	// together: "password" is also dbpassword and newpassword.
	KeyEndings []string
	// WeakKeys are key names that are words of everyday log text too. They
	// count only as a whole name, and not before ": " in a sentence.
	WeakKeys []string
	// QueryKeys count only as the name of a parameter in a URL's query.
	QueryKeys []string
	// Formats are the ways in which the number is printed that say by
	// themselves what it may be: 9 stands for a digit, A for a letter, * for
	// either, anything else for itself. The first 9 must start a run of digits.
	Formats []string
	// WordFormats count only where one of Words stands at most thirty bytes
	// before, or in the key.
	WordFormats []string
	// Words are lower case, several words joined: "socialsecurity".
	Words []string
	// Check is the name of a function of the package checks that decides about
	// the letters and digits of a text that has one of the formats.
	Check string
	// Secret is the rule's line in the table of gitleaks; its examples are made
	// from its expression.
	Secret *Secret
	// Own is set for a rule of the operator's configuration.
	Own *Own
	// OffByDefault: the pack does not switch the rule on, only an action that
	// names it.
	OffByDefault bool
	// Match are texts in which the rule must find something.
	Match []Example
	// NoMatch are texts in which no rule at all may find anything.
	NoMatch []string
}

// Example is a text and what must be gone from it. All secrets are made up.
type Example struct {
	Text   string
	Secret string
}

// All returns every rule in a fixed order; Unscanned is the first.
func All() []Rule {
	return append([]Rule{
		unscanned,
		deniedKey,
		password,
		secret,
		token,
		apiKey,
		privateKeyField,
		authorization,
		cookie,
		credential,
		oneTimeCode,
		urlSignature,
		cardSecurityCode,
		cardNumber,
		email,
		jwt,
		basicAuth,
		bearerToken,
		urlUserinfo,
		privateKey,
		trackData,
		iban,
		bic,
		phone,
		phoneNational,
		nationalID,
		usSSN,
		abaRouting,
		usITIN,
		usNPI,
		caSIN,
		brCPF,
		brCNPJ,
		mxCURP,
		arCUIT,
		clRUT,
		coNIT,
		ecCI,
		gbNHS,
		gbNINO,
		gbUTR,
		frNIR,
		deTaxID,
		esDNI,
		itCodice,
		nlBSN,
		beNN,
		ptNIF,
		atVNR,
		chAHV,
		iePPS,
		luNIN,
		sePersonnummer,
		fiHETU,
		dkCPR,
		noBirth,
		isKennitala,
		balticCode,
		lvCode,
		plPESEL,
		plNIP,
		bgEGN,
		czBirth,
		roCNP,
		emso,
		hrOIB,
		huTax,
		grAMKA,
		trKimlik,
		uaTax,
		ruSNILS,
		inAadhaar,
		inPAN,
		cnRIC,
		krRRN,
		jpMyNumber,
		sgNRIC,
		thPIN,
		ilID,
		twID,
		myNRIC,
		zaID,
		auTFN,
		auMedicare,
		nzIRD,
		passport,
		gbLicence,
		drivingLicence,
		usEIN,
		usDEA,
		usMBI,
		deKVNR,
		deSVNR,
		vatID,
		esNUSS,
		grAFM,
		auABN,
		ruINN,
		hkID,
		doCedula,
		uyCI,
		deIDCard,
		imei,
		imsi,
		iccid,
		vin,
		birthDate,
		personName,
		streetAddress,
		postalCode,
		ipAddress,
		privateIPAddress,
		macAddress,
		coordinates,
	}, append(formRules(), secretRules()...)...)
}
