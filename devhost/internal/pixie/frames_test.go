package pixie

import (
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/testbed/pixie/vizierpb"
)

func described(id string, columns ...*vizierpb.Relation_ColumnInfo) *vizierpb.ExecuteScriptResponse {
	m := &vizierpb.QueryMetadata{Name: "output", Id: id, Relation: &vizierpb.Relation{Columns: columns}}
	return &vizierpb.ExecuteScriptResponse{Result: &vizierpb.ExecuteScriptResponse_MetaData{MetaData: m}}
}

func number(name string) *vizierpb.Relation_ColumnInfo {
	return &vizierpb.Relation_ColumnInfo{ColumnName: name, ColumnType: vizierpb.DataType_INT64}
}

func batch(id string, end bool, rows int64, cols ...*vizierpb.Column) *vizierpb.ExecuteScriptResponse {
	b := &vizierpb.RowBatchData{TableId: id, Cols: cols, NumRows: rows, Eow: end, Eos: end}
	return &vizierpb.ExecuteScriptResponse{Result: &vizierpb.ExecuteScriptResponse_Data{Data: &vizierpb.QueryData{Batch: b}}}
}

func integers(values ...int64) *vizierpb.Column {
	return &vizierpb.Column{ColData: &vizierpb.Column_Int64Data{Int64Data: &vizierpb.Int64Column{Data: values}}}
}

func TestBrokenStreams(t *testing.T) {
	for want, messages := range map[string][]*vizierpb.ExecuteScriptResponse{
		"without its end mark": {described("1", number("a")), batch("1", false, 1, integers(1))},
		"was not described":    {batch("1", true, 1, integers(1))},
		"described twice":      {described("1", number("a")), described("1", number("a"))},
		"after eos":            {described("1", number("a")), batch("1", true, 1, integers(1)), batch("1", true, 1, integers(1))},
		"2 rows instead of 3":  {described("1", number("a")), batch("1", true, 3, integers(1, 2))},
		"has 2 columns":        {described("1", number("a"), number("b")), batch("1", true, 1, integers(1))},
		"types don't match":    {described("1", &vizierpb.Relation_ColumnInfo{ColumnName: "a", ColumnType: vizierpb.DataType_STRING}), batch("1", true, 1, integers(1))},
		"is not known":         {described("1", &vizierpb.Relation_ColumnInfo{ColumnName: "a"})},
		"unimplemented type":   {{}},
		"encrypted":            {{Result: &vizierpb.ExecuteScriptResponse_Data{Data: &vizierpb.QueryData{EncryptedBatch: []byte("x")}}}},
		"invalid argument: no": {{Status: &vizierpb.Status{Code: 3, Message: "no"}}},
		"internal error":       {{Status: &vizierpb.Status{Code: 13, Message: "secret"}}},
	} {
		a := answer{byID: map[string]*table{}}
		var err error
		for _, m := range messages {
			if err = a.take(m); err != nil {
				break
			}
		}
		if err == nil {
			_, err = a.frames(nil)
		}
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestRowsOfSeveralBatchesAndTables(t *testing.T) {
	a := answer{byID: map[string]*table{}}
	wide := &vizierpb.Column{ColData: &vizierpb.Column_Uint128Data{Uint128Data: &vizierpb.UInt128Column{Data: []*vizierpb.UInt128{{High: 0x7d2c4a1e00004000, Low: 0x800000000000beef}}}}}
	flag := &vizierpb.Column{ColData: &vizierpb.Column_BooleanData{BooleanData: &vizierpb.BooleanColumn{Data: []bool{true}}}}
	for _, m := range []*vizierpb.ExecuteScriptResponse{
		described("1", number("a")), batch("1", false, 2, integers(1, 2)), batch("1", true, 1, integers(3)),
		described("2", &vizierpb.Relation_ColumnInfo{ColumnName: "upid", ColumnType: vizierpb.DataType_UINT128}, &vizierpb.Relation_ColumnInfo{ColumnName: "ssl", ColumnType: vizierpb.DataType_BOOLEAN}),
		batch("2", true, 1, wide, flag),
	} {
		if err := a.take(m); err != nil {
			t.Fatal(err)
		}
	}
	frames, err := a.frames(nil)
	if err != nil || len(frames) != 2 || frames[0].Rows() != 3 || frames[0].Fields[0].At(2) != int64(3) {
		t.Fatalf("%v %v", frames, err)
	}
	if frames[1].Fields[0].At(0) != "7d2c4a1e-0000-4000-8000-00000000beef" || frames[1].Fields[1].At(0) != true {
		t.Errorf("%v %v", frames[1].Fields[0].At(0), frames[1].Fields[1].At(0))
	}
}
