package lumberjackreceiver

import (
	"sync"
	"time"

	"go.uber.org/zap"
)

// noticeInterval is the least time between two lines about one thing.
const noticeInterval = time.Minute

// notices writes about what may happen a thousand times a second once in a
// while, with the number of times since.
type notices struct {
	logger *zap.Logger

	mu   sync.Mutex
	last map[string]*notice
}

type notice struct {
	at    time.Time
	since int
}

func newNotices(logger *zap.Logger) *notices {
	return &notices{logger: logger, last: map[string]*notice{}}
}

// warn writes the text with its reason, one of a bounded set of words, if that
// reason was not written within the interval. Fields must be free of content.
func (n *notices) warn(text, reason string, fields ...zap.Field) {
	n.mu.Lock()
	l := n.last[reason]
	if l == nil {
		l = &notice{}
		n.last[reason] = l
	}
	l.since++
	now := time.Now()
	if now.Sub(l.at) < noticeInterval {
		n.mu.Unlock()
		return
	}
	since := l.since
	l.at, l.since = now, 0
	n.mu.Unlock()
	n.logger.Warn(text, append(fields, zap.String("reason", reason), zap.Int("times", since))...)
}
