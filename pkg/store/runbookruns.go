package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
)

// RunbookRun is a runbook in use on an incident, with the text that it was started with.
type RunbookRun struct {
	ID        int64
	Incident  int64
	RunbookID string
	Version   int64  // of the organisation's own text; 0 for another origin
	Origin    string // as pkg/runbook names it
	Title     string
	Source    string // Markdown
	StartedBy string // login
	StartedAt time.Time
	EndedBy   string // login
	EndedAt   time.Time
	Comment   string
	Steps     []RunbookStep // that somebody touched, by position
}

// RunbookStep is what became of one step of a run.
type RunbookStep struct {
	Position  int
	Revision  int64  // grows with every change; 0 before the first
	State     string // open, done or skipped
	DoneBy    string // login
	DoneAt    time.Time
	Verdict   string // helped, wrong, missing; empty for none
	VerdictBy string // login
	VerdictAt time.Time
	Comment   string
}

type runRow struct {
	bun.BaseModel `bun:"table:strata_runbook_run,alias:rr"`

	OrgID          int64  `bun:"org_id,pk"`
	ID             int64  `bun:"id,pk"`
	IncidentNumber int64  `bun:"incident_number"`
	RunbookID      string `bun:"runbook_id"`
	RunbookVersion int64  `bun:"runbook_version"`
	Origin         string `bun:"origin"`
	Title          string `bun:"title"`
	Source         string `bun:"source"`
	StartedBy      string `bun:"started_by"`
	StartedAt      int64  `bun:"started_at"`
	EndedBy        string `bun:"ended_by"`
	EndedAt        int64  `bun:"ended_at"`
	Comment        string `bun:"comment"`
}

type runStepRow struct {
	bun.BaseModel `bun:"table:strata_runbook_step,alias:rs"`

	OrgID     int64  `bun:"org_id,pk"`
	RunID     int64  `bun:"run_id,pk"`
	Position  int    `bun:"position,pk"`
	Revision  int64  `bun:"revision"`
	State     string `bun:"state"`
	DoneBy    string `bun:"done_by"`
	DoneAt    int64  `bun:"done_at"`
	Verdict   string `bun:"verdict"`
	VerdictBy string `bun:"verdict_by"`
	VerdictAt int64  `bun:"verdict_at"`
	Comment   string `bun:"comment"`
}

func runFromRow(r *runRow) *RunbookRun {
	return &RunbookRun{
		ID: r.ID, Incident: r.IncidentNumber, RunbookID: r.RunbookID, Version: r.RunbookVersion, Origin: r.Origin, Title: r.Title, Source: r.Source,
		StartedBy: r.StartedBy, StartedAt: fromMillis(r.StartedAt), EndedBy: r.EndedBy, EndedAt: fromMillis(r.EndedAt), Comment: r.Comment,
	}
}

func stepFromRow(r *runStepRow) RunbookStep {
	return RunbookStep{
		Position: r.Position, Revision: r.Revision, State: r.State, DoneBy: r.DoneBy, DoneAt: fromMillis(r.DoneAt), Verdict: r.Verdict,
		VerdictBy: r.VerdictBy, VerdictAt: fromMillis(r.VerdictAt), Comment: r.Comment,
	}
}

// MaxRuns is how many runs of one incident are kept.
const MaxRuns = 50

// RunbookRuns lists the runs of an incident with their steps, oldest first.
func (db *database) RunbookRuns(ctx context.Context, orgID, number int64) ([]*RunbookRun, error) {
	var rows []*runRow
	err := db.reader.NewSelect().Model(&rows).Where("org_id = ? AND incident_number = ?", orgID, number).Order("id").Limit(MaxRuns).Scan(ctx)
	if err != nil || len(rows) == 0 {
		return nil, db.problem(err)
	}
	runs := make([]*RunbookRun, len(rows))
	byID := make(map[int64]*RunbookRun, len(rows))
	ids := make([]int64, len(rows))
	for i, r := range rows {
		runs[i] = runFromRow(r)
		byID[r.ID], ids[i] = runs[i], r.ID
	}
	var steps []*runStepRow
	err = db.reader.NewSelect().Model(&steps).Where("org_id = ?", orgID).Where("run_id IN (?)", bun.List(ids)).Order("run_id", "position").Scan(ctx)
	for _, s := range steps {
		byID[s.RunID].Steps = append(byID[s.RunID].Steps, stepFromRow(s))
	}
	return runs, db.problem(err)
}

