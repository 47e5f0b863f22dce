package delivery

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
)

func TestOperationComesBack(t *testing.T) {
	for name, op := range map[string]Operation{
		"action alone": {Action: ActionCreate},
		"id":           {Action: ActionIndex, ID: "a\"\n é"},
		"all": {
			Action: ActionIndex, ID: "1", Index: "app", SourceIndex: "app", Pipeline: "p", Routing: "r",
			Position: 7, Version: 1_795_373_805_000_000_007,
		},
	} {
		t.Run(name, func(t *testing.T) {
			attrs := pcommon.NewMap()
			attrs.PutStr("a", "1")
			op.Put(attrs)
			attrs.PutStr("b", "2")
			v, _ := attrs.Get(OperationAttribute)
			got, ok := ReadOperation(v)
			require.True(t, ok)
			assert.Equal(t, op, got)

			got, ok = Take(attrs)
			require.True(t, ok)
			assert.Equal(t, op, got)
			assert.Equal(t, map[string]any{"a": "1", "b": "2"}, attrs.AsRaw())
			_, ok = Take(attrs)
			assert.False(t, ok)
		})
	}
}

func TestPutReplaces(t *testing.T) {
	attrs := pcommon.NewMap()
	Operation{Action: ActionIndex, ID: "1", Index: "app", Version: 5}.Put(attrs)
	Operation{Action: ActionCreate}.Put(attrs)
	assert.Equal(t, map[string]any{OperationAttribute: map[string]any{"action": "create"}}, attrs.AsRaw())
}

func TestOtherFormsAreNoOperation(t *testing.T) {
	for name, v := range map[string]any{
		"text":           "index",
		"list":           []any{"index"},
		"empty":          nil,
		"no action":      map[string]any{"id": "1"},
		"another action": map[string]any{"action": "delete", "id": "1"},
		"action no text": map[string]any{"action": 1},
	} {
		t.Run(name, func(t *testing.T) {
			attrs := pcommon.NewMap()
			require.NoError(t, attrs.PutEmpty(OperationAttribute).FromRaw(v))
			_, ok := Take(attrs)
			assert.False(t, ok)
			assert.Zero(t, attrs.Len())
		})
	}
	attrs := pcommon.NewMap()
	require.NoError(t, attrs.PutEmpty(OperationAttribute).FromRaw(map[string]any{
		"action": "index", "id": 5, "version": -1, "position": "2", "more": "x",
	}))
	op, ok := Take(attrs)
	assert.True(t, ok)
	assert.Equal(t, Operation{Action: ActionIndex}, op)
}

func TestClientOperationsMark(t *testing.T) {
	ctx := context.Background()
	assert.False(t, HasClientOperations(ctx))
	assert.True(t, HasClientOperations(WithClientOperations(ctx)))
}

func TestPutOnly(t *testing.T) {
	attrs := pcommon.NewMap()
	attrs.PutStr("other", "stays")
	attrs.PutStr(OperationAttribute, "forged")
	nothing := Operation{Action: ActionIndex, SourceIndex: "logs", Position: 1}
	assert.False(t, nothing.PutOnly(attrs))
	assert.Equal(t, map[string]any{"other": "stays"}, attrs.AsRaw())

	attrs.PutStr(OperationAttribute, "forged")
	for _, op := range []Operation{{Action: ActionCreate, ID: "1"}, {Action: ActionIndex, Index: "audit"}, {Action: ActionIndex, Pipeline: "geo"}, {Action: ActionIndex, Routing: "r"}} {
		assert.True(t, op.PutOnly(attrs))
		got, ok := Take(attrs)
		assert.True(t, ok)
		assert.Equal(t, op, got)
	}
	assert.Equal(t, map[string]any{"other": "stays"}, attrs.AsRaw())
}
