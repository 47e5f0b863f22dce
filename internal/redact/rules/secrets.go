package rules

import "strings"

//go:generate go run ./secretsgen

// Secret is what a rule of the table of gitleaks (MIT, see secrets_LICENSE)
// says: how a credential of one provider looks. The table is generated; the
// engine compiles the patterns into its own matcher. What gitleaks ties to the
// path of a file counts everywhere here, since a telemetry value has no path.
type Secret struct {
	// ID is the rule's name in gitleaks.
	ID, Description string
	// Pattern is its expression. The first group that is not empty is the
	// secret, or Group if that is set, or the whole match.
	Pattern string
	Group   int
	// Entropy: the secret's Shannon entropy in bits a byte must be above.
	Entropy float64
	// Allow says what is no secret although it looks like one.
	Allow []SecretAllowlist
}

// SecretAllowlist are texts that are no secrets.
type SecretAllowlist struct {
	// Patterns are searched in the Target: "" for the secret, "match" for what
	// the whole expression matched, "line" for the line around it.
	Patterns []string
	Target   string
	// Stopwords, one a line, in lower case: none may be part of the secret.
	Stopwords string
}

// GlobalSecretAllowlist holds for every rule of the table.
func GlobalSecretAllowlist() SecretAllowlist { return secretAllowlist }

// secretsElsewhere are rules of the table that another detector covers whole,
// and more of it.
var secretsElsewhere = map[string]string{
	"jwt":                   JWT,
	"private-key":           PrivateKey,
	"hashicorp-tf-password": Password,
	"curl-auth-user":        CommandPassword,
}

// genericSecret takes any text with some entropy behind words such as key,
// access or auth. In logs that is every other request id, and what it is meant
// for is found by the names of keys; so it is off unless an action names it.
const genericSecret = "generic-api-key"

// The examples of these rules are generated from their expressions.
const secretSource = "gitleaks v8.30.1 (MIT)"

// secretRules are the rules of the table.
func secretRules() []Rule {
	out := make([]Rule, 0, len(secretTable))
	for i := range secretTable {
		s := &secretTable[i]
		if secretsElsewhere[s.ID] != "" {
			continue
		}
		out = append(out, Rule{
			Name:         secretName(s.ID),
			Pack:         PackSecrets,
			Description:  s.Description,
			Source:       secretSource,
			Secret:       s,
			OffByDefault: s.ID == genericSecret,
		})
	}
	for i := range secretsMore {
		s := &secretsMore[i]
		before, rest, _ := strings.Cut(s.match, "|")
		secret, after, _ := strings.Cut(rest, "|")
		out = append(out, Rule{
			Name:        secretName(s.ID),
			Pack:        PackSecrets,
			Description: s.Description,
			Source:      s.source,
			Secret:      &s.Secret,
			Match:       []Example{{before + secret + after, secret}},
			NoMatch:     []string{s.noMatch},
		})
	}
	return out
}

// secretName turns the name of gitleaks into one of ours, which starts with a
// letter: onepassword_secret_key.
func secretName(id string) string {
	if rest, ok := strings.CutPrefix(id, "1password"); ok {
		id = "onepassword" + rest
	}
	return strings.ReplaceAll(id, "-", "_")
}
