package incident

import (
	"context"
	"fmt"
	"slices"
)

// forPagers notes what an outside pager has to know of an entry, so that it stops calling people.
func (u *unit) forPagers(inc *Incident, e Entry) {
	if len(u.policy.Pagers) == 0 {
		return
	}
	from, _ := e.Data["from"].(string)
	switch {
	case e.Kind == KindStatus && !inc.Status.Open() && Status(from).Open(), e.Kind == KindMerged && inc.Status == Merged:
		u.over.add(inc)
	case e.Kind == KindAck:
		u.taken.add(inc)
	}
}

// tellPagers says to the pagers that were told of an incident what became of it.
func (u *unit) tellPagers(ctx context.Context) error {
	over, taken := u.over, u.taken
	u.over, u.taken = ordered[*Incident]{}, ordered[*Incident]{}
	for _, inc := range taken.list {
		if !over.seen[inc] && inc.Acknowledged {
			subject := fmt.Sprintf("Incident %d is acknowledged by %s", inc.Number, inc.AcknowledgedBy)
			if err := u.tellPagersOf(ctx, inc, NoticeAcknowledged, subject); err != nil {
				return err
			}
		}
	}
	for _, inc := range over.list {
		if err := u.tellPagersOf(ctx, inc, NoticeResolved, fmt.Sprintf("Incident %d is %s", inc.Number, inc.Status)); err != nil {
			return err
		}
	}
	return nil
}

func (u *unit) tellPagersOf(ctx context.Context, inc *Incident, kind, subject string) error {
	told, err := u.ledger.NoticedChannels(ctx, inc.Number)
	if err != nil {
		return err
	}
	for _, n := range u.notices {
		if n.Incident == inc.Number {
			told = append(told, n.Channel)
		}
	}
	for _, name := range u.policy.Pagers {
		if slices.Contains(told, name) {
			u.notices = append(u.notices, Notice{Incident: inc.Number, Channel: name, Kind: kind, Severity: inc.Severity, Subject: subject})
		}
	}
	return nil
}
