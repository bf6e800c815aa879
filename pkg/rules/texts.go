package rules

import (
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// texts are labels or annotations in expressions: as in Prometheus, one that is missing reads as empty.
type texts struct {
	traits.Mapper
	plain map[string]string
}

func newTexts(m map[string]string) texts {
	return texts{Mapper: types.NewStringStringMap(types.DefaultTypeAdapter, m), plain: m}
}

func (t texts) Find(key ref.Val) (ref.Val, bool) {
	name, ok := key.(types.String)
	if !ok {
		return t.Mapper.Find(key)
	}
	return types.String(t.plain[string(name)]), true
}

func (t texts) Get(key ref.Val) ref.Val {
	value, _ := t.Find(key)
	return value
}
