package notify

import (
	"net/mail"
	"strings"
	"time"
)

// Contact is a person who can be told something.
type Contact struct {
	Login string `json:"login"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Slack string `json:"slack"` // member ID, such as U024BE7LH
	Teams string `json:"teams"` // user principal name or Microsoft Entra object id
}

// Recipient is one of those for whom a message is. What is not known is empty.
type Recipient struct {
	Login string `json:"login,omitempty"`
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Slack string `json:"-"`
	Teams string `json:"-"`
	Group string `json:"group,omitempty"` // of a rotation that they stand for
}

// label is how a recipient is called in texts.
func (r Recipient) label() string {
	for _, name := range []string{r.Name, r.Login, r.Email} {
		if name != "" {
			return name
		}
	}
	return ""
}

func namesOf(people []Recipient) []string {
	var names []string
	for _, p := range people {
		names = append(names, p.label())
	}
	return names
}

const rotationPrefix = "rotation:"

// Book knows people and who of them is on call when.
type Book struct {
	contacts  map[string]Contact // by login in lower case
	rotations map[string]Rotation
	order     []string // of rotations
}

// NewBook makes one of checked contacts and rotations.
func NewBook(contacts []Contact, rotations []Rotation) *Book {
	b := &Book{contacts: map[string]Contact{}, rotations: map[string]Rotation{}}
	for _, c := range contacts {
		b.contacts[strings.ToLower(c.Login)] = c
	}
	for _, r := range rotations {
		b.rotations[r.Name] = r
		b.order = append(b.order, r.Name)
	}
	return b
}

// Find looks up whom the entries of Notice.To mean at a time: each person once, in the order of the entries. Nobody stands
// for a rotation that has nobody on call.
func (b *Book) Find(entries []string, at time.Time) []Recipient {
	var people []Recipient
	seen := map[string]bool{}
	for _, entry := range entries {
		r, ok := b.find(strings.TrimSpace(entry), at)
		key := strings.ToLower(r.Login + "\n" + r.Email + "\n" + r.Name)
		if !ok || seen[key] {
			continue
		}
		seen[key] = true
		people = append(people, r)
	}
	return people
}

func (b *Book) find(entry string, at time.Time) (Recipient, bool) {
	name, rotation := strings.CutPrefix(entry, rotationPrefix)
	if _, known := b.rotations[entry]; known && b.contacts[strings.ToLower(entry)].Login == "" {
		rotation = true // a playbook may call for primary-on-call without knowing what that is
	}
	if rotation {
		shift, on := OnCall(b.rotations[name], at)
		if !on {
			return Recipient{}, false
		}
		r := b.person(shift.Login)
		r.Group = name
		return r, true
	}
	return b.person(entry), entry != ""
}

// person is a contact, or else what the entry itself says.
func (b *Book) person(entry string) Recipient {
	if c, ok := b.contacts[strings.ToLower(entry)]; ok {
		return Recipient{Login: c.Login, Name: c.Name, Email: c.Email, Slack: c.Slack, Teams: c.Teams}
	}
	if strings.Contains(entry, "@") && !strings.HasPrefix(entry, "@") {
		if a, err := mail.ParseAddress(entry); err == nil {
			return Recipient{Name: a.Name, Email: a.Address}
		}
	}
	return Recipient{Name: entry}
}

// Duty says who is on call in a rotation. A nil shift is nobody.
type Duty struct {
	Rotation  string
	Now, Next *Shift
}

// OnDuty lists the rotations in the order of the settings.
func (b *Book) OnDuty(at time.Time) []Duty {
	duties := make([]Duty, len(b.order))
	for i, name := range b.order {
		duties[i].Rotation = name
		if now, on := OnCall(b.rotations[name], at); on {
			duties[i].Now = &now
		}
		if next, on := Next(b.rotations[name], at); on {
			duties[i].Next = &next
		}
	}
	return duties
}

// NameOf is a contact's name; empty when there is none with this login.
func (b *Book) NameOf(login string) string { return b.contacts[strings.ToLower(login)].Name }
