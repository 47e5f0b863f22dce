package redact

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// secretShape is one way in which the secret of a rule is written.
type secretShape struct {
	rule    uint16
	data    *rules.Secret
	group   int // the capture that is the secret; -1: the first that is not empty, or all
	program *secretProgram
	// back is how far before the anchor the match starts; around: the anchor is
	// only a word that must stand near.
	back   int
	around bool
	// options: the match is an option of the command that the anchor is.
	options bool
	looking int // index of the place up to which such shapes have looked
	// assigned: a name, an operator and a value that has a length and no other
	// shape of its own.
	assigned bool
	tail     *secretProgram // of an assignment, from the operator on: most fail there
	// before and behind are the bytes around the anchor that text goes to in
	// place of program: for the few expressions with unbounded gaps.
	text           *lazyRegexp
	before, behind int
	ready          func(window string) bool
	allow          *secretAllow
	own            *ownShape // the rule is one of the configuration
}

type lazyRegexp struct {
	pattern string
	once    sync.Once
	re      *regexp.Regexp
}

func (l *lazyRegexp) get() *regexp.Regexp {
	l.once.Do(func() { l.re = regexp.MustCompile(l.pattern) })
	return l.re
}

// commandOption starts the part of an expression that is about an option.
const commandOption = `[ \t\n\r](?:-`

// maxLooking is how many shapes look around their anchors.
const maxLooking = 8

// maxSecretWindow bounds how much text one attempt sees behind its start.
const maxSecretWindow = 2048

// The parts of the expressions of gitleaks that mean the same in all of them.
const (
	gitleaksLead     = `[\w.-]{0,50}?`
	gitleaksGap      = `[\s'"]{0,3})`
	gitleaksGapBare  = `[\s'"]{0,3}(?:=`
	gitleaksOperator = `(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}`
	gitleaksTerm     = `(?:[\x60'"\s;]|\\[nr]|$)`
	// The same for log text: quotes may be escaped, = and : percent-encoded.
	ourGap      = `[\s'"\\]{0,5}`
	ourOperator = `(?:=|>|:{1,3}=|\|\||:|=>|\?=|,|%3[AaDd])[\x60'"\s=\\]{0,8}`
)

// ourPattern rewrites an expression for log text, where more than quotes and
// blanks may follow a secret. What may stand before the name of an assignment
// adds nothing.
func ourPattern(p string) (pattern string, assigned bool) {
	p = strings.ReplaceAll(p, gitleaksLead, "")
	assigned = strings.Contains(p, gitleaksOperator)
	term := termLoose
	if assigned {
		term = termStrict
		p = strings.ReplaceAll(p, gitleaksGap, ourGap+`)`)
		p = strings.ReplaceAll(p, gitleaksGapBare, ourGap+`(?:=`)
		p = strings.ReplaceAll(p, gitleaksOperator, ourOperator)
	}
	return strings.ReplaceAll(p, gitleaksTerm, string(term)), assigned
}

// secretVariant is a shape that is written by hand, where the expression of the
// table does not start with something that can be searched for, or falls short.
type secretVariant struct {
	pattern string
	anchor  string // default: what the pattern starts with
	back    int
	around  bool
	options bool
	whole   bool // groups do not tell the secret
	text    bool
	before  int
	behind  int
	ready   func(window string) bool
}

const term = string(termLoose)

