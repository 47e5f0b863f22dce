package intake

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func dial(t *testing.T, url, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close() })
	_, err = io.WriteString(conn, text)
	require.NoError(t, err)
	return conn
}

// Senders that stop in the middle of a request give way when connections are
// short, and are told.
func TestStalledRequestsGiveWay(t *testing.T) {
	const limit = 8
	url := start(t, &Server{MaxConnections: limit}, 1<<20, readAll)
	var slow []net.Conn
	for range limit {
		slow = append(slow, dial(t, url, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx"))
	}
	time.Sleep(patience + 200*time.Millisecond)
	status, text, _ := post(t, url, "", strings.NewReader("abc"))
	assert.Equal(t, 200, status)
	assert.Equal(t, "3", text)
	for _, conn := range slow {
		require.NoError(t, conn.SetReadDeadline(time.Now().Add(drainTime/2)))
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		resp.Body.Close()
		assert.Equal(t, http.StatusRequestTimeout, resp.StatusCode)
	}
}

// Senders that send the head of a request slowly are like those that send none.
func TestSlowHeadsGiveWay(t *testing.T) {
	url := start(t, &Server{MaxConnections: 8}, 1<<20, readAll)
	for range 50 {
		dial(t, url, "POST / HTTP/1.1\r\nHost:")
	}
	status, _, _ := post(t, url, "", strings.NewReader("abc"))
	assert.Equal(t, 200, status)
}

// Relief ends who has stalled, for the body or with the answer unread, and
// nobody else: not who is slow within reason, and not who waits for the handler.
func TestRelieve(t *testing.T) {
	s := new(Server)
	release := make(chan struct{})
	url := start(t, s, 64<<20, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/read":
			readAll(w, r)
		case "/work":
			<-release
		case "/write":
			chunk := make([]byte, 1<<20)
			for range 64 {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		}
	})
	closed := func(conn net.Conn) chan struct{} {
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, _ = io.Copy(io.Discard, conn)
		}()
		return done
	}
	unread := dial(t, url, "GET /write HTTP/1.1\r\nHost: x\r\n\r\n")
	stopped := closed(dial(t, url, "POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx"))
	working := closed(dial(t, url, "GET /work HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
	steady := dial(t, url, fmt.Sprintf("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", 10*progress))
	assert.False(t, s.Relieve(), "nobody has stalled yet")
	part := bytes.Repeat([]byte("x"), progress)
	for i := range 10 {
		_, err := steady.Write(part)
		require.NoError(t, err)
		if i < 9 {
			time.Sleep(patience / 8)
		}
	}
	resp, err := http.ReadResponse(bufio.NewReader(steady), nil)
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, http.StatusOK, resp.StatusCode, "it moves")
	assert.True(t, s.Relieve())
	select {
	case <-stopped:
	case <-time.After(drainTime / 2):
		t.Fatal("the sender that stopped is still waited for")
	}
	select {
	case <-closed(unread):
	case <-time.After(drainTime / 2):
		t.Fatal("the answer is still being written")
	}
	assert.False(t, s.Relieve())
	select {
	case <-working:
		t.Fatal("a sender that waits for the pipeline was cut off")
	default:
	}
	close(release)
	<-working
}

func TestShareKeep(t *testing.T) {
	b := NewBudget(100)
	s := b.Share()
	require.NoError(t, s.Take(t.Context(), 80))
	s.Keep(30)
	assert.True(t, b.Take(70))
	s.Keep(50)
	assert.False(t, b.Take(1))
	s.Release()
	assert.True(t, b.Take(30))
}

// A budget asks for relief when there is no room.
func TestBudgetRelieve(t *testing.T) {
	b := NewBudget(10)
	require.True(t, b.Take(10))
	b.Relieve = func() bool { b.Return(10); return true }
	s := b.Share()
	assert.NoError(t, s.Take(t.Context(), 5))
	s.Release()
	assert.True(t, b.Take(10))
}
