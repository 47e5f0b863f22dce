package main

import (
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.yaml.in/yaml/v3"
)

type manifestItem struct {
	GoMod  string `yaml:"gomod"`
	Import string `yaml:"import"`
}

func (i manifestItem) importPath() string {
	if i.Import != "" {
		return i.Import
	}
	path, _, _ := strings.Cut(i.GoMod, " ")
	return path
}

type manifest struct {
	Dist struct {
		Version string `yaml:"version"`
	} `yaml:"dist"`
	Receivers  []manifestItem `yaml:"receivers"`
	Processors []manifestItem `yaml:"processors"`
	Exporters  []manifestItem `yaml:"exporters"`
	Extensions []manifestItem `yaml:"extensions"`
	Connectors []manifestItem `yaml:"connectors"`
	Providers  []manifestItem `yaml:"providers"`
	Converters []manifestItem `yaml:"converters"`
}

func readManifest(t *testing.T) manifest {
	t.Helper()
	content, err := os.ReadFile("../builder-config.yaml")
	require.NoError(t, err)
	var m manifest
	require.NoError(t, yaml.Unmarshal(content, &m))
	return m
}

// importsOf returns the imports of a generated file that are components:
// what ocb needs for itself stands in frame.
func importsOf(t *testing.T, file string, frame ...string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	require.NoError(t, err)
	var paths []string
	for _, spec := range parsed.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		require.NoError(t, err)
		if strings.Contains(path, ".") && !slices.Contains(frame, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// A component that the manifest names but the binary lacks, or the other way
// round, is a generated file that nobody regenerated.
func TestManifestIsWhatIsBuilt(t *testing.T) {
	m := readManifest(t)
	var want []string
	for _, section := range [][]manifestItem{m.Receivers, m.Processors, m.Exporters, m.Extensions, m.Connectors} {
		for _, item := range section {
			want = append(want, item.importPath())
		}
	}
	const core = "go.opentelemetry.io/collector/"
	assert.ElementsMatch(t, want, importsOf(t, "components.go",
		core+"component", core+"connector", core+"exporter", core+"extension", core+"otelcol",
		core+"processor", core+"receiver", core+"service/telemetry/otelconftelemetry"))

	want = nil
	for _, item := range slices.Concat(m.Providers, m.Converters) {
		want = append(want, item.importPath())
	}
	assert.ElementsMatch(t, want, importsOf(t, "main.go",
		core+"component", core+"confmap", core+"otelcol", "github.com/lethe-otel/lethe/internal/cli"))
}

// A factory stands in its map once for its type and once for each deprecated
// name of it; counted is what it calls itself.
func types[F component.Factory](factories map[component.Type]F) []component.Type {
	found := map[component.Type]bool{}
	for _, factory := range factories {
		found[factory.Type()] = true
	}
	return slices.Collect(maps.Keys(found))
}

func TestFactoriesMatchManifestSections(t *testing.T) {
	m := readManifest(t)
	factories, err := components()
	require.NoError(t, err)
	assert.Len(t, types(factories.Receivers), len(m.Receivers))
	assert.Len(t, types(factories.Processors), len(m.Processors))
	assert.Len(t, types(factories.Exporters), len(m.Exporters))
	assert.Len(t, types(factories.Extensions), len(m.Extensions))
	assert.Len(t, types(factories.Connectors), len(m.Connectors))
}

// Every module of the manifest is the one that the root module requires: the
// binary and the tests use the same versions.
func TestManifestVersionsAreTheModules(t *testing.T) {
	goMod, err := os.ReadFile("../go.mod")
	require.NoError(t, err)
	m := readManifest(t)
	for _, section := range [][]manifestItem{m.Receivers, m.Processors, m.Exporters, m.Extensions, m.Connectors, m.Providers, m.Converters} {
		for _, item := range section {
			if item.Import != "" {
				continue
			}
			assert.Contains(t, string(goMod), "\t"+item.GoMod+"\n")
		}
	}
}
