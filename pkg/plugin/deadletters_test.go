package plugin

import (
	"fmt"
	"strings"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/api"
)

func TestDeadLetters(t *testing.T) {
	h := newHarness(t)
	var made api.SourceWithToken
	h.call(ada, "POST", "/sources", api.NewSource{Name: "Monitor", Kind: api.SourceKindPagerduty}).want(201).into(&made)
	path := "/sources/" + made.Source.Id + "/dead-letters"
	send := func(body any) answer {
		return h.call(robot, "POST", "/ingest/"+made.Source.Id, body, "X-Strata-Token", made.Token)
	}
	send(map[string]any{"text": "what is this"}).wantError(422, "bad_event")
	long := map[string]any{"event_action": "trigger", "dedup_key": "k", "payload": map[string]any{"summary": "", "source": strings.Repeat("x", 70_000)}}
	send(long).wantError(422, "bad_event")

	var list api.DeadLetterList
	h.call(ada, "GET", path, nil).want(200).into(&list)
	if len(list.Letters) != 2 || !list.Letters[0].Truncated || list.Letters[1].Body != `{"text":"what is this"}` || !strings.Contains(list.Letters[1].Reason, "neither trigger") {
		t.Fatalf("%.500v", list)
	}
	letter := func(i int) string { return fmt.Sprintf("%s/%d", path, list.Letters[i].Id) }
	h.call(ed, "GET", path, nil).wantError(403, "forbidden")
	h.call(other, "GET", path, nil).wantError(404, "unknown_source")
	h.call(ada, "POST", letter(0)+"/replay", nil).wantError(422, "cut_off")
	h.call(ada, "POST", letter(1)+"/replay", nil).wantError(422, "bad_event")
	h.call(ada, "POST", path+"/999/replay", nil).wantError(404, "not_found")
	h.call(ada, "DELETE", letter(0), nil).want(204)
	h.call(ada, "DELETE", letter(0), nil).wantError(404, "not_found")
	h.call(ada, "GET", path, nil).want(200).into(&list)
	if len(list.Letters) != 1 {
		t.Fatalf("%+v", list)
	}
}

// A body that a later version of Strata, or a mended source, can read.
func TestReplayThatWorks(t *testing.T) {
	h := newHarness(t)
	h.keepLetter(provisionedSource, mustJSON(t, webhook(fire("Down", h.clock.now(), "service", "cart"))))
	path := "/sources/" + provisionedSource + "/dead-letters"
	var list api.DeadLetterList
	h.call(ada, "GET", path, nil).want(200).into(&list)
	var receipt api.Receipt
	h.call(ada, "POST", fmt.Sprintf("%s/%d/replay", path, list.Letters[0].Id), nil).want(200).into(&receipt)
	if receipt.New != 1 || len(receipt.Incidents) != 1 {
		t.Fatalf("%+v", receipt)
	}
	h.call(ada, "GET", path, nil).want(200).into(&list)
	if len(list.Letters) != 0 {
		t.Fatalf("%+v", list)
	}
}
