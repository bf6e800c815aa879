package incident

// Status is the one state of an incident. Acknowledgement is a flag beside it.
type Status string

// The states of an incident.
const (
	Triage        Status = "triage"
	Investigating Status = "investigating"
	Mitigating    Status = "mitigating"
	Monitoring    Status = "monitoring"
	ResolvedState Status = "resolved"
	Closed        Status = "closed"
	Declined      Status = "declined"
	Merged        Status = "merged"
)

// transitions is the only place that says which state may follow which.
var transitions = map[Status][]Status{
	Triage:        {Investigating, Mitigating, Monitoring, ResolvedState, Declined, Merged},
	Investigating: {Triage, Mitigating, Monitoring, ResolvedState, Declined, Merged},
	Mitigating:    {Triage, Investigating, Monitoring, ResolvedState, Merged},
	Monitoring:    {Triage, Investigating, Mitigating, ResolvedState, Merged},
	ResolvedState: {Triage, Investigating, Closed, Merged},
	Closed:        {},
	Declined:      {Triage, Investigating},
	Merged:        {Triage, Investigating, ResolvedState}, // only when the merge is taken back
}

// OpenStatuses are the states in which an incident takes further alerts.
var OpenStatuses = []Status{Triage, Investigating, Mitigating, Monitoring}

// Open says whether an incident in this state takes further alerts.
func (s Status) Open() bool {
	return s == Triage || s == Investigating || s == Mitigating || s == Monitoring
}

// NextByHand lists the open states that people may set from s, in their order of work.
func (s Status) NextByHand() []Status {
	next := []Status{}
	for _, to := range OpenStatuses {
		if s.Open() && s.CanBecome(to) {
			next = append(next, to)
		}
	}
	return next
}

// CanBecome says whether next may follow s.
func (s Status) CanBecome(next Status) bool {
	for _, t := range transitions[s] {
		if t == next {
			return true
		}
	}
	return false
}