// RunbookRun finds a run of an incident with its steps. Problem: not_found.
func (t *Tx) RunbookRun(ctx context.Context, number, id int64) (*RunbookRun, error) {
	row := new(runRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND id = ? AND incident_number = ?", t.org, id, number).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "not_found", "Incident %d has no run %d of a runbook.", number, id).At("runId").Try("Load the incident again.")
	}
	if err != nil {
		return nil, err
	}
	return t.withSteps(ctx, runFromRow(row))
}

// OpenRunbookRun finds the run of a runbook on an incident that has not ended; nil when there is none.
func (t *Tx) OpenRunbookRun(ctx context.Context, number int64, runbook string) (*RunbookRun, error) {
	row := new(runRow)
	err := t.tx.NewSelect().Model(row).Where("org_id = ? AND incident_number = ? AND runbook_id = ? AND ended_at = 0", t.org, number, runbook).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return t.withSteps(ctx, runFromRow(row))
}

func (t *Tx) withSteps(ctx context.Context, run *RunbookRun) (*RunbookRun, error) {
	var steps []*runStepRow
	err := t.tx.NewSelect().Model(&steps).Where("org_id = ? AND run_id = ?", t.org, run.ID).Order("position").Scan(ctx)
	for _, s := range steps {
		run.Steps = append(run.Steps, stepFromRow(s))
	}
	return run, err
}

// CountRunbookRuns counts the runs of an incident.
func (t *Tx) CountRunbookRuns(ctx context.Context, number int64) (int, error) {
	return t.tx.NewSelect().Model((*runRow)(nil)).Where("org_id = ? AND incident_number = ?", t.org, number).Count(ctx)
}

// AddRunbookRun adds a run and gives it its id.
func (t *Tx) AddRunbookRun(ctx context.Context, run *RunbookRun) error {
	run.ID = t.nextRow()
	row := &runRow{
		OrgID: t.org, ID: run.ID, IncidentNumber: run.Incident, RunbookID: run.RunbookID, RunbookVersion: run.Version, Origin: run.Origin,
		Title: run.Title, Source: run.Source, StartedBy: run.StartedBy, StartedAt: millis(run.StartedAt),
	}
	_, err := t.tx.NewInsert().Model(row).Exec(ctx)
	return err
}

// EndRunbookRun writes who ended a run, when, and with what words.
func (t *Tx) EndRunbookRun(ctx context.Context, run *RunbookRun) error {
	_, err := t.tx.NewUpdate().Model((*runRow)(nil)).Set("ended_by = ?", run.EndedBy).Set("ended_at = ?", millis(run.EndedAt)).
		Set("comment = ?", run.Comment).Where("org_id = ? AND id = ?", t.org, run.ID).Exec(ctx)
	return err
}

// SaveRunbookStep inserts or replaces one step of a run, and returns it with its new revision.
func (t *Tx) SaveRunbookStep(ctx context.Context, runID int64, s RunbookStep) (RunbookStep, error) {
	s.Revision = t.state.ChangeSeq
	rows := []*runStepRow{{
		OrgID: t.org, RunID: runID, Position: s.Position, Revision: s.Revision, State: s.State, DoneBy: s.DoneBy, DoneAt: millis(s.DoneAt),
		Verdict: s.Verdict, VerdictBy: s.VerdictBy, VerdictAt: millis(s.VerdictAt), Comment: s.Comment,
	}}
	return s, upsert(ctx, t.tx, rows, "org_id, run_id, position", []string{
		"revision", "state", "done_by", "done_at", "verdict", "verdict_by", "verdict_at", "comment",
	})
}
