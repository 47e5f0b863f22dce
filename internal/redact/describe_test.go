package redact

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

func TestDescribeTellsWhatTheOptionsSay(t *testing.T) {
	e, err := New(Options{Packs: []string{rules.PackContact}, Actions: map[string]Action{rules.Email: Remove}})
	require.NoError(t, err)
	infos := e.Describe()
	require.Len(t, infos, e.RuleCount())
	for i, info := range infos {
		assert.Equal(t, e.RuleName(uint16(i)), info.Name)
		assert.NotEmpty(t, info.Description, info.Name)
		assert.NotEmpty(t, info.Source, info.Name)
		off := rules.All()[i].OffByDefault
		assert.Equal(t, !off && (info.Pack == "" || info.Pack == rules.PackContact), info.On, info.Name)
		if info.Name == rules.Email {
			assert.Equal(t, Remove, info.Action)
		}
	}
}

func TestRulesVersionFollowsTheRules(t *testing.T) {
	version, err := RulesVersion()
	require.NoError(t, err)
	assert.Regexp(t, `^[0-9a-f]{12}$`, version)
	again, err := RulesVersion()
	require.NoError(t, err)
	assert.Equal(t, version, again)

	all := rules.All()
	of := func() string {
		v, err := versionOf(all, rules.GlobalSecretAllowlist())
		require.NoError(t, err)
		return v
	}
	all[2].Match = append(slices.Clone(all[2].Match), rules.Example{Text: "x", Secret: "x"})
	assert.Equal(t, version, of(), "an example is no rule")
	all[2].Keys = append(slices.Clone(all[2].Keys), "anotherword")
	changed := of()
	assert.NotEqual(t, version, changed)
	all[3].Pack = "elsewhere"
	assert.NotEqual(t, changed, of())

	shared, err := versionOf(rules.All())
	require.NoError(t, err)
	assert.NotEqual(t, version, shared, "what the rules share counts")

	// The same data gives the same version on every machine and release.
	fixed, err := versionOf([]rules.Rule{{Name: "a", Pack: "b", Description: "c", Keys: []string{"d"}}})
	require.NoError(t, err)
	assert.Equal(t, "0e8440d459fb", fixed)
}
