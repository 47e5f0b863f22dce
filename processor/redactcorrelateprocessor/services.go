package redactcorrelateprocessor

import (
	"strings"
	"sync"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

const (
	serviceAttribute = "service.name"
	// maxServices have a label of their own; they are those that came first, so
	// that a series that began goes on.
	maxServices    = 50
	maxServiceName = 128 // bytes

	// Numbers of what is no service of its own.
	serviceUnknown = 0 // no name came with the data
	serviceOther   = 1
	firstService   = 2
)

// services are the names that findings are counted by, shared by all workers of
// a processor. It is asked once for a resource.
type services struct {
	mu      sync.RWMutex
	names   []string // from firstService on
	numbers map[string]int
}

// number returns that of a name. Where the name is new and there is room,
// harmless decides whether it may be a label.
func (s *services) number(name string, harmless func(string) bool) int {
	if name == "" {
		return serviceUnknown
	}
	name = cutName(name)
	s.mu.RLock()
	n, known := s.numbers[name]
	full := len(s.names) >= maxServices
	s.mu.RUnlock()
	switch {
	case known:
		return n
	case full || !harmless(name):
		return serviceOther
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n, known := s.numbers[name]; known {
		return n
	}
	if len(s.names) >= maxServices {
		return serviceOther
	}
	if s.numbers == nil {
		s.numbers = make(map[string]int, maxServices)
	}
	name = strings.Clone(name)
	n = firstService + len(s.names)
	s.names = append(s.names, name)
	s.numbers[name] = n
	return n
}

// name is the label of a number.
func (s *services) name(n int) string {
	switch n {
	case serviceUnknown:
		return "unknown_service"
	case serviceOther:
		return "other"
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.names[n-firstService]
}

func cutName(name string) string {
	if len(name) <= maxServiceName {
		return name
	}
	end := maxServiceName
	for end > maxServiceName-utf8.UTFMax && !utf8.RuneStart(name[end]) {
		end--
	}
	return name[:end]
}

func serviceOf(r pcommon.Resource) string {
	v, ok := r.Attributes().Get(serviceAttribute)
	if !ok || v.Type() != pcommon.ValueTypeStr {
		return ""
	}
	return v.Str()
}