var secretVariants = map[string][]secretVariant{
	// 36 letters and digits, or since 2026 a JWT behind the id of the app.
	"github-app-token": {{pattern: `(?:ghu|ghs)_[0-9A-Za-z._-]{36,}`}},
	"atlassian-api-token": {
		{pattern: `(?i)(?:(?-i:ATLASSIAN|[Aa]tlassian)|(?-i:CONFLUENCE|[Cc]onfluence)|(?-i:JIRA|[Jj]ira))(?:[ \t\w.-]{0,20})` + ourGap + ourOperator + `([a-z0-9]{20}[a-f0-9]{4})` + string(termStrict)},
		{pattern: `\b(ATATT3[A-Za-z0-9_\-=]{186})` + term},
	},
	"azure-ad-client-secret":   {{pattern: `([a-zA-Z0-9_~.]{3}\dQ~[a-zA-Z0-9_~.-]{31,34})` + term, anchor: `[a-zA-Z0-9_~.]\dQ~[a-zA-Z0-9_~.-]`, back: 2}},
	"maxmind-license-key":      {{pattern: `\b([A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk)` + term, anchor: `[A-Za-z0-9]_mmk`, back: 35}},
	"hashicorp-tf-api-token":   {{pattern: `(?i)[a-z0-9]{14}\.(?-i:atlasv1)\.[a-z0-9\-_=]{60,70}`, anchor: `\.atlasv1\.`, back: 14}},
	"microsoft-teams-webhook":  {{pattern: `\.webhook\.office\.com/(webhookb2/[a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12}@[a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12}/IncomingWebhook/[a-z0-9]{32}/[a-z0-9]{8}-(?:[a-z0-9]{4}-){3}[a-z0-9]{12})`}},
	"sidekiq-sensitive-url":    {{pattern: `(?i)([a-f0-9]{8}:[a-f0-9]{8})@(?:gems.contribsys.com|enterprise.contribsys.com)`, anchor: `(?i)@(?:gems|enterprise)\.contribsys\.com`, back: 17}},
	"slack-webhook-url":        {{pattern: `hooks\.slack\.com\\?/((?:services|workflows|triggers)\\?/[A-Za-z0-9+/\\]{43,58})`}},
	"twilio-api-key":           {{pattern: `\bSK[0-9a-fA-F]{32}`}},
	"facebook-access-token":    {{pattern: `(?i)\b(\d{15,16}(\||%)[0-9a-z\-_]{27,40})` + term, anchor: `(?i)facebook`, around: true}},
	"sourcegraph-access-token": {{pattern: `(?i)\b(sgp_(?:[a-fA-F0-9]{16}|local)_[a-fA-F0-9]{40}|sgp_[a-fA-F0-9]{40})` + term}, {pattern: `(?i)\b([a-f0-9]{40})` + term, anchor: `(?i)sourcegraph`, around: true}},
	"openai-api-key": {
		{pattern: `\b(sk-(?:proj|svcacct|admin)-(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58})T3BlbkFJ(?:[A-Za-z0-9_-]{74}|[A-Za-z0-9_-]{58}))` + term},
		{pattern: `\b(sk-[a-zA-Z0-9]{20}T3BlbkFJ[a-zA-Z0-9]{20})` + term, anchor: `T3BlbkFJ`, back: 23},
	},
	"jwt-base64":             {{pattern: `\bZXlK[a-zA-Z0-9\/\\_+\-\r\n]{20,}={0,2}`, anchor: `ZXlK(?:aGJH|aGNI|aGRX|aU5q|amNt|amRI|bGNH|bGJt|cWEz|cWQy|cGMz|cGRp|cmFX|clpY|cmRI|dWIy|d01t|d01u|d2NI|emRX|emRu|MFlX|MGVY|MWNt|MWMy|MlpY|NElq|NE5X|NE5Y|NmFY)`, whole: true}},
	"curl-auth-header":       {{anchor: `curl[ \t\n\r]`, options: true}},
	"kubernetes-secret-yaml": {{anchor: `(?i)kind:[ \t]*["']?secret`, text: true, before: 400, behind: 700, ready: mentionsData}},
}

func mentionsData(window string) bool {
	for i := range len(window) {
		if window[i] == ':' && hasFold(window, i-4, "data") {
			return true
		}
	}
	return false
}

// The sets depend on nothing but whether the rules that are off by default are
// wanted, and are made once.
var (
	defaultSecrets = sync.OnceValue(func() *secretGrams { return compileSecrets(func(r rules.Rule) bool { return !r.OffByDefault }, nil) })
	allSecrets     = sync.OnceValue(func() *secretGrams { return compileSecrets(func(rules.Rule) bool { return true }, nil) })
)

func compileSecrets(wanted func(rules.Rule) bool, own []secretAnchor) *secretGrams {
	g := &secretGrams{}
	uses := map[uint32]int32{}
	list := anchorList{byPrefix: map[string]int{}}
	looking := 0
	for i, r := range rules.All() {
		if r.Secret == nil || !wanted(r) {
			continue
		}
		shapes, prefixes, err := shapesOf(uint16(i), r.Secret)
		if err != nil {
			panic(fmt.Sprintf("rule %s: %v", r.Name, err)) // a test compiles all of them
		}
		for n, shape := range shapes {
			if shape.text != nil || shape.around || shape.options {
				shape.looking = looking
				looking++
			}
			for _, p := range prefixes[n] {
				a := list.at(p)
				a.shapes = append(a.shapes, shape)
			}
		}
	}
	addForms(&list)
	anchors := list.anchors
	anchors = append(anchors, marks()...)
	anchors = append(anchors, own...)
	for i := range anchors {
		if !g.add(uses, anchors[i]) {
			panic(fmt.Sprintf("anchor %d: its prefix is too short to be searched for", i))
		}
	}
	g.index(uses)
	return g
}

