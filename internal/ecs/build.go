package ecs

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/xpdata"
)

// builder returns the builder for the maps of a level, with room for n fields.
// The maps of pdata look at every field for each that is put.
func (d *Decoder) builder(level, n int) *xpdata.MapBuilder {
	for len(d.builders) <= level {
		d.builders = append(d.builders, &xpdata.MapBuilder{})
	}
	mb := d.builders[level]
	mb.EnsureCapacity(n)
	return mb
}

// put sets v to the value at node i, or to a list of the values of its name.
func (d *Decoder) put(v pcommon.Value, i int32, level int) {
	if d.nodes[i].again == 0 {
		d.set(v, i, level)
		return
	}
	list := v.SetEmptySlice()
	for ; i != 0; i = d.nodes[i].again {
		if n := &d.nodes[i]; n.kind == kindArray {
			d.elements(list, i, level)
		} else {
			d.set(list.AppendEmpty(), i, level)
		}
	}
}

// set sets v to the value at node i.
func (d *Decoder) set(v pcommon.Value, i int32, level int) {
	switch n := &d.nodes[i]; n.kind {
	case kindFalse, kindTrue:
		v.SetBool(n.kind == kindTrue)
	case kindString:
		v.SetStr(d.keep(i))
	case kindWhole:
		if whole, ok := integer(d.bytes(i)); ok {
			v.SetInt(whole)
			return
		}
		d.setNumber(v, i)
	case kindNumber:
		d.setNumber(v, i)
	case kindArray:
		d.elements(v.SetEmptySlice(), i, level)
	case kindObject:
		d.fields(v.SetEmptyMap(), i, level)
	case kindNull:
	}
}

// setNumber sets a double, or the digits themselves where it would not be exact.
func (d *Decoder) setNumber(v pcommon.Value, i int32) {
	if number, ok := double(d.bytes(i)); ok {
		v.SetDouble(number)
		return
	}
	v.SetStr(d.keep(i))
}

// elements appends the elements of the array at node i.
func (d *Decoder) elements(list pcommon.Slice, i int32, level int) {
	// A list that grows by many arrays is left to grow as lists do.
	if list.Len() == 0 && d.nodes[i].again == 0 {
		count := 0
		for k := i + 1; k < d.nodes[i].next; k = d.nodes[k].next {
			count++
		}
		list.EnsureCapacity(count)
	}
	for k := i + 1; k < d.nodes[i].next; k = d.nodes[k].next {
		d.set(list.AppendEmpty(), k, level)
	}
}

// fields writes the fields of the object at node i that were not taken.
func (d *Decoder) fields(m pcommon.Map, i int32, level int) {
	d.stamp++
	stamp := d.stamp
	count := 0
	for k := i + 1; k < d.nodes[i].next; k = d.nodes[k].next {
		n := &d.nodes[k]
		if !d.remains(k, n) {
			continue
		}
		c := &d.names.all[n.name].claim
		if c.stamp == stamp {
			d.nodes[c.node].again = k
			c.node = k
			n.taken = true
			continue
		}
		*c = claim{stamp, k}
		count++
	}
	if count == 0 {
		return
	}
	mb := d.builder(level, count)
	for k := i + 1; k < d.nodes[i].next; k = d.nodes[k].next {
		if n := &d.nodes[k]; d.remains(k, n) {
			d.put(mb.AppendEmpty(d.names.all[n.name].segment), k, level+1)
		}
	}
	mb.UnsafeIntoMap(m)
}

// remains says whether anything of a value was not taken.
func (d *Decoder) remains(i int32, n *node) bool {
	if n.taken {
		return false
	}
	// An empty object is something; one of which all was taken is not.
	return n.kind != kindObject || n.next == i+1 || len(d.rest) == 0 || d.rest[n.next] > d.rest[i+1]
}

// fillBody writes what is left of the document as a map.
func (d *Decoder) fillBody(v pcommon.Value) {
	d.rest = d.rest[:0]
	var count int32
	for i := range d.nodes {
		d.rest = append(d.rest, count)
		if n := &d.nodes[i]; !n.taken && (n.kind != kindObject || n.next == int32(i+1)) {
			count++
		}
	}
	d.rest = append(d.rest, count)
	d.fields(v.SetEmptyMap(), 0, 0)
	d.rest = d.rest[:0]
}
