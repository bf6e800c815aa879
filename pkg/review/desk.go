package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// Ledger is one write transaction of one organisation, as far as reviews are concerned.
type Ledger interface {
	// Review finds a review with its header as it is now; nil when there is none.
	Review(ctx context.Context, number int64) (*Review, error)
	// SaveReview inserts or replaces a review.
	SaveReview(ctx context.Context, r *Review) error
	// Judge keeps the quality that follows from the review, its actions and its facts as they are now.
	Judge(ctx context.Context, number int64) error
	// AddRevision adds what a change left.
	AddRevision(ctx context.Context, number int64, r Revision) error
	// Revisions lists changes after a version without their content, newest first.
	Revisions(ctx context.Context, number, after int64, limit int) ([]Revision, error)
	// Revision finds one change with its content; false when there is none.
	Revision(ctx context.Context, number, version int64) (Revision, bool, error)
	// Actions lists the actions of a review in the order in which they were made.
	Actions(ctx context.Context, number int64) ([]*Action, error)
	SaveAction(ctx context.Context, a *Action) error
	DeleteAction(ctx context.Context, id int64) error
	// Comment finds one comment; nil when there is none.
	Comment(ctx context.Context, number, id int64) (*Comment, error)
	SaveComment(ctx context.Context, number int64, c Comment) error
	CountComments(ctx context.Context, number int64) (int, error)
	// NextReviewRow hands out the id of a new action or comment.
	NextReviewRow() int64
	// NextIncident hands out a number; an imported review takes one.
	NextIncident() int64
	// Incidents finds incidents by number.
	Incidents(ctx context.Context, numbers []int64) (map[int64]*incident.Incident, error)
}

const maxCompared = 200 // changes that are looked through for what others changed

// Strata is who did what nobody did.
const Strata = "Strata"

// Desk is where people work on reviews. It keeps no state of its own.
type Desk struct {
	Now    func() time.Time
	Policy Policy
}

func (d Desk) now() time.Time { return d.Now().UTC().Truncate(time.Millisecond) }

// NotFound is the problem of a review that does not exist, or that the caller may not see.
func NotFound(number int64) error {
	return problem.New(problem.NotFound, "not_found", "There is no review of incident %d.", number).At("number").Try("Begin one on the incident's page.")
}

// Stale is a conflict: somebody changed the review since it was read.
type Stale struct {
	Number  int64
	Changed []string // fields, sorted
	By      []string // logins, sorted
}

// Unwrap makes it a problem of its kind.
func (s *Stale) Unwrap() error {
	return problem.New(problem.Conflict, "stale_version", "%s changed the review of incident %d since you read it: %s.",
		orNobody(s.By), s.Number, strings.Join(s.Changed, ", ")).At("version").Try("Look at what changed, then save again with the new version.")
}

func (s *Stale) Error() string { return s.Unwrap().Error() }

func orNobody(by []string) string {
	if len(by) == 0 {
		return "Somebody"
	}
	return strings.Join(by, ", ")
}

// find reads a review for a change. Problems: not_found, Stale.
func (d Desk) find(ctx context.Context, l Ledger, number, version int64) (*Review, error) {
	r, err := l.Review(ctx, number)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, NotFound(number)
	}
	if r.Version == version {
		return r, nil
	}
	changes, err := l.Revisions(ctx, number, version, maxCompared)
	if err != nil {
		return nil, err
	}
	stale := &Stale{Number: number, Changed: []string{}, By: []string{}}
	for _, c := range changes {
		stale.Changed = append(stale.Changed, c.Fields...)
		stale.By = append(stale.By, c.By)
	}
	slices.Sort(stale.Changed)
	slices.Sort(stale.By)
	stale.Changed, stale.By = slices.Compact(stale.Changed), slices.Compact(stale.By)
	return nil, stale
}

// save writes a changed review with its revision.
func (d Desk) save(ctx context.Context, l Ledger, r *Review, by string, fields []string, note string, restores int64) error {
	r.Version++
	r.UpdatedAt = d.now()
	r.Content = r.Content.Clean()
	if err := l.SaveReview(ctx, r); err != nil {
		return err
	}
	err := l.AddRevision(ctx, r.Number, Revision{
		Version: r.Version, By: by, At: r.UpdatedAt, Note: note, Fields: some(fields), Content: r.Content, Restores: restores,
	})
	if err != nil {
		return err
	}
	return l.Judge(ctx, r.Number)
}

