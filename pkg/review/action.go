package review

import "time"

// ActionType says what a corrective action is good for.
type ActionType string

// The types.
const (
	Prevent  ActionType = "prevent"
	Detect   ActionType = "detect"
	Mitigate ActionType = "mitigate"
	Process  ActionType = "process"
	Document ActionType = "document"
)

// ActionTypes are all of them.
var ActionTypes = []ActionType{Prevent, Detect, Mitigate, Process, Document}

// ActionState is where an action is on its way.
type ActionState string

// The states of an action.
const (
	ActionOpen       ActionState = "open"
	ActionInProgress ActionState = "in_progress"
	ActionDone       ActionState = "done"
	ActionVerified   ActionState = "verified"
	ActionDropped    ActionState = "dropped"
)

// ActionStates are all of them in their order.
var ActionStates = []ActionState{ActionOpen, ActionInProgress, ActionDone, ActionVerified, ActionDropped}

// Over says that nobody has to do anything about it by its due date.
func (s ActionState) Over() bool { return s != ActionOpen && s != ActionInProgress }

// ActionInput is what people say of an action.
type ActionInput struct {
	Title        string      `json:"title"`
	Type         ActionType  `json:"type"`
	Priority     string      `json:"priority"` // high, medium or low
	Must         bool        `json:"must"`     // the incident cannot be closed while it has no owner or date
	State        ActionState `json:"state"`
	Reason       string      `json:"reason,omitempty"` // of dropping it
	Owner        string      `json:"owner,omitempty"`  // login
	Team         string      `json:"team,omitempty"`
	DueAt        time.Time   `json:"dueAt,omitzero"`
	Ticket       string      `json:"ticket,omitempty"`       // an http or https address
	Verification string      `json:"verification,omitempty"` // how people will know that it works
}

// Action is a corrective action.
type Action struct {
	ActionInput
	ID         int64
	Number     int64 // of the review
	Version    int64
	CreatedAt  time.Time
	CreatedBy  string // login
	UpdatedAt  time.Time
	DoneAt     time.Time // zero before
	VerifiedAt time.Time // zero before
	VerifiedBy string    // login
	RemindAt   time.Time // when its owner is told next; zero for never
	Reminded   int       // how often
}

// Overdue says whether the action should have been done by now.
func (a *Action) Overdue(now time.Time) bool {
	return !a.State.Over() && !a.DueAt.IsZero() && a.DueAt.Before(now)
}
