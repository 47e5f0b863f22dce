package backends

import (
	"fmt"
	"strings"
)

// The servers with the API of Elasticsearch that the tests run, as names for
// NewSearchServer. The first is what they run where nothing else is asked for.
const (
	Elasticsearch9 = "elasticsearch"
	Elasticsearch8 = "elasticsearch8"
	OpenSearch2    = "opensearch2"
	OpenSearch3    = "opensearch3"
)

// release is a pinned server with the API of Elasticsearch.
type release struct {
	// name is also that of its folder in the cache, so no name may be followed
	// by a dash in another one.
	name string
	// program is the name of the script, of its configuration and of the zip.
	program, group, version, sha256 string
	// The major version of the JDK is jdk at least, and jdkMost at most: an
	// older server does not start with what came after it.
	jdk, jdkMost int
	// variables begins the names of its environment variables.
	variables string
	// security is the line of the configuration without which the server wants
	// passwords and certificates.
	security string
}

const (
	elasticGroup = "org.elasticsearch.distribution.integ-test-zip"
	openGroup    = "org.opensearch.distribution.integ-test-zip"
)

var releases = []release{
	{
		name: Elasticsearch9, program: "elasticsearch", group: elasticGroup, version: "9.5.3",
		sha256: "bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d",
		jdk:    25, jdkMost: anyJDK, variables: "ES_", security: "xpack.security.enabled: false",
	},
	{
		name: Elasticsearch8, program: "elasticsearch", group: elasticGroup, version: "8.19.21",
		sha256: "215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a",
		jdk:    17, jdkMost: 24, variables: "ES_", security: "xpack.security.enabled: false",
	},
	{
		name: OpenSearch2, program: "opensearch", group: openGroup, version: "2.19.1",
		sha256: "af7152d8b7f6f1cee09d47276b32b70479fe6dd8cdbb61213f84eb7f8098b261",
		jdk:    17, jdkMost: 23, variables: "OPENSEARCH_", // from 24 on there is no security manager
	},
	{
		name: OpenSearch3, program: "opensearch", group: openGroup, version: "3.8.0",
		sha256: "196c3cf4602c394f2e40e6174ccbf2a924eae37246f08fa6bbb6b75f9fd5ff1f",
		jdk:    25, jdkMost: anyJDK, variables: "OPENSEARCH_",
	},
}

// SearchServers returns the names of the servers with the API of Elasticsearch.
func SearchServers() []string {
	var names []string
	for i := range releases {
		names = append(names, releases[i].name)
	}
	return names
}

func findRelease(name string) (*release, error) {
	for i := range releases {
		if releases[i].name == name {
			return &releases[i], nil
		}
	}
	return nil, fmt.Errorf("unknown server %q, there are %s", name, strings.Join(SearchServers(), ", "))
}
