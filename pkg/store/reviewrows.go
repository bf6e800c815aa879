package store

import (
	"strconv"
	"strings"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/incident"
	"github.com/strata-sre/strata-sre-app/pkg/review"
)

type reviewRow struct {
	bun.BaseModel `bun:"table:strata_review,alias:v"`

	OrgID       int64  `bun:"org_id,pk"`
	Number      int64  `bun:"incident_number,pk"`
	State       string `bun:"status"`
	Version     int64  `bun:"version"`
	Title       string `bun:"title"`
	Severity    string `bun:"severity"`
	Services    string `bun:"services"`
	GroupKey    string `bun:"group_key"`
	Drill       bool   `bun:"drill"`
	Readers     string `bun:"readers"`
	DetectedAt  int64  `bun:"detected_at"`
	ResolvedAt  int64  `bun:"resolved_at"`
	Owner       string `bun:"owner"`
	Facilitator string `bun:"facilitator"`
	DueAt       int64  `bun:"due_at"`
	Content     string `bun:"content"`
	Facts       string `bun:"facts"`
	Search      string `bun:"search"`
	Measures    int    `bun:"measures"`
	SignOffs    string `bun:"sign_offs"`
	Filled      bool   `bun:"filled"`
	MeasuredAt  int64  `bun:"measured_at"`
	MeasureNote string `bun:"measure_note"`
	Imported    bool   `bun:"imported"`
	CreatedAt   int64  `bun:"created_at"`
	CreatedBy   string `bun:"created_by"`
	UpdatedAt   int64  `bun:"updated_at"`
	PublishedAt int64  `bun:"published_at"`
	Quality     int    `bun:"quality"` // see Judge
	Judged      int64  `bun:"judged"`  // entries that the timeline had then, and one; 0 for never
}

type revisionRow struct {
	bun.BaseModel `bun:"table:strata_review_revision,alias:rr"`

	OrgID     int64  `bun:"org_id,pk"`
	Number    int64  `bun:"incident_number,pk"`
	Version   int64  `bun:"version,pk"`
	Content   string `bun:"content"`
	Fields    string `bun:"fields"`
	Note      string `bun:"note"`
	Restores  int64  `bun:"restores"`
	ChangedBy string `bun:"changed_by"`
	ChangedAt int64  `bun:"changed_at"`
}

type commentRow struct {
	bun.BaseModel `bun:"table:strata_review_comment,alias:rc"`

	OrgID      int64  `bun:"org_id,pk"`
	ID         int64  `bun:"id,pk"`
	Number     int64  `bun:"incident_number"`
	Field      string `bun:"field"`
	Body       string `bun:"body"`
	CreatedBy  string `bun:"created_by"`
	CreatedAt  int64  `bun:"created_at"`
	ResolvedBy string `bun:"resolved_by"`
	ResolvedAt int64  `bun:"resolved_at"`
}

type actionRow struct {
	bun.BaseModel `bun:"table:strata_action_item,alias:ai"`

	OrgID        int64  `bun:"org_id,pk"`
	ID           int64  `bun:"id,pk"`
	Number       int64  `bun:"incident_number"`
	Version      int64  `bun:"version"`
	Title        string `bun:"title"`
	Type         string `bun:"kind"`
	Priority     string `bun:"priority"`
	Must         bool   `bun:"must"`
	State        string `bun:"status"`
	Reason       string `bun:"reason"`
	Owner        string `bun:"owner"`
	Team         string `bun:"team"`
	DueAt        int64  `bun:"due_at"`
	Ticket       string `bun:"ticket"`
	Verification string `bun:"verification"`
	Search       string `bun:"search"`
	DoneAt       int64  `bun:"done_at"`
	VerifiedAt   int64  `bun:"verified_at"`
	VerifiedBy   string `bun:"verified_by"`
	RemindAt     int64  `bun:"remind_at"`
	Reminded     int    `bun:"reminded"`
	CreatedAt    int64  `bun:"created_at"`
	CreatedBy    string `bun:"created_by"`
	UpdatedAt    int64  `bun:"updated_at"`
}

func reviewToRow(org int64, r *review.Review) (*reviewRow, error) {
	row := &reviewRow{
		OrgID: org, Number: r.Number, State: string(r.State), Version: r.Version, Title: r.Header.Title, Severity: string(r.Header.Severity), GroupKey: r.Header.GroupKey,
		Drill: r.Header.Drill, Readers: readersToColumn(r.Header.Readers), DetectedAt: millis(r.Header.DetectedAt), ResolvedAt: millis(r.Header.ResolvedAt),
		Owner: r.Owner, Facilitator: r.Facilitator, DueAt: millis(r.DueAt), Search: reviewWords(r), Measures: review.MeasuredFigures(r.Content), Filled: r.Filled,
		MeasuredAt: millis(r.MeasuredAt), MeasureNote: r.MeasureNote, Imported: r.Imported, CreatedAt: millis(r.CreatedAt), CreatedBy: r.CreatedBy,
		UpdatedAt: millis(r.UpdatedAt), PublishedAt: millis(r.PublishedAt),
	}
	var err error
	if row.Services, err = toJSON(orNone(r.Header.Services)); err != nil {
		return nil, err
	}
	if row.Content, err = toJSON(r.Content.Clean()); err != nil {
		return nil, err
	}
	if row.SignOffs, err = toJSON(orNone(r.SignOffs)); err != nil {
		return nil, err
	}
	if r.Facts != nil {
		row.Facts, err = toJSON(r.Facts.Clean())
	}
	return row, err
}

