package store

import (
	"context"
	"fmt"
	"time"
)

// Retention says how long records are kept; zero is for ever.
type Retention struct {
	Incidents   time.Duration // that ended, since their last change, with everything that belongs to them
	Receipts    time.Duration
	DeadLetters time.Duration
	Outbox      time.Duration // messages that were sent or given up
	Audit       time.Duration
}

// Purged counts what was deleted, or would be.
type Purged struct {
	Incidents, Receipts, DeadLetters, Outbox, Audit int
}

// Sum is the number of all records in it; an incident counts as one.
func (p Purged) Sum() int { return p.Incidents + p.Receipts + p.DeadLetters + p.Outbox + p.Audit }

func (p *Purged) add(o Purged) {
	p.Incidents += o.Incidents
	p.Receipts += o.Receipts
	p.DeadLetters += o.DeadLetters
	p.Outbox += o.Outbox
	p.Audit += o.Audit
}

const (
	purgedIncidents = 20   // per transaction
	purgedRows      = 500  // of each other kind, per transaction
	maxCounted      = 5000 // of each kind, for those who only want to know
)

// old finds records that have aged: find gives their keys, the oldest first, and has the organisation and a time as arguments.
type old struct{ table, key, find string }

var (
	// An incident stays as long as somebody may need it: alerts that fire, a review that is not published, or merged incidents whose
	// target is there.
	oldIncidents = old{"strata_incident", "number", `SELECT i.number FROM strata_incident AS i WHERE i.org_id = ? AND i.updated_at < ? AND i.firing_alerts = 0
		AND (i.status IN ('resolved', 'closed', 'declined')
			OR (i.status = 'merged' AND NOT EXISTS (SELECT 1 FROM strata_incident AS target WHERE target.org_id = i.org_id AND target.number = i.merged_into)))
		AND NOT EXISTS (SELECT 1 FROM strata_review AS v WHERE v.org_id = i.org_id AND v.incident_number = i.number AND v.published_at = 0)
		ORDER BY i.updated_at`}
	oldReceipts    = old{"strata_receipt", "body_hash", "SELECT r.body_hash FROM strata_receipt AS r WHERE r.org_id = ? AND r.created_at < ? ORDER BY r.created_at"}
	oldDeadLetters = old{"strata_dead_letter", "id", "SELECT d.id FROM strata_dead_letter AS d WHERE d.org_id = ? AND d.received_at < ? ORDER BY d.id"}
	oldOutbox      = old{"strata_outbox", "id", "SELECT ob.id FROM strata_outbox AS ob WHERE ob.org_id = ? AND ob.done_at > 0 AND ob.done_at < ? ORDER BY ob.id"}
	oldAudit       = old{"strata_audit", "id", "SELECT au.id FROM strata_audit AS au WHERE au.org_id = ? AND au.at < ? ORDER BY au.id"}
)

// limit makes the statement that finds some of the old records.
func (o old) limit(n int) string { return fmt.Sprintf("%s LIMIT %d", o.find, n) }

// before is when a record is old; false when it never is.
func before(now time.Time, kept time.Duration) (int64, bool) {
	return now.Add(-kept).UnixMilli(), kept > 0
}

// Purge deletes some of what is old, and says how much and whether there may be more. The lock of the organisation keeps replicas
// from doing the same at once.
func (t *Tx) Purge(ctx context.Context, now time.Time, keep Retention) (done Purged, more bool, err error) {
	if at, ok := before(now, keep.Incidents); ok {
		if done.Incidents, err = t.purgeIncidents(ctx, at); err != nil {
			return done, false, err
		}
	}
	for _, kind := range []struct {
		old
		kept  time.Duration
		count *int
	}{{oldReceipts, keep.Receipts, &done.Receipts}, {oldDeadLetters, keep.DeadLetters, &done.DeadLetters}, {oldOutbox, keep.Outbox, &done.Outbox}, {oldAudit, keep.Audit, &done.Audit}} {
		at, ok := before(now, kind.kept)
		if !ok {
			continue
		}
		if *kind.count, err = t.deleteOld(ctx, kind.old, at); err != nil {
			return done, false, err
		}
		more = more || *kind.count >= purgedRows
	}
	return done, more || done.Incidents == purgedIncidents, nil
}