// Start begins the review of an incident, or finds the one that is there. Problems: not_found, no_review (Refused).
func (d Desk) Start(ctx context.Context, l Ledger, number int64, by string) (*Review, error) {
	r, err := l.Review(ctx, number)
	if err != nil || r != nil {
		return r, err
	}
	found, err := l.Incidents(ctx, []int64{number})
	if err != nil {
		return nil, err
	}
	inc := found[number]
	if inc == nil {
		return nil, incident.NotFound(number)
	}
	if inc.Status == incident.Merged {
		return nil, problem.New(problem.Refused, "no_review", "Incident %d was merged into incident %d.", number, inc.MergedInto).Try("Review that one.")
	}
	r = New(inc, d.Policy.Rule(inc.Worst()), d.now())
	r.CreatedBy = by
	if err := l.SaveReview(ctx, r); err != nil {
		return nil, err
	}
	return r, l.Judge(ctx, number)
}

// New is the empty review of an incident.
func New(inc *incident.Incident, rule incident.ReviewRule, now time.Time) *Review {
	r := &Review{
		Number: inc.Number, State: Draft, Version: 1, Header: HeaderOf(inc), Owner: inc.Commander, CreatedAt: now, UpdatedAt: now, Content: Content{}.Clean(),
	}
	if rule.Due > 0 {
		from := inc.ResolvedAt
		if from.IsZero() {
			from = now
		}
		r.DueAt = from.Add(rule.Due)
	}
	return r
}

// HeaderOf is what a review keeps of its incident.
func HeaderOf(inc *incident.Incident) Header {
	return Header{
		Title: inc.Title, Severity: inc.Worst(), Services: append([]string{}, inc.Services...), GroupKey: inc.GroupKey, Drill: inc.Drill,
		DetectedAt: inc.DetectedAt, ResolvedAt: inc.ResolvedAt, Readers: inc.Readers,
	}
}

// Write replaces the content. Problems: not_found, Stale, not_changeable, bad_review, not_measured.
func (d Desk) Write(ctx context.Context, l Ledger, number, version int64, by string, content Content) (*Review, error) {
	r, err := d.find(ctx, l, number, version)
	if err != nil {
		return nil, err
	}
	if err := changeable(r); err != nil {
		return nil, err
	}
	if err := d.Policy.Check(content); err != nil {
		return nil, err
	}
	if content, err = d.owned(r.Content, content, by); err != nil {
		return nil, err
	}
	content.Sections = sectionsOf(d.asked(r), content.Sections)
	fields := Fields(r.Content, content)
	if len(fields) == 0 {
		return r, nil
	}
	r.Content, r.Filled = content, true
	return r, d.save(ctx, l, r, by, fields, "", 0)
}

func changeable(r *Review) error {
	if r.State == Draft || r.State == InReview {
		return nil
	}
	return problem.New(problem.Refused, "not_changeable", "The review of incident %d is %s.", r.Number, r.State).
		Try("Take it back to draft with a reason; it can be approved again after that.")
}

// owned sets what people cannot claim: who said it, and what Strata measured.
func (d Desk) owned(old, next Content, by string) (Content, error) {
	corrected := map[Moment]Correction{}
	for _, c := range old.Times {
		corrected[c.Moment] = c
	}
	next.Times = slices.Clone(next.Times)
	for i, c := range next.Times {
		was := corrected[c.Moment]
		next.Times[i].By = by
		next.Times[i].At = c.At.UTC().Truncate(time.Millisecond)
		if was.At.Equal(next.Times[i].At) && was.Source == c.Source {
			next.Times[i].By = was.By
		}
	}
	measured := map[string]Measure{}
	for _, m := range old.Impact {
		measured[m.ID] = m
	}
	next.Impact = slices.Clone(next.Impact)
	for i, m := range next.Impact {
		was, there := measured[m.ID]
		if there && was.By == Strata {
			was.Note = m.Note
			next.Impact[i] = was
			continue
		}
		own, err := d.ownMeasure(m, was, by, fmt.Sprintf("impact[%d]", i))
		if err != nil {
			return next, err
		}
		next.Impact[i] = own
	}
	return withModel(old, next, by, d.now()), nil
}

// asked are the sections that a review has, or gets when nobody began it yet.
func (d Desk) asked(r *Review) []Section {
	if t := d.Policy.Template(r.Header.Severity); t != nil && !r.Filled {
		return t.Sections
	}
	return r.Content.Sections
}

