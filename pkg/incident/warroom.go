package incident

// WarRoom makes the address of the room in which people meet for an incident.
type WarRoom interface {
	// Link is an http or https address.
	Link(inc *Incident) (string, error)
}

// conclude does what follows from how incidents are by now, whatever led there: a P0 gets a room, a closed one flaps no longer.
func (u *unit) conclude() error {
	for _, inc := range u.dirtyIncidents.list {
		if !inc.FlappingSince.IsZero() && !inc.Status.Open() {
			if err := u.endFlapping(inc, "It is "+string(inc.Status)+"."); err != nil {
				return err
			}
		}
		if inc.Severity == P0 && inc.Status.Open() && inc.WarRoom == "" && u.policy.WarRoom != nil {
			if err := u.openWarRoom(inc); err != nil {
				return err
			}
		}
	}
	return nil
}

func (u *unit) openWarRoom(inc *Incident) error {
	link, err := u.policy.WarRoom.Link(inc)
	if err != nil {
		// The settings were checked with an example; an incident must not fail for its room.
		return nil
	}
	inc.WarRoom = link
	_, err = u.write(inc, Entry{Kind: KindWarRoom, Actor: Strata, Body: "War room: <" + link + ">", Data: map[string]any{"url": link}})
	return err
}