// anchorList holds one anchor for each prefix.
type anchorList struct {
	anchors  []secretAnchor
	byPrefix map[string]int
}

// at returns the anchor of a prefix, a new one if there is none. It is valid
// until the next call.
func (l *anchorList) at(p secretPrefix) *secretAnchor {
	name := fmt.Sprint(p.sets, p.left)
	n, ok := l.byPrefix[name]
	if !ok {
		n = len(l.anchors)
		l.byPrefix[name] = n
		l.anchors = append(l.anchors, secretAnchor{prefix: p})
	}
	return &l.anchors[n]
}

// marks are the anchors of the candidates that are told by several characters.
func marks() (out []secretAnchor) {
	for _, m := range []struct {
		text string
		kind candidateKind
		at   int
	}{
		{`eyJ`, candJWT, 2},
		{`BEGIN `, candB, 0},
		{`(?i)basic`, candB, 0},
		{`(?i)bearer`, candB, 0},
		{`\\u00[2-7][0-9A-Fa-f]`, candEscape, 0},
		{`\\x(?:2[27]|3[AaCcDdEe])`, candEscape, 0},
		{`&(?:quot|apos|lt|gt|#34|#39|#x2[27]);`, candEscape, 0},
		{`\[\(b?['"]`, candPairs, 0},
		{`\[\[["\\]`, candPairs, 0},
		{`form-data; name=`, candForm, 0},
		{`%(?:3[AaDd]|40|2[05BbFf]|0[AaDd])`, candPercent, 0},
	} {
		_, re, err := compileSecret(m.text)
		if err != nil {
			panic(fmt.Sprintf("mark %s: %v", m.text, err))
		}
		for _, p := range prefixesOf(re) {
			out = append(out, secretAnchor{prefix: p, mark: true, kind: m.kind, at: m.at})
		}
	}
	return out
}

// shapesOf compiles a rule; prefixes[i] are what the anchors of shapes[i] look
// like.
func shapesOf(rule uint16, data *rules.Secret) (shapes []*secretShape, prefixes [][]secretPrefix, err error) {
	allow := newSecretAllow(data)
	variants := secretVariants[data.ID]
	if variants == nil {
		variants = []secretVariant{{}}
	}
	for _, va := range variants {
		s := &secretShape{rule: rule, data: data, group: -1, back: va.back, around: va.around, options: va.options, before: va.before, behind: va.behind, ready: va.ready, allow: allow}
		if data.Group > 0 {
			s.group = data.Group
		}
		if va.whole {
			s.group = 0
		}
		pattern, assigned := va.pattern, strings.Contains(va.pattern, ourOperator)
		if pattern == "" {
			pattern, assigned = ourPattern(data.Pattern)
		}
		s.assigned = assigned
		if va.options {
			// What stands between the command and the option adds nothing.
			_, option, _ := strings.Cut(data.Pattern, commandOption)
			pattern = commandOption + option
		}
		anchor := va.anchor
		if va.text {
			s.text = &lazyRegexp{pattern: data.Pattern}
		} else {
			p, re, err := compileSecret(pattern)
			if err != nil {
				return nil, nil, err
			}
			s.program = p
			if at := strings.Index(pattern, ourOperator); assigned && at >= 0 {
				flags := ""
				if strings.HasPrefix(pattern, "(?i)") {
					flags = "(?i)"
				}
				rest := pattern[at:]
				if s.tail, _, err = compileSecret(flags + rest); err != nil {
					return nil, nil, err
				}
			}
			if anchor == "" {
				shapes, prefixes = append(shapes, s), append(prefixes, prefixesOf(re))
				continue
			}
		}
		_, re, err := compileSecret(anchor)
		if err != nil {
			return nil, nil, err
		}
		shapes, prefixes = append(shapes, s), append(prefixes, prefixesOf(re))
	}
	return shapes, prefixes, nil
}
