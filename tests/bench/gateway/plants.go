package main

// plant is a made-up secret and how it stands in a record. Every form names
// the secret once, so that finding it in what comes out is finding a leak.
type plant struct {
	form   string
	secret string
	marker string // harmless, beside the secret: it must come through
	text   string // a log line; the secret stands in it
	key    string // or an attribute, with the marker in one beside it
	value  string
}

// plants are the forms that both sides are configured to mask. All values are
// made up: the cards are the test numbers that the schemes publish.
var plants = []plant{
	{form: "key=value", secret: "hunter2-benchmark", marker: "harmless-01", text: "login failed for user=anna password=hunter2-benchmark attempt=3 harmless-01"},
	{form: "JSON field", secret: "tr0ub4dor-benchmark", marker: "harmless-02", text: `{"event":"login","password":"tr0ub4dor-benchmark","attempt":1,"note":"harmless-02"}`},
	{form: "attribute key", secret: "s3cr3t-attribute-benchmark", marker: "harmless-03", key: "db.password", value: "s3cr3t-attribute-benchmark"},
	{form: "card, bare", secret: "4111111111111111", marker: "harmless-04", text: "payment with card 4111111111111111 accepted harmless-04"},
	{form: "card, grouped", secret: "5555-5555-5555-4444", marker: "harmless-05", text: "payment with card 5555-5555-5555-4444 accepted harmless-05"},
	{form: "e-mail", secret: "anna.benchmark@example.com", marker: "harmless-06", text: "receipt sent to anna.benchmark@example.com in 12 ms harmless-06"},
	{form: "JWT", secret: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJiZW5jaG1hcmsifQ.c2lnbmF0dXJlLWJlbmNobWFyaw", marker: "harmless-07", text: "session eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJiZW5jaG1hcmsifQ.c2lnbmF0dXJlLWJlbmNobWFyaw opened harmless-07"},
	{form: "Bearer", secret: "mF_9.B5f-4.1JqM-benchmark", marker: "harmless-08", text: "upstream call with Authorization: Bearer mF_9.B5f-4.1JqM-benchmark took 18 ms harmless-08"},
	{form: "Basic", secret: "YW5uYTpiZW5jaG1hcms=", marker: "harmless-09", text: "upstream call with Authorization: Basic YW5uYTpiZW5jaG1hcms= took 18 ms harmless-09"},
	{form: "URL user info", secret: "pa55-benchmark", marker: "harmless-10", text: "connecting to postgres://app:pa55-benchmark@db.internal:5432/shop harmless-10"},
	{form: "PEM private key", secret: "MIIBenchmarkBenchmarkBenchmark", marker: "harmless-11", text: "loaded -----BEGIN PRIVATE KEY-----\nMIIBenchmarkBenchmarkBenchmark\n-----END PRIVATE KEY----- from disk harmless-11"},
}