func reviewFromRow(r *reviewRow) (*review.Review, error) {
	v := &review.Review{
		Number: r.Number, State: review.State(r.State), Version: r.Version, Owner: r.Owner, Facilitator: r.Facilitator, DueAt: fromMillis(r.DueAt),
		Header: review.Header{
			Title: r.Title, Severity: incident.Severity(r.Severity), GroupKey: r.GroupKey, Drill: r.Drill, Readers: readersFromColumn(r.Readers),
			DetectedAt: fromMillis(r.DetectedAt), ResolvedAt: fromMillis(r.ResolvedAt),
		},
		CreatedAt: fromMillis(r.CreatedAt), CreatedBy: r.CreatedBy, UpdatedAt: fromMillis(r.UpdatedAt), PublishedAt: fromMillis(r.PublishedAt),
		Filled: r.Filled, MeasuredAt: fromMillis(r.MeasuredAt), MeasureNote: r.MeasureNote, Imported: r.Imported,
	}
	if err := fromJSON(r.Services, &v.Header.Services); err != nil {
		return nil, err
	}
	if err := fromJSON(r.SignOffs, &v.SignOffs); err != nil {
		return nil, err
	}
	if r.Facts != "" {
		v.Facts = &review.Facts{}
		if err := fromJSON(r.Facts, v.Facts); err != nil {
			return nil, err
		}
	}
	err := fromJSON(r.Content, &v.Content)
	v.Content = v.Content.Clean()
	return v, err
}

const maxWords = 4000 // bytes of the column that is searched

// reviewWords is what a review is found by.
func reviewWords(r *review.Review) string {
	parts := []string{strconv.FormatInt(r.Number, 10), r.Header.Title, strings.Join(r.Header.Services, " "), strings.Join(r.Content.Tags, " "), r.Owner, r.Facilitator, r.Content.Summary}
	return lowered(parts)
}

func lowered(parts []string) string {
	words := strings.ToLower(strings.Join(parts, "\n"))
	if len(words) > maxWords {
		words = strings.ToValidUTF8(words[:maxWords], "")
	}
	return words
}

func actionToRow(org int64, a *review.Action) *actionRow {
	return &actionRow{
		OrgID: org, ID: a.ID, Number: a.Number, Version: a.Version, Title: a.Title, Type: string(a.Type), Priority: a.Priority, Must: a.Must, State: string(a.State),
		Reason: a.Reason, Owner: a.Owner, Team: a.Team, DueAt: millis(a.DueAt), Ticket: a.Ticket, Verification: a.Verification,
		Search: lowered([]string{a.Title, a.Owner, a.Team, a.Verification, a.Ticket}), DoneAt: millis(a.DoneAt), VerifiedAt: millis(a.VerifiedAt),
		VerifiedBy: a.VerifiedBy, RemindAt: millis(a.RemindAt), Reminded: a.Reminded, CreatedAt: millis(a.CreatedAt), CreatedBy: a.CreatedBy, UpdatedAt: millis(a.UpdatedAt),
	}
}

func actionFromRow(r *actionRow) *review.Action {
	return &review.Action{
		ActionInput: review.ActionInput{
			Title: r.Title, Type: review.ActionType(r.Type), Priority: r.Priority, Must: r.Must, State: review.ActionState(r.State), Reason: r.Reason, Owner: r.Owner,
			Team: r.Team, DueAt: fromMillis(r.DueAt), Ticket: r.Ticket, Verification: r.Verification,
		},
		ID: r.ID, Number: r.Number, Version: r.Version, CreatedAt: fromMillis(r.CreatedAt), CreatedBy: r.CreatedBy, UpdatedAt: fromMillis(r.UpdatedAt),
		DoneAt: fromMillis(r.DoneAt), VerifiedAt: fromMillis(r.VerifiedAt), VerifiedBy: r.VerifiedBy, RemindAt: fromMillis(r.RemindAt), Reminded: r.Reminded,
	}
}

func revisionFromRow(r *revisionRow) (review.Revision, error) {
	v := review.Revision{Version: r.Version, By: r.ChangedBy, At: fromMillis(r.ChangedAt), Note: r.Note, Restores: r.Restores}
	if err := fromJSON(r.Fields, &v.Fields); err != nil {
		return v, err
	}
	err := fromJSON(r.Content, &v.Content)
	v.Content = v.Content.Clean()
	return v, err
}

func commentFromRow(r *commentRow) review.Comment {
	return review.Comment{
		ID: r.ID, Field: r.Field, Text: r.Body, By: r.CreatedBy, At: fromMillis(r.CreatedAt), ResolvedBy: r.ResolvedBy, ResolvedAt: fromMillis(r.ResolvedAt),
	}
}
