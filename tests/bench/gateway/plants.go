package main

// plant is a made-up secret and how it stands in a record. Every form names
// the secret once, so that finding it in what comes out is finding a leak.
type plant struct {
	form   string
	secret string
	text   string // a log line; the secret stands in it
	key    string // or an attribute
	value  string
}

// plants are the forms that both sides are configured to mask. All values are
// made up: the cards are the test numbers that the schemes publish.
var plants = []plant{
	{form: "key=value", secret: "hunter2-benchmark", text: "login failed for user=anna password=hunter2-benchmark attempt=3"},
	{form: "JSON field", secret: "tr0ub4dor-benchmark", text: `{"event":"login","password":"tr0ub4dor-benchmark","attempt":1}`},
	{form: "attribute key", secret: "s3cr3t-attribute-benchmark", key: "db.password", value: "s3cr3t-attribute-benchmark"},
	{form: "card, bare", secret: "4111111111111111", text: "payment with card 4111111111111111 accepted"},
	{form: "card, grouped", secret: "5555-5555-5555-4444", text: "payment with card 5555-5555-5555-4444 accepted"},
	{form: "e-mail", secret: "anna.benchmark@example.com", text: "receipt sent to anna.benchmark@example.com in 12 ms"},
	{form: "JWT", secret: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJiZW5jaG1hcmsifQ.c2lnbmF0dXJlLWJlbmNobWFyaw", text: "session eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJiZW5jaG1hcmsifQ.c2lnbmF0dXJlLWJlbmNobWFyaw opened"},
	{form: "Bearer", secret: "mF_9.B5f-4.1JqM-benchmark", text: "upstream call with Authorization: Bearer mF_9.B5f-4.1JqM-benchmark took 18 ms"},
	{form: "Basic", secret: "YW5uYTpiZW5jaG1hcms=", text: "upstream call with Authorization: Basic YW5uYTpiZW5jaG1hcms= took 18 ms"},
	{form: "URL user info", secret: "pa55-benchmark", text: "connecting to postgres://app:pa55-benchmark@db.internal:5432/shop"},
	{form: "PEM private key", secret: "MIIBenchmarkBenchmarkBenchmark", text: "loaded -----BEGIN PRIVATE KEY-----\nMIIBenchmarkBenchmarkBenchmark\n-----END PRIVATE KEY----- from disk"},
}
