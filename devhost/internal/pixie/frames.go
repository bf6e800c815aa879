package pixie

import (
	"errors"
	"fmt"
	"sort"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/strata-sre/strata-sre-app/testbed/pixie/vizierpb"
)

// answer gathers the tables of one script, in the order in which they were described.
type answer struct {
	tables []*table
	byID   map[string]*table
}

type table struct {
	frame *data.Frame
	kinds []vizierpb.DataType
	done  bool
}

// timeColumn is the column whose long series become wide ones.
const timeColumn = "time_"

func (a *answer) take(res *vizierpb.ExecuteScriptResponse) error {
	if err := statusError(res.GetStatus()); err != nil {
		return err
	}
	switch {
	case res.GetMetaData() != nil:
		return a.begin(res.GetMetaData())
	case res.GetData().GetBatch() != nil:
		return a.add(res.GetData().GetBatch())
	case res.GetData().GetExecutionStats() != nil:
		return nil
	case len(res.GetData().GetEncryptedBatch()) > 0:
		return errors.New("the rows are encrypted, which the devhost did not ask for")
	}
	return errors.New("unimplemented type : internal error")
}

func (a *answer) begin(m *vizierpb.QueryMetadata) error {
	if a.byID[m.GetId()] != nil {
		return fmt.Errorf("table %q is described twice", m.GetName())
	}
	t := &table{frame: data.NewFrame(m.GetName())}
	for _, c := range m.GetRelation().GetColumns() {
		kind, ok := fieldTypes[c.GetColumnType()]
		if !ok {
			return fmt.Errorf("column %q: type %v is not known", c.GetColumnName(), c.GetColumnType())
		}
		f := data.NewFieldFromFieldType(kind, 0)
		f.Name = c.GetColumnName()
		t.frame.Fields = append(t.frame.Fields, f)
		t.kinds = append(t.kinds, c.GetColumnType())
	}
	a.tables = append(a.tables, t)
	a.byID[m.GetId()] = t
	return nil
}

var fieldTypes = map[vizierpb.DataType]data.FieldType{
	vizierpb.DataType_BOOLEAN: data.FieldTypeBool, vizierpb.DataType_INT64: data.FieldTypeInt64, vizierpb.DataType_FLOAT64: data.FieldTypeFloat64,
	vizierpb.DataType_STRING: data.FieldTypeString, vizierpb.DataType_UINT128: data.FieldTypeString, vizierpb.DataType_TIME64NS: data.FieldTypeTime,
}

func (a *answer) add(b *vizierpb.RowBatchData) error {
	t := a.byID[b.GetTableId()]
	switch {
	case t == nil:
		return fmt.Errorf("rows of a table that was not described (%q)", b.GetTableId())
	case t.done:
		return errors.New("got data after eos : internal error")
	case len(b.GetCols()) != len(t.kinds):
		return fmt.Errorf("table %q has %d columns, a batch %d", t.frame.Name, len(t.kinds), len(b.GetCols()))
	}
	for i, c := range b.GetCols() {
		if err := appendColumn(t.frame.Fields[i], t.kinds[i], c, b.GetNumRows()); err != nil {
			return err
		}
	}
	t.done = b.GetEos()
	return nil
}

func appendColumn(f *data.Field, kind vizierpb.DataType, c *vizierpb.Column, rows int64) error {
	before := f.Len()
	switch kind {
	case vizierpb.DataType_BOOLEAN:
		appendAll(f, c.GetBooleanData().GetData(), func(v bool) any { return v })
	case vizierpb.DataType_INT64:
		appendAll(f, c.GetInt64Data().GetData(), func(v int64) any { return v })
	case vizierpb.DataType_FLOAT64:
		appendAll(f, c.GetFloat64Data().GetData(), func(v float64) any { return v })
	case vizierpb.DataType_STRING:
		appendAll(f, c.GetStringData().GetData(), func(v []byte) any { return string(v) })
	case vizierpb.DataType_UINT128:
		appendAll(f, c.GetUint128Data().GetData(), func(v *vizierpb.UInt128) any { return uuid(v.GetHigh(), v.GetLow()) })
	case vizierpb.DataType_TIME64NS:
		appendAll(f, c.GetTime64NsData().GetData(), func(v int64) any { return time.Unix(0, v).UTC() })
	}
	if got := int64(f.Len() - before); got != rows {
		return fmt.Errorf("column %q: types don't match between metadata and row batch data, or %d rows instead of %d", f.Name, got, rows)
	}
	return nil
}

func appendAll[T any](f *data.Field, values []T, convert func(T) any) {
	for _, v := range values {
		f.Append(convert(v))
	}
}

// frames are the finished tables, sorted by their first time column; long series in time_ are made wide. A table without its
// end is an error here; the real plugin ends with it.
func (a *answer) frames(failure error) (data.Frames, error) {
	var out data.Frames
	for _, t := range a.tables {
		if !t.done {
			return out, errors.Join(failure, fmt.Errorf("the stream of table %q ended without its end mark", t.frame.Name))
		}
		f, err := shaped(sortedByTime(t.frame))
		if err != nil {
			return out, errors.Join(failure, fmt.Errorf("table %q: %w", t.frame.Name, err))
		}
		out = append(out, f)
	}
	return out, failure
}

func sortedByTime(f *data.Frame) *data.Frame {
	for _, field := range f.Fields {
		if field.Type() != data.FieldTypeTime {
			continue
		}
		order := make([]int, field.Len())
		for i := range order {
			order[i] = i
		}
		at := func(i int) time.Time { t, _ := field.At(i).(time.Time); return t }
		sort.SliceStable(order, func(a, b int) bool { return at(order[a]).Before(at(order[b])) })
		sorted := f.EmptyCopy()
		for _, row := range order {
			sorted.AppendRow(f.RowCopy(row)...)
		}
		return sorted
	}
	return f
}

func shaped(f *data.Frame) (*data.Frame, error) {
	if f.Rows() == 0 || f.TimeSeriesSchema().Type != data.TimeSeriesTypeLong {
		return f, nil
	}
	for _, field := range f.Fields {
		if field.Name == timeColumn {
			return data.LongToWide(f, &data.FillMissing{Mode: data.FillModeNull})
		}
	}
	return f, nil
}
