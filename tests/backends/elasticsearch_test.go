package backends

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAbsoluteOptions(t *testing.T) {
	const shipped = `# comment
-Xms1g
-XX:HeapDumpPath=data
-XX:ErrorFile=logs/hs_err_pid%p.log
9-:-Xlog:gc*,gc+age=trace,safepoint:file=logs/gc.log:utctime,pid,tags:filecount=32,filesize=64m
21-:-javaagent:agent/opensearch-agent.jar
`
	assert.Equal(t, `# comment
-Xms1g
-XX:HeapDumpPath=/run/logs
-XX:ErrorFile=/run/logs/hs_err_pid%p.log
21-:-javaagent:/home/agent/opensearch-agent.jar
`, absoluteOptions(shipped, "/home", "/run"))
}

// A release whose name is the begin of another one's, up to a dash, would
// remove it from the cache.
func TestReleasesHaveFoldersOfTheirOwn(t *testing.T) {
	for _, name := range SearchServers() {
		assert.NotContains(t, name, "-")
		r, err := findRelease(name)
		require.NoError(t, err)
		assert.Len(t, r.sha256, 64)
		assert.LessOrEqual(t, r.jdk, r.jdkMost)
		assert.True(t, strings.HasPrefix(name, r.program))
	}
	_, err := findRelease("solr")
	assert.ErrorContains(t, err, "there are elasticsearch, elasticsearch8, opensearch2, opensearch3")
}
