package frame

import (
	"bufio"
	"bytes"
	"io"
	"sync"

	"github.com/klauspost/compress/zlib"
)

// inflater is the memory that a compressed frame needs while it is read.
type inflater struct {
	packed bytes.Reader
	zlib   io.ReadCloser
	out    *bufio.Reader
}

var inflaters sync.Pool

// newInflater returns nil if the bytes do not begin as zlib does.
func newInflater(packed []byte) *inflater {
	i, _ := inflaters.Get().(*inflater)
	if i == nil {
		i = &inflater{out: bufio.NewReaderSize(nil, 16<<10)}
	}
	i.packed.Reset(packed)
	var err error
	if i.zlib == nil {
		i.zlib, err = zlib.NewReader(&i.packed)
	} else {
		err = i.zlib.(zlib.Resetter).Reset(&i.packed, nil)
	}
	if err != nil {
		i.free()
		return nil
	}
	i.out.Reset(i.zlib)
	return i
}

func (i *inflater) free() {
	i.packed.Reset(nil)
	i.out.Reset(nil)
	inflaters.Put(i)
}
