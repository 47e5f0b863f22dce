// Package layout holds the tests of how the module is cut.
package layout

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	module = "github.com/lethe-otel/lethe/"
	root   = "../.."
)

// packageImports maps each package folder of the module to what its non-test
// files import.
func packageImports(t *testing.T) map[string]map[string]bool {
	t.Helper()
	imports := map[string]map[string]bool{}
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata" || entry.Name() == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		if imports[dir] == nil {
			imports[dir] = map[string]bool{}
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[dir][imported] = true
		}
		return nil
	})
	require.NoError(t, err)
	return imports
}

// component returns the component folder that a package belongs to, or "".
func component(dir string) string {
	parts := strings.Split(dir, "/")
	switch parts[0] {
	case "receiver", "processor", "exporter", "extension", "connector":
		if len(parts) > 1 {
			return parts[0] + "/" + parts[1]
		}
	}
	return ""
}

// The engine and the ids are used by the command line, by fuzzers and by a
// browser page: they know nothing of the collector.
func TestEnginesKnowNothingOfTheCollector(t *testing.T) {
	seen := 0
	for dir, imports := range packageImports(t) {
		if !strings.HasPrefix(dir, "internal/redact") && !strings.HasPrefix(dir, "internal/correlate") {
			continue
		}
		seen++
		for imported := range imports {
			assert.False(t,
				strings.HasPrefix(imported, "go.opentelemetry.io/") ||
					strings.HasPrefix(imported, "go.uber.org/zap") ||
					strings.HasPrefix(imported, "github.com/open-telemetry/") ||
					strings.HasPrefix(imported, module) && !strings.HasPrefix(imported, module+"internal/redact") && !strings.HasPrefix(imported, module+"internal/correlate"),
				"%s imports %s", dir, imported)
		}
	}
	assert.GreaterOrEqual(t, seen, 2, "packages looked at")
}

// Components meet in internal/correlate and internal/delivery, never in each
// other, and nothing below internal/ knows a component.
func TestComponentsDoNotImportEachOther(t *testing.T) {
	seen := 0
	for dir, imports := range packageImports(t) {
		own := component(dir)
		if own == "" && !strings.HasPrefix(dir, "internal/") {
			continue
		}
		seen++
		for imported := range imports {
			local, ok := strings.CutPrefix(imported, module)
			if !ok {
				continue
			}
			other := component(local)
			assert.True(t, other == "" || other == own, "%s imports %s", dir, imported)
		}
	}
	assert.Greater(t, seen, 5, "packages looked at")
}

// The errors that carry data are built in one place, which gets the three ways
// to lose data with them right.
func TestDataErrorsAreBuiltInDeliveryOnly(t *testing.T) {
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") ||
			strings.HasPrefix(name, "internal/delivery/") {
			return err
		}
		source, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		for _, constructor := range []string{"NewLogs(", "NewTraces(", "NewMetrics(", "NewPermanent("} {
			assert.NotContains(t, string(source), "consumererror."+constructor, name)
		}
		return nil
	})
	require.NoError(t, err)
}

// A component package exports its factory and its configuration.
func TestComponentsExportFactoryAndConfigOnly(t *testing.T) {
	seen := 0
	for dir := range packageImports(t) {
		if component(dir) != dir {
			continue
		}
		seen++
		for _, name := range exportedNames(t, filepath.Join(root, dir)) {
			assert.True(t, name == "NewFactory" || strings.HasSuffix(name, "Config"), "%s exports %s", dir, name)
		}
	}
	assert.Greater(t, seen, 3, "components looked at")
}