// deleteOld deletes by key, so that a bounded number of rows is touched.
func (t *Tx) deleteOld(ctx context.Context, o old, at int64) (int, error) {
	result, err := t.tx.NewRaw("DELETE FROM "+o.table+" WHERE org_id = ? AND "+o.key+" IN ("+o.limit(purgedRows)+")", t.org, t.org, at).Exec(ctx)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// belongings are the statements that delete what belongs to an incident, children first. Each gets the organisation and the number
// as often as it has question marks. Reviews and their actions are kept. TestEveryTableOfAnIncidentIsPurged holds the list to the schema.
var belongings = []string{
	"DELETE FROM strata_runbook_step WHERE org_id = ? AND run_id IN (SELECT run.id FROM strata_runbook_run AS run WHERE run.org_id = strata_runbook_step.org_id AND run.incident_number = ?)",
	"DELETE FROM strata_runbook_run WHERE org_id = ? AND incident_number = ?",
	"DELETE FROM strata_message WHERE org_id = ? AND incident_number = ?",
	"DELETE FROM strata_outbox WHERE org_id = ? AND incident_number = ? AND done_at > 0",
	"DELETE FROM strata_role_assignment WHERE org_id = ? AND incident_number = ?",
	"DELETE FROM strata_timer WHERE org_id = ? AND incident_number = ?",
	"DELETE FROM strata_timeline_mark WHERE org_id = ? AND incident_number = ?",
	"DELETE FROM strata_timeline WHERE org_id = ? AND incident_number = ?",
	"DELETE FROM strata_incident_alert WHERE org_id = ? AND incident_number = ?",
	`DELETE FROM strata_incident_alert WHERE org_id = ? AND occurrence_id IN (SELECT o.id FROM strata_occurrence AS o
		WHERE o.org_id = strata_incident_alert.org_id AND o.incident_number = ?)`,
	"DELETE FROM strata_incident_facet WHERE org_id = ? AND incident_number = ?",
	"UPDATE strata_alert SET pinned_incident = 0 WHERE org_id = ? AND pinned_incident = ? AND pinned_incident > 0",
}

func (t *Tx) purgeIncidents(ctx context.Context, at int64) (int, error) {
	var numbers []int64
	if err := t.tx.NewRaw(oldIncidents.limit(purgedIncidents), t.org, at).Scan(ctx, &numbers); err != nil {
		return 0, err
	}
	for _, number := range numbers {
		if err := t.purgeIncident(ctx, number); err != nil {
			return 0, err
		}
	}
	return len(numbers), nil
}

func (t *Tx) purgeIncident(ctx context.Context, number int64) error {
	var alerts []int64
	err := t.tx.NewRaw("SELECT DISTINCT o.alert_id FROM strata_occurrence AS o WHERE o.org_id = ? AND o.incident_number = ?", t.org, number).Scan(ctx, &alerts)
	if err != nil {
		return err
	}
	if err := t.keepReviewHeader(ctx, number); err != nil {
		return err
	}
	for _, statement := range belongings {
		if _, err := t.tx.NewRaw(statement, t.org, number).Exec(ctx); err != nil {
			return err
		}
	}
	if _, err := t.tx.NewRaw("DELETE FROM strata_occurrence WHERE org_id = ? AND incident_number = ?", t.org, number).Exec(ctx); err != nil {
		return err
	}
	for _, id := range alerts {
		if err := t.purgeAlert(ctx, id); err != nil {
			return err
		}
	}
	if err := t.purgeSearch(ctx, number); err != nil {
		return err
	}
	_, err = t.tx.NewRaw("DELETE FROM strata_incident WHERE org_id = ? AND number = ?", t.org, number).Exec(ctx)
	return err
}

// purgeAlert takes an alert away of which nothing is left but records without an incident, or points it to its latest occurrence.
func (t *Tx) purgeAlert(ctx context.Context, id int64) error {
	kept, err := t.tx.NewSelect().Model((*occurrenceRow)(nil)).Where("o.org_id = ? AND o.alert_id = ? AND o.incident_number IS NOT NULL", t.org, id).Exists(ctx)
	if err != nil {
		return err
	}
	statements := []string{"DELETE FROM strata_occurrence WHERE org_id = ? AND alert_id = ?", "DELETE FROM strata_alert WHERE org_id = ? AND id = ?"}
	if kept {
		statements = []string{`UPDATE strata_alert SET current_occurrence = (SELECT o.id FROM strata_occurrence AS o WHERE o.org_id = strata_alert.org_id
			AND o.alert_id = strata_alert.id ORDER BY o.starts_at DESC LIMIT 1) WHERE org_id = ? AND id = ?`}
	}
	for _, statement := range statements {
		if _, err := t.tx.NewRaw(statement, t.org, id).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) purgeSearch(ctx context.Context, number int64) error {
	if t.tx.queue != nil {
		_, err := t.tx.NewRaw("DELETE FROM strata_search WHERE org_id = ? AND incident_number = ?", t.org, number).Exec(ctx)
		return err
	}
	_, err := t.tx.NewRaw("DELETE FROM strata_search WHERE org_id = ? AND rowid = ?", t.org, searchID(t.org, number)).Exec(ctx)
	return err
}

// WouldPurge counts what is old, up to 5,000 of each kind.
func (db *database) WouldPurge(ctx context.Context, orgID int64, now time.Time, keep Retention) (Purged, error) {
	var p Purged
	for _, kind := range []struct {
		old
		kept  time.Duration
		count *int
	}{
		{oldIncidents, keep.Incidents, &p.Incidents}, {oldReceipts, keep.Receipts, &p.Receipts}, {oldDeadLetters, keep.DeadLetters, &p.DeadLetters},
		{oldOutbox, keep.Outbox, &p.Outbox}, {oldAudit, keep.Audit, &p.Audit},
	} {
		at, ok := before(now, kind.kept)
		if !ok {
			continue
		}
		err := db.reader.NewRaw("SELECT COUNT(*) FROM ("+kind.limit(maxCounted)+") AS counted", orgID, at).Scan(ctx, kind.count)
		if err != nil {
			return p, db.problem(err)
		}
	}
	return p, nil
}

// OrganisationsKept lists all organisations that have records.
func (db *database) OrganisationsKept(ctx context.Context) ([]int64, error) {
	var orgs []int64
	err := db.reader.NewSelect().Model((*orgState)(nil)).ColumnExpr("DISTINCT org_id").Where("org_id > 0").Scan(ctx, &orgs)
	return orgs, db.problem(err)
}

// Tidy deletes what is old of one organisation, a part at a time, until nothing is left or the time is up.
func (db *database) Tidy(ctx context.Context, orgID int64, keep Retention, long time.Duration) (Purged, error) {
	var all Purged
	until := time.Now().Add(long) // how long it may take is a matter of this machine, not of the records' clock
	for more := true; more && time.Now().Before(until); {
		err := db.Write(ctx, orgID, func(ctx context.Context, tx *Tx) error {
			done, again, err := tx.Purge(ctx, db.now(), keep)
			more = again
			if err == nil {
				all.add(done)
			}
			return err
		})
		if err != nil {
			return all, err
		}
	}
	return all, nil
}
