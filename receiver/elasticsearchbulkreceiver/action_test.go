package elasticsearchbulkreceiver

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestActionLine(t *testing.T) {
	type want struct {
		op                           operation
		index, id, pipeline, routing string
		hasID, conditional           bool
	}
	for line, tt := range map[string]want{
		`{"index":{}}`:                                                    {op: opIndex},
		`{"create":{"_index":"a","_id":"1"}}`:                             {op: opCreate, index: "a", id: "1", hasID: true},
		"{\t\"index\" :\r{ \"_index\" : \"a\" } }":                        {op: opIndex, index: "a"},
		`{"index":{"_index":"a","_type":"_doc","_id":7}}`:                 {op: opIndex, index: "a", id: "7", hasID: true},
		`{"index":{"_index":"a","_id":-1.5e3}}`:                           {op: opIndex, index: "a", id: "-1.5e3", hasID: true},
		`{"index":{"_index":"a","_id":null,"routing":null}}`:              {op: opIndex, index: "a"},
		`{"index":{"_index":"a","_id":""}}`:                               {op: opIndex, index: "a", hasID: true},
		`{"index":{"_index":"a","routing":true,"pipeline":"p"}}`:          {op: opIndex, index: "a", routing: "true", pipeline: "p"},
		`{"create":{"_index":"a","op_type":"index"}}`:                     {op: opCreate, index: "a"},
		`{"index":{"_index":"a","op_type":"create"}}`:                     {op: opCreate, index: "a"},
		`{"delete":{"_index":"a","_id":"1"}}`:                             {op: opDelete, index: "a", id: "1", hasID: true},
		`{"update":{"_index":"a","_id":"1","retry_on_conflict":3}}`:       {op: opUpdate, index: "a", id: "1", hasID: true},
		`{"index":{"if_seq_no":1,"if_primary_term":1}}`:                   {op: opIndex, conditional: true},
		`{"index":{"version":3,"version_type":"external"}}`:               {op: opIndex, conditional: true},
		`{"create":{"dynamic_templates":{"a.b":"c","d":["e",{"f":1}]}}}`:  {op: opCreate},
		`{"index":{"_id":"a\"\\\/\b\n\u00e4\ud83d\ude00\ud800x"}}`:        {op: opIndex, id: "a\"\\/\b\nä😀\uFFFDx", hasID: true},
		"{\"index\":{\"_id\":\"a\xffb\\n\xfe\",\"_index\":\"i\\u0031\"}}": {op: opIndex, id: "a\uFFFDb\n\uFFFD", hasID: true, index: "i1"},
		`{"index":{"_index":"a","require_alias":true,"_routing":"r"}}`:    {op: opIndex, index: "a", routing: "r"},
		`{"index":{"\u005findex":"a","list_executed_pipelines":false}}`:   {op: opIndex, index: "a"},
		`{"index":{"_index":"twice","_index":"a","require_alias":false}}`: {op: opIndex, index: "a"},
	} {
		t.Run(line, func(t *testing.T) {
			var p actionParser
			a, err := p.parse([]byte(line), 1)
			require.NoError(t, err)
			assert.Equal(t, tt, want{a.op, string(a.index), string(a.id), string(a.pipeline), string(a.routing), a.hasID, a.conditional})
		})
	}
}

func TestMalformedActionLine(t *testing.T) {
	for line, reason := range map[string]string{
		``:                               reasonStart,
		`x`:                              reasonStart,
		`[]`:                             reasonStart,
		`"index"`:                        reasonStart,
		`{}`:                             reasonName,
		`{index:{}}`:                     reasonName,
		`{"index"`:                       reasonStart,
		`{"index":"secret"}`:             reasonStart,
		`{"index":null}`:                 reasonStart,
		`{"secret":{}}`:                  reasonAction,
		`{"Index":{}}`:                   reasonAction,
		`{"index":{"_id":"1"`:            reasonEnd,
		`{"index":{"_id":"1"}`:           reasonEnd,
		`{"index":{"_id":"1",}}`:         reasonName,
		`{"index":{"_id":"secret`:        reasonValue,
		`{"index":{"_id":{"a":1}}}`:      reasonValue,
		`{"index":{"_id":["secret"]}}`:   reasonValue,
		`{"index":{"_id":01}}`:           reasonValue,
		`{"index":{"_id":1.}}`:           reasonValue,
		`{"index":{"_id":nul}}`:          reasonValue,
		`{"index":{"_id":"\x"}}`:         reasonValue,
		`{"index":{"_id":"\u12"}}`:       reasonValue,
		"{\"index\":{\"_id\":\"a\tb\"}}": reasonValue,
		`{"index":{"secret":1}}`:         reasonUnknown,
		`{"index":{"op_type":"secret"}}`: reasonOpType,
		`{"index":{}} {"secret":1}`:      reasonTrailing,
		`{"index":{},"create":{}}`:       reasonEnd,
		`{"index":{"dynamic_templates":` + strings.Repeat(`[`, 100) + `}}`: reasonNested,
	} {
		t.Run(line, func(t *testing.T) {
			var p actionParser
			_, err := p.parse([]byte(line), 3)
			require.Error(t, err)
			assert.Equal(t, "Malformed action/metadata line [3], "+reason, asFailure(err).reason)
			assert.NotContains(t, err.Error(), "secret")
		})
	}
}

// What encoding/json reads as an action, the parser reads alike, and it takes
// nothing that is no JSON.
func FuzzActionLine(f *testing.F) {
	for _, seed := range []string{
		`{"index":{}}`, `{"create":{"_index":"a","_id":"1","pipeline":"p","routing":"r"}}`,
		`{"index":{"_id":"a\"\\\/\b\n\u00e4\ud83d\ude00\ud800x"}}`, `{"update":{"_id":1.5e3,"dynamic_templates":{"a":[1,{}]}}}`,
		`{"delete":{"_id":null}}`, `{"index":{"_id":"1"`, "{\"index\":{\"_id\":\"\xff\"}}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		var p actionParser
		a, err := p.parse(line, 1)
		if err != nil {
			return
		}
		var want map[string]map[string]any
		decoder := json.NewDecoder(strings.NewReader(string(line)))
		decoder.UseNumber()
		if err := decoder.Decode(&want); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
		if len(want) != 1 {
			t.Fatalf("%q has more than an action", line)
		}
		for _, fields := range want {
			text, isText := fields["_id"].(string)
			if isText && strings.Count(string(line), "_id") == 1 && text != string(a.id) {
				t.Fatalf("%q: %q, want %q", line, a.id, text)
			}
		}
	})
}
