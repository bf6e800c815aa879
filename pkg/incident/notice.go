package incident

import "time"

// Notice is a message that goes out once the transaction is committed. Notices of one incident and channel go out in their order.
type Notice struct {
	Incident int64    // 0 when it is about none
	Channel  string   // name of a channel in the settings
	Kind     string   // what it is about, such as escalation, update or external
	To       []string // logins, addresses or names of groups; what they mean is the channel's matter
	Severity Severity
	Subject  string    // one line, plain text
	Body     string    // Markdown
	Due      time.Time // not before; zero for now
}
