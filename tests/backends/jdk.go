package backends

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// anyJDK is no upper bound for findJDK.
const anyJDK = math.MaxInt

// FindJDK returns the home of a JDK whose major version is at least major. It
// looks at LETHE_JAVA_HOME and JAVA_HOME, at the usual folders and at the java
// of the PATH, and believes only the release file that every JDK carries. The
// error names what was found instead.
func FindJDK(major int) (string, error) { return findJDK(major, anyJDK) }

// findJDK is FindJDK for a major version of most at most.
func findJDK(major, most int) (string, error) {
	var seen []string
	for _, home := range jdkHomes() {
		version, ok := jdkVersion(home)
		if !ok {
			continue
		}
		if version >= major && version <= most {
			return home, nil
		}
		seen = append(seen, fmt.Sprintf("%d in %s", version, home))
	}
	found := "none was found"
	if len(seen) > 0 {
		found = "found only " + strings.Join(seen, ", ")
	}
	wanted := fmt.Sprintf("%d or newer", major)
	if most != anyJDK {
		wanted = fmt.Sprintf("%d to %d", major, most)
	}
	return "", fmt.Errorf("a JDK %s is needed, %s: install one (Temurin, for example) or set LETHE_JAVA_HOME to its folder", wanted, found)
}

// jdkHomes lists the folders that may be the home of a JDK, the wished ones first.
func jdkHomes() []string {
	homes := []string{os.Getenv("LETHE_JAVA_HOME"), os.Getenv("JAVA_HOME")}
	user, _ := os.UserHomeDir()
	for _, pattern := range []string{
		"/usr/lib/jvm/*",
		"/usr/java/*",
		"/opt/java/*",
		"/opt/jdk*",
		"/Library/Java/JavaVirtualMachines/*/Contents/Home",
		filepath.Join(user, ".sdkman/candidates/java/*"),
		filepath.Join(user, ".jdks/*"),
	} {
		matches, _ := filepath.Glob(pattern)
		homes = append(homes, matches...)
	}
	if java, err := exec.LookPath("java"); err == nil {
		if java, err = filepath.EvalSymlinks(java); err == nil {
			homes = append(homes, filepath.Dir(filepath.Dir(java)))
		}
	}
	return homes
}

// jdkVersion reads the major version from a JDK's release file.
func jdkVersion(home string) (int, bool) {
	if home == "" {
		return 0, false
	}
	if _, err := os.Stat(filepath.Join(home, "bin", "java")); err != nil {
		return 0, false
	}
	release, err := os.ReadFile(filepath.Join(home, "release"))
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(release)) {
		value, ok := strings.CutPrefix(strings.TrimSpace(line), "JAVA_VERSION=")
		if !ok {
			continue
		}
		first, _, _ := strings.Cut(strings.Trim(value, `"`), ".")
		version, err := strconv.Atoi(first)
		return version, err == nil
	}
	return 0, false
}
