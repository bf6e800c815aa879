package dbtest

import (
	"context"
	"testing"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

func TestAuditIsFiltered(t *testing.T) {
	each(t, func(t *testing.T, config store.Config) {
		w := newWorld(t, config, 1)
		w.write(1, func(ctx context.Context, tx *store.Tx) error {
			for _, r := range [][3]string{{"ada", "signal.put", "a_b"}, {"Ada", "signal.delete", "aXb"}, {"bob", "channel.put", "A_B"}} {
				if err := tx.Audit(ctx, w.clock.now(), r[0], r[1], r[2]); err != nil {
					return err
				}
			}
			return nil
		})
		for want, f := range map[string]store.AuditFilter{
			"signal.delete signal.put ": {Login: "ADA"}, "channel.put signal.put ": {Object: "a_b"}, "signal.put ": {Login: "ada", Action: "signal.p"},
			"": {Action: "%"}, "channel.put ": {Action: "CHANNEL."},
		} {
			records, err := w.store.AuditBefore(t.Context(), 1, f, 10)
			got := ""
			for _, r := range records {
				got += r.Action + " "
			}
			if err != nil || got != want {
				t.Errorf("%+v: %q, want %q (%v)", f, got, want, err)
			}
		}
	})
}
