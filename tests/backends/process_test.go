package backends

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func start(t *testing.T, script string) *Process {
	t.Helper()
	p, err := StartProcess("it", exec.CommandContext(context.Background(), "sh", "-c", script), filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	t.Cleanup(p.Kill)
	return p
}

func TestProcessIsReady(t *testing.T) {
	p := start(t, "sleep 60")
	tries := 0
	require.NoError(t, p.WaitReady(t.Context(), time.Minute, func(context.Context) error {
		if tries++; tries < 3 {
			return errors.New("not yet")
		}
		return nil
	}))
	assert.True(t, p.Running())
	require.NoError(t, p.Stop(10*time.Second))
	assert.False(t, p.Running())
	require.NoError(t, p.Stop(time.Second), "a second time it does nothing")
}

func TestProcessThatEndsWhileStarting(t *testing.T) {
	p := start(t, "echo the reason; exit 3")
	err := p.WaitReady(t.Context(), time.Minute, func(context.Context) error { return errors.New("not yet") })
	assert.ErrorContains(t, err, "exit status 3")
	assert.ErrorContains(t, err, "the reason")
}

func TestProcessThatIsNeverReady(t *testing.T) {
	p := start(t, "echo waiting for something; sleep 60")
	err := p.WaitReady(t.Context(), 300*time.Millisecond, func(context.Context) error { return errors.New("not yet") })
	assert.ErrorContains(t, err, "not ready after 300ms: not yet")
	assert.ErrorContains(t, err, "waiting for something")
}

func TestProcessThatDoesNotWantToEnd(t *testing.T) {
	p := start(t, `trap "" TERM; echo armed; while :; do sleep 1; done`)
	require.Eventually(t, func() bool { return Tail(p.log.Name()) == "armed" }, 10*time.Second, 10*time.Millisecond)
	assert.ErrorContains(t, p.Stop(300*time.Millisecond), "was killed")
	assert.False(t, p.Running())
}
