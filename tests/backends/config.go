package backends

import (
	"embed"
	"os"
	"path/filepath"
	"text/template"
)

//go:embed config
var configs embed.FS

// writeConfig fills the template config/<name> and writes it into dir.
func writeConfig(dir, name string, values any) (string, error) {
	parsed, err := template.ParseFS(configs, "config/"+name)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, name)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644)
	if err != nil {
		return "", err
	}
	if err := parsed.Execute(file, values); err != nil {
		_ = file.Close()
		return "", err
	}
	return path, file.Close()
}
