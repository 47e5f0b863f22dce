package redact

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// Engine is a compiled, immutable set of rules, safe for concurrent use.
type Engine struct {
	rules   []rules.Rule
	actions []Action // by rule number
	enabled []bool   // by rule number
	masks   []string // by rule number
	tokens
	keys     keyDictionary
	filter   keyFilter
	secrets  *secretGrams
	formats  *formatTable
	maxDepth int
	id       ruleNumbers
	form     formNumbers
	network  networkRules
	location locationRules
	apart    bool // a pack is on that has a scan of its own

	ownCount   int      // own rules, the last ones
	ownNumbers bool     // one of them may find a number
	exempt     []uint16 // rules by exemption
	observed   []bool   // by rule number, nil for none
	would      []Action // of observed rules, by rule number
}

// ruleNumbers are the numbers of the rules that the code refers to.
type ruleNumbers struct {
	unscanned, deniedKey, cardNumber, email, jwt, basicAuth, bearerToken,
	urlUserinfo, privateKey, authorization, cookie, token, password, secret, privateKeyField, credential, oneTimeCode, trackData, iban, bic, phone, phoneNational, cardSecurityCode uint16
}

// New compiles the options. The error names every unknown pack, rule or
// action at once, with what is allowed.
func New(o Options) (*Engine, error) {
	if err := o.validate(); err != nil {
		return nil, fmt.Errorf("redaction options: %w", err)
	}
	text, err := parseMaskText(o.MaskText)
	if err != nil {
		return nil, fmt.Errorf("redaction options: mask text: %w", err)
	}
	packs := o.Packs
	if packs == nil {
		packs = DefaultPacks()
	}
	e := &Engine{rules: rules.All(), maxDepth: o.MaxDepth, ownCount: len(o.Own)}
	for _, r := range o.Own {
		e.rules = append(e.rules, r.rule())
		e.ownNumbers = e.ownNumbers || strings.Trim(r.Anchor, "0123456789-.") == ""
	}
	if e.maxDepth == 0 {
		e.maxDepth = defaultMaxDepth
	}
	numbers := make(map[string]uint16, len(e.rules))
	for i, r := range e.rules {
		numbers[r.Name] = uint16(i)
		e.actions = append(e.actions, o.resolveAction(r))
		e.enabled = append(e.enabled, r.Pack == "" || r.Own != nil || slices.Contains(packs, r.Pack) && wanted(r, o.Actions))
		e.masks = append(e.masks, text.of(r.Name))
	}
	e.id = ruleNumbers{
		unscanned:        numbers[rules.Unscanned],
		deniedKey:        numbers[rules.DeniedKey],
		cardNumber:       numbers[rules.CardNumber],
		email:            numbers[rules.Email],
		jwt:              numbers[rules.JWT],
		basicAuth:        numbers[rules.BasicAuth],
		bearerToken:      numbers[rules.BearerToken],
		urlUserinfo:      numbers[rules.URLUserinfo],
		privateKey:       numbers[rules.PrivateKey],
		authorization:    numbers[rules.Authorization],
		cookie:           numbers[rules.Cookie],
		token:            numbers[rules.Token],
		password:         numbers[rules.Password],
		secret:           numbers[rules.Secrets],
		privateKeyField:  numbers[rules.PrivateKeyField],
		credential:       numbers[rules.Credential],
		oneTimeCode:      numbers[rules.OneTimeCode],
		trackData:        numbers[rules.TrackData],
		iban:             numbers[rules.IBAN],
		bic:              numbers[rules.BIC],
		phone:            numbers[rules.Phone],
		phoneNational:    numbers[rules.PhoneNational],
		cardSecurityCode: numbers[rules.CardSecurityCode],
	}
	e.compileApart(packs, numbers)
	e.form = formNumbersOf(numbers)
	e.masks[e.id.urlUserinfo] = userinfoMask
	e.masks[e.id.unscanned] = maskPrefix + rules.Unscanned + maskSuffix
	e.tokens = newTokens(e, numbers, text, o.Pseudonym)
	if err := e.checkPseudonyms(); err != nil {
		return nil, fmt.Errorf("redaction options: %w", err)
	}
	for _, name := range o.Exempt {
		e.exempt = append(e.exempt, numbers[name])
	}
	e.observe(numbers, o.Observe)
	e.formats = compileFormats(e.rules)
	e.secrets = secretsFor(e.rules, e.enabled, o.Own)
	e.keys, e.filter = compileKeys(e.rules, e.enabled, e.id.deniedKey, o.DenyKeys, o.AllowKeys)
	if text != nil {
		if err := e.tryMasks(); err != nil {
			return nil, fmt.Errorf("redaction options: mask text: %w", err)
		}
	}
	return e, nil
}

// RuleName returns the name of a rule number, or "" if there is no such rule.
func (e *Engine) RuleName(rule uint16) string {
	if int(rule) >= len(e.rules) {
		return ""
	}
	return e.rules[rule].Name
}

// RuleCount is how many rules there are; their numbers are 0 to RuleCount-1.
func (e *Engine) RuleCount() int { return len(e.rules) }

// Unscanned is the number of the rule that stands for what was not scanned.
func (e *Engine) Unscanned() uint16 { return e.id.unscanned }
