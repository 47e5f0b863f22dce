package lokipushreceiver

import (
	"errors"
	"fmt"
)

// maxPairs bounds the limits that count: the work for the labels of a stream
// and the metadata of an entry grows with the square of their number.
const maxPairs = 1000

// Validate reports every mistake at once, each with its path below the
// receiver, the value and what is allowed.
func (cfg *Config) Validate() error {
	var errs []error
	add := func(path, format string, args ...any) {
		errs = append(errs, fmt.Errorf(path+": "+format, args...))
	}
	if cfg.ServerConfig.NetAddr.Endpoint == "" {
		add("endpoint", "got nothing, allowed is an address to listen on, for example localhost:3500")
	}
	if cfg.ServerConfig.CompressionAlgorithms != nil {
		add("compression_algorithms", "got %q, allowed is none: the encodings are those of Loki", cfg.ServerConfig.CompressionAlgorithms)
	}
	if cfg.ServerConfig.MaxRequestBodySize < 0 {
		add("max_request_body_size", "got %d, allowed are 0 (20 MiB) and above", cfg.ServerConfig.MaxRequestBodySize)
	}
	for i, name := range cfg.DiscoverServiceName {
		if name == "" {
			add(fmt.Sprintf("discover_service_name::%d", i), "got an empty name, allowed is the name of a label")
		}
	}
	limits := &cfg.Limits
	for _, limit := range []struct {
		path  string
		value int
	}{
		{"line_size", limits.LineSize},
		{"metadata_size", limits.MetadataSize},
		{"label_name_size", limits.LabelNameSize},
		{"label_value_size", limits.LabelValueSize},
	} {
		if limit.value < 0 {
			add("limits::"+limit.path, "got %d, allowed are 0 (no limit) and above", limit.value)
		}
	}
	for _, limit := range []struct {
		path  string
		value int
	}{
		{"metadata_entries", limits.MetadataEntries},
		{"label_names", limits.LabelNames},
	} {
		if limit.value < 1 || limit.value > maxPairs {
			add("limits::"+limit.path, "got %d, allowed are 1 to %d", limit.value, maxPairs)
		}
	}
	if limits.MaxDecodedBytes < 1<<20 {
		add("limits::max_decoded_bytes", "got %d, allowed are 1048576 and above", limits.MaxDecodedBytes)
	}
	if limits.MaxInFlightBytes < limits.MaxDecodedBytes {
		add("limits::max_in_flight_bytes", "got %d, allowed are %d (max_decoded_bytes) and above: a larger request would be refused for ever",
			limits.MaxInFlightBytes, limits.MaxDecodedBytes)
	}
	if limits.MaxConnections < 1 {
		add("limits::max_connections", "got %d, allowed are 1 and above", limits.MaxConnections)
	}
	return errors.Join(errs...)
}
