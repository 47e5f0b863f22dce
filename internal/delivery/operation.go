package delivery

import (
	"context"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// OperationAttribute is the reserved attribute of a log record that carries
// the bulk operation of an Elasticsearch client from the receiver to the
// Elasticsearch exporter: a map with the fields of Operation. It survives the
// processor only in batches whose context is marked by WithClientOperations:
// anybody could send an attribute of that name.
const OperationAttribute = "lethe.elasticsearch.operation"

// Action is what a client asks for with a document.
type Action string

const (
	// ActionIndex stores the document, in place of one with the same id.
	ActionIndex Action = "index"
	// ActionCreate stores the document unless there is one with the same id.
	ActionCreate Action = "create"
)

// Operation is the line in front of a document in a bulk request. Fields that
// the client did not give are empty.
type Operation struct {
	// Action is ActionIndex or ActionCreate.
	Action Action
	// ID is the client's _id, up to 512 bytes. The processor replaces it by a
	// keyed hash if redaction finds something in it.
	ID string
	// Index is the client's _index where the receiver lets it through. The
	// document goes there under exactly this name.
	Index string
	// SourceIndex is the client's _index, let through or not. It is hashed to
	// tell documents of different indexes apart that have the same ID, and is
	// not used as a name.
	SourceIndex string
	// Pipeline and Routing are those of the client where the receiver lets them
	// through.
	Pipeline, Routing string
	// Position is the place of the operation in its request, from 1; at 0 it is
	// the record's place in the batch. The receiver sets it, because the batch may
	// have another order: records are grouped by resource. It is no part of what the operation is: the same operation at
	// another place of another request gives the same record id.
	Position int
	// Version orders the operations on one ID: the moment in nanoseconds since
	// 1970 at which the request arrived, plus Position. Only the processor sets
	// it.
	Version int64
}

// The names in the map.
const (
	fieldAction      = "action"
	fieldID          = "id"
	fieldIndex       = "index"
	fieldSourceIndex = "source_index"
	fieldPipeline    = "pipeline"
	fieldRouting     = "routing"
	fieldPosition    = "position"
	fieldVersion     = "version"
)

// Put writes the operation into the attributes of a log record, in place of
// one that is there.
func (o Operation) Put(attrs pcommon.Map) {
	texts := [...]struct{ name, value string }{
		{fieldAction, string(o.Action)},
		{fieldID, o.ID},
		{fieldIndex, o.Index},
		{fieldSourceIndex, o.SourceIndex},
		{fieldPipeline, o.Pipeline},
		{fieldRouting, o.Routing},
	}
	fields := 1 // position or version
	for i := range texts {
		if texts[i].value != "" {
			fields++
		}
	}
	m := attrs.PutEmptyMap(OperationAttribute)
	m.EnsureCapacity(fields)
	for i := range texts {
		if texts[i].value != "" {
			m.PutStr(texts[i].name, texts[i].value)
		}
	}
	if o.Position != 0 {
		m.PutInt(fieldPosition, int64(o.Position))
	}
	if o.Version != 0 {
		m.PutInt(fieldVersion, o.Version)
	}
}

// PutOnly leaves the operation in the attributes of a log record, or none if it
// asks for nothing, and says which: what the record had under the name before was
// written by its sender.
func (o *Operation) PutOnly(attrs pcommon.Map) bool {
	if o.ID == "" && o.Index == "" && o.Pipeline == "" && o.Routing == "" {
		if _, forged := attrs.Get(OperationAttribute); forged {
			Take(attrs)
		}
		return false
	}
	o.Put(attrs)
	return true
}

// Take removes the operation from the attributes of a log record and returns
// it. It returns false if there is none; one of another form is removed, too.
func Take(attrs pcommon.Map) (Operation, bool) {
	var (
		op    Operation
		found bool
	)
	attrs.RemoveIf(func(name string, v pcommon.Value) bool {
		if name != OperationAttribute {
			return false
		}
		if !found {
			op, found = ReadOperation(v)
		}
		return true
	})
	return op, found
}

// ReadOperation reads the value of the attribute. It returns false if that is
// not an operation.
func ReadOperation(v pcommon.Value) (Operation, bool) {
	if v.Type() != pcommon.ValueTypeMap {
		return Operation{}, false
	}
	var op Operation
	for name, v := range v.Map().All() {
		switch v.Type() {
		case pcommon.ValueTypeStr:
			op.setText(name, v.Str())
		case pcommon.ValueTypeInt:
			op.setNumber(name, v.Int())
		}
	}
	return op, op.Action == ActionIndex || op.Action == ActionCreate
}

func (o *Operation) setText(name, value string) {
	switch name {
	case fieldAction:
		o.Action = Action(value)
	case fieldID:
		o.ID = value
	case fieldIndex:
		o.Index = value
	case fieldSourceIndex:
		o.SourceIndex = value
	case fieldPipeline:
		o.Pipeline = value
	case fieldRouting:
		o.Routing = value
	}
}

func (o *Operation) setNumber(name string, value int64) {
	if value < 0 {
		return
	}
	switch name {
	case fieldPosition:
		o.Position = int(value)
	case fieldVersion:
		o.Version = value
	}
}

// clientOperations is the key of the mark in a context.
type clientOperations struct{}

// WithClientOperations marks the context of a batch whose operations were
// written by a receiver of this process. A receiver that marks a context
// writes or removes the attribute of every record in the batch.
func WithClientOperations(ctx context.Context) context.Context {
	return context.WithValue(ctx, clientOperations{}, true)
}

// HasClientOperations reports whether WithClientOperations marked the context.
func HasClientOperations(ctx context.Context) bool {
	return ctx.Value(clientOperations{}) != nil
}
