package backends

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func fakeJDK(t *testing.T, release string) string {
	t.Helper()
	home := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(home, "bin"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(home, "bin", "java"), nil, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(home, "release"), []byte(release), 0o644))
	return home
}

func TestFindJDK(t *testing.T) {
	home := fakeJDK(t, "IMPLEMENTOR=\"Made up\"\nJAVA_VERSION=\"9999.0.3\"\nJAVA_VERSION_DATE=\"2026-04-21\"\n")
	t.Setenv("LETHE_JAVA_HOME", home)
	found, err := FindJDK(9999)
	require.NoError(t, err)
	assert.Equal(t, home, found)
}

func TestFindJDKSaysWhatIsMissing(t *testing.T) {
	t.Setenv("LETHE_JAVA_HOME", fakeJDK(t, "JAVA_VERSION=\"17.0.15\"\n"))
	_, err := FindJDK(9999)
	assert.ErrorContains(t, err, "a JDK 9999 or newer is needed, found only 17 in ")
	assert.ErrorContains(t, err, "set LETHE_JAVA_HOME")
}

// An older server does not start with what came after it.
func TestFindJDKTakesNoneTooNew(t *testing.T) {
	t.Setenv("LETHE_JAVA_HOME", fakeJDK(t, "JAVA_VERSION=\"9999.0.3\"\n"))
	t.Setenv("JAVA_HOME", fakeJDK(t, "JAVA_VERSION=\"9997.0.1\"\n"))
	found, err := findJDK(9997, 9998)
	require.NoError(t, err)
	assert.Equal(t, os.Getenv("JAVA_HOME"), found)
	_, err = findJDK(9998, 9998)
	assert.ErrorContains(t, err, "a JDK 9998 to 9998 is needed, found only 9999 in ")
}
