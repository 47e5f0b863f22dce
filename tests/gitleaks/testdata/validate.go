// Package utils takes the place of the package of gitleaks that checks its
// examples: it writes them down instead.
package utils

import (
	"encoding/json"
	"os"
	"strings"

	"github.com/zricethezav/gitleaks/v8/cmd/generate/config/base"
	"github.com/zricethezav/gitleaks/v8/config"
	"github.com/zricethezav/gitleaks/v8/detect"
)

type example struct {
	Rule   string
	Text   string
	Path   string   `json:",omitempty"`
	Secret []string `json:",omitempty"` // what must be gone; none for a text that is no match
}

// Validate writes down the examples of a rule.
func Validate(rule config.Rule, truePositives, falsePositives []string) *config.Rule {
	for _, tp := range truePositives {
		write(&rule, tp, "", true)
	}
	for _, fp := range falsePositives {
		write(&rule, fp, "", false)
	}
	return &rule
}

// ValidateWithPaths writes down the examples of a rule that looks at paths.
func ValidateWithPaths(rule config.Rule, truePositives, falsePositives map[string]string) *config.Rule {
	for path, tp := range truePositives {
		write(&rule, tp, path, true)
	}
	for path, fp := range falsePositives {
		write(&rule, fp, path, false)
	}
	return &rule
}

func write(rule *config.Rule, text, path string, found bool) {
	if rule.Regex == nil {
		return // told by the path alone
	}
	e := example{Rule: rule.RuleID, Text: text, Path: path}
	if found {
		for _, f := range detector(rule).Detect(detect.Fragment{Raw: text, FilePath: path}) {
			e.Secret = append(e.Secret, f.Secret)
		}
	}
	f, err := os.OpenFile(os.Getenv("LETHE_GITLEAKS_EXAMPLES"), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		panic(err)
	}
	if err := json.NewEncoder(f).Encode(e); err != nil {
		panic(err)
	}
	if err := f.Close(); err != nil {
		panic(err)
	}
}

func detector(rule *config.Rule) *detect.Detector {
	keywords := map[string]struct{}{}
	for i, k := range rule.Keywords {
		rule.Keywords[i] = strings.ToLower(k)
		keywords[rule.Keywords[i]] = struct{}{}
	}
	cfg := base.CreateGlobalConfig()
	cfg.Rules = map[string]config.Rule{rule.RuleID: *rule}
	cfg.Keywords = keywords
	for _, a := range cfg.Allowlists {
		if err := a.Validate(); err != nil {
			panic(err)
		}
	}
	return detect.NewDetector(cfg)
}