// sectionsOf keeps what the template asks for: people write its texts, but neither say that it needs none nor take it away.
func sectionsOf(asked, next []Section) []Section {
	next = slices.Clone(next)
	for _, s := range asked {
		i := slices.IndexFunc(next, func(n Section) bool { return n.ID == s.ID })
		switch {
		case i >= 0:
			s.Text = next[i].Text
			next[i] = s
		case s.Required:
			next = append(next, s)
		}
	}
	return next
}

// ownMeasure is a figure that a person gives. One that was measured says what was asked, where, and about which time.
func (d Desk) ownMeasure(m, was Measure, by, field string) (Measure, error) {
	m.Failure, m.From, m.To = "", m.From.UTC().Truncate(time.Millisecond), m.To.UTC().Truncate(time.Millisecond)
	if m.From.UnixMilli() <= 0 {
		m.From = time.Time{}
	}
	if m.To.UnixMilli() <= 0 {
		m.To = time.Time{}
	}
	if m.Method == Measured && (m.Value == nil || strings.TrimSpace(m.Query) == "" || m.DataSource == "" && m.SourceName == "" || m.From.IsZero() || m.To.IsZero()) {
		return m, problem.New(problem.Refused, "not_measured", "“%s” is marked as measured, but its value, query, data source or time range is missing.", m.Title).
			At(field).Try("Fill these in, or mark it as estimated.")
	}
	m.By, m.AskedAt = was.By, was.AskedAt
	if len(Fields(Content{Impact: []Measure{m}}, Content{Impact: []Measure{was}})) > 0 {
		m.By, m.AskedAt = by, d.now()
	}
	return m, nil
}

// HeaderChange is what of the header people change; nil leaves it.
type HeaderChange struct {
	Owner       *string
	Facilitator *string
	DueAt       *time.Time
}

// SetHeader changes owner, facilitator or due date, in any state. Problems: not_found, Stale.
func (d Desk) SetHeader(ctx context.Context, l Ledger, number, version int64, by string, c HeaderChange) (*Review, error) {
	r, err := d.find(ctx, l, number, version)
	if err != nil {
		return nil, err
	}
	var fields []string
	if c.Owner != nil && *c.Owner != r.Owner {
		r.Owner = *c.Owner
		fields = append(fields, "header.owner")
	}
	if c.Facilitator != nil && *c.Facilitator != r.Facilitator {
		r.Facilitator = *c.Facilitator
		fields = append(fields, "header.facilitator")
	}
	if c.DueAt != nil && !c.DueAt.Equal(r.DueAt) {
		checked := &checker{}
		if checked.date("dueAt", *c.DueAt); checked.err != nil {
			return nil, checked.err
		}
		r.DueAt = c.DueAt.UTC().Truncate(time.Millisecond)
		fields = append(fields, "header.dueAt")
	}
	if len(fields) == 0 {
		return r, nil
	}
	return r, d.save(ctx, l, r, by, fields, "", 0)
}

// Restore makes an older content the content again. Problems: not_found, Stale, not_changeable.
func (d Desk) Restore(ctx context.Context, l Ledger, number, version, revision int64, by string) (*Review, error) {
	r, err := d.find(ctx, l, number, version)
	if err != nil {
		return nil, err
	}
	if err := changeable(r); err != nil {
		return nil, err
	}
	old, found, err := l.Revision(ctx, number, revision)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, problem.New(problem.NotFound, "not_found", "The review of incident %d has no revision %d.", number, revision).At("revision").Try("Look at the list of its revisions.")
	}
	fields := Fields(r.Content, old.Content)
	if len(fields) == 0 {
		return r, nil
	}
	r.Content = old.Content
	return r, d.save(ctx, l, r, by, fields, fmt.Sprintf("Restored from %d.", revision), revision)
}

// Begin fills in a review that nobody wrote yet; whoever comes second changes nothing.
func (d Desk) Begin(ctx context.Context, l Ledger, number int64, f Facts) error {
	r, err := l.Review(ctx, number)
	if err != nil || r == nil {
		return err
	}
	before := r.Content
	if !d.Policy.Fill(r, f) {
		return nil
	}
	return d.save(ctx, l, r, Strata, Fields(before, r.Content), "Begun from the record.", 0)
}

// Ref names a review in records of changes.
func Ref(number int64) string { return fmt.Sprintf("review/%d", number) }
