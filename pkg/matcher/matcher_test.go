package matcher

import (
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

func TestMatchers(t *testing.T) {
	cart := map[string]string{"alertname": "PodCrashes", "service": "cart", "namespace": "shop"}
	for text, want := range map[string]bool{
		`service=cart`: true, `service = "cart"`: true, `service=Cart`: false, `service=""`: false, `service!=cart`: false, `service!=web`: true,
		`alertname=~Pod.*`: true, `alertname=~Pod`: false, `alertname=~"Crash"`: false, `alertname!~Pod.*`: false, `alertname!~Node.*`: true,
		`service=~"web|cart"`: true, `service=~"web|car"`: false, `node!=a`: true, `node=~.+`: false, `node=~.*`: true, `service=a=b`: false,
	} {
		set, err := Parse("m", []string{text, "namespace=shop"})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got := set.Matches(cart); got != want {
			t.Errorf("%s matches: %v, want %v", text, got, want)
		}
	}
	if (Set{}).Matches(cart) {
		t.Error("an empty set matches")
	}
}

func TestBadMatchersNameTheirField(t *testing.T) {
	many := strings.Split(strings.Repeat("a=b,", 20)+"a=b", ",")
	for field, texts := range map[string][]string{
		"m[1]": {"a=b", "service"}, "m[0]": {"=cart"}, "m": many,
	} {
		_, err := Parse("m", texts)
		if p := problem.From(err); p.Code != "bad_matcher" || p.Field != field {
			t.Errorf("%v: %v at %q", texts, err, p.Field)
		}
	}
	for _, text := range []string{`a="b`, `a=~"("`, `a b=c`, `a~b`, "a=" + strings.Repeat("x", 1025), "a=~*", `a=~"^(?:a)$)|(.*"`} {
		if _, err := Parse("m", []string{text}); problem.From(err).Field != "m[0]" {
			t.Errorf("%.40s: %v", text, err)
		}
	}
	for _, texts := range [][]string{nil, {`a=~".*"`}, {`a!=b`}, {`a=""`}, {`a!~"b"`, `c=~".*"`}} {
		if _, err := Parse("m", texts); problem.From(err).Field != "m" {
			t.Errorf("%v selects everything: %v", texts, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{`a=b`, `a=~"x.*"`, `a!="\u00e4"`, `a=~"(((("`, "a=\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		set, err := Parse("m", []string{text})
		if err == nil && set.Matches(nil) {
			t.Errorf("%q selects alerts without labels", text)
		}
	})
}
