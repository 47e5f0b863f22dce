package backends

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
)

// Key names the state that an installation was made from: a digest over the
// contents of files and over further values, such as a version.
func Key(files []string, values ...string) (string, error) {
	sum := sha256.New()
	for _, value := range values {
		fmt.Fprintf(sum, "%d:%s", len(value), value)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%d:", len(content))
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}
