package redact

import (
	"strings"
	"testing"
)

func TestOptionsReportEveryMistake(t *testing.T) {
	_, err := New(Options{
		Packs:     []string{"secrets", "medical"},
		Actions:   map[string]Action{"emial": Mask, "email": Action(9), "unscanned": Keep, "default": Remove},
		DenyKeys:  []string{"ok", "--"},
		AllowKeys: []string{""},
		MaxDepth:  -1,
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`unknown pack "medical", expected one of secrets, payment, contact`, `unknown rule or pack "emial"`, "card_number",
		`unknown action "action(9)" for "email", expected one of keep, mask, remove`, "could not be scanned is always masked",
		`denied key "--"`, `allowed key ""`, "max depth -1",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error lacks %q:\n%v", want, err)
		}
	}
}

func TestActionNames(t *testing.T) {
	for _, name := range ActionNames() {
		a, err := ParseAction(name)
		if err != nil || a.String() != name {
			t.Errorf("%q parsed as %v, %v", name, a, err)
		}
	}
	if _, err := ParseAction("hash"); err == nil || !strings.Contains(err.Error(), "keep, mask, remove") {
		t.Errorf("error is %v", err)
	}
}

func TestMostSpecificActionWins(t *testing.T) {
	s := newScanner(t, Options{Actions: map[string]Action{"default": Remove, "secrets": Mask, "password": Keep}})
	got, _ := s.String(Key{}, "password=abc123 token=abc123 mail bob@example.com end")
	if want := "password=abc123 token=[REDACTED:token] mail  end"; got != want {
		t.Errorf("became %q, want %q", got, want)
	}
	var names []string
	for _, f := range s.Findings() {
		names = append(names, s.e.RuleName(f.Rule)+":"+f.Action.String())
	}
	if got, want := strings.Join(names, " "), "password:keep token:mask email:remove"; got != want {
		t.Errorf("findings %q, want %q", got, want)
	}
}

func TestPacksThatAreOff(t *testing.T) {
	text := "password=abc123 bob@example.com 4111111111111111"
	for pack, want := range map[string]string{
		"secrets": "password=[REDACTED:password] bob@example.com 4111111111111111",
		"payment": "password=abc123 bob@example.com [REDACTED:card_number]",
		"contact": "password=abc123 [REDACTED:email] 4111111111111111",
	} {
		s := newScanner(t, Options{Packs: []string{pack}})
		if got, _ := s.String(Key{}, text); got != want {
			t.Errorf("%s: %q, want %q", pack, got, want)
		}
		if s.Clean("id-4111111111111111x bob@example.com") {
			t.Errorf("%s: Clean does not look with the rules of other packs", pack)
		}
	}
	s := newScanner(t, Options{Packs: []string{}})
	if got, changed := s.String(Key{}, text); changed {
		t.Errorf("without packs: %q", got)
	}
}
