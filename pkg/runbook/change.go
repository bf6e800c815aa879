package runbook

import (
	"context"
	"fmt"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Change is who changes which runbook; Revision is that of the entry as the person read it, 0 when nothing was stored about it.
type Change struct {
	Org      int64
	ID       string
	Login    string
	Revision int64
}

// Save stores a text as a new version and puts it into effect. A text that is in effect already makes no version.
// Problems: bad_id, bad_runbook with its line, provisioned, stale_version, too_many_runbooks.
func (l *Library) Save(ctx context.Context, s *store.Store, c Change, source, comment string) (*Entry, error) {
	source = Normalise(source)
	if err := checkText(c.ID, source); err != nil {
		return nil, err
	}
	return l.change(ctx, s, c, func(ctx context.Context, tx *store.Tx, row *store.Runbook) error {
		return l.write(ctx, tx, row, store.RunbookVersion{Source: source, Comment: comment, CreatedBy: c.Login, CreatedAt: l.time()})
	})
}

// SaveIn is Save within a transaction, which gives back the version in effect, 0 for the built-in text. A text that is in effect already
// stays so, whatever revision the person saw.
func (l *Library) SaveIn(ctx context.Context, tx *store.Tx, c Change, source, comment string) (int64, error) {
	source = Normalise(source)
	if err := l.Acceptable(c.ID, source); err != nil {
		return 0, err
	}
	row, _, err := tx.Runbook(ctx, c.ID)
	if err != nil {
		return 0, err
	}
	if same, err := l.inEffect(ctx, tx, known(row, c.ID), source); err != nil || same {
		return row.Current, err
	}
	row, err = l.within(ctx, tx, c, func(ctx context.Context, tx *store.Tx, row *store.Runbook) error {
		return l.write(ctx, tx, row, store.RunbookVersion{Source: source, Comment: comment, CreatedBy: c.Login, CreatedAt: l.time()})
	})
	return row.Current, err
}

// Acceptable says why a text cannot become that of a runbook. Problems: bad_id, bad_runbook with its line, provisioned.
func (l *Library) Acceptable(id, source string) error {
	if err := checkText(id, Normalise(source)); err != nil {
		return err
	}
	return l.writable(id)
}

func checkText(id, source string) error {
	if err := CheckID(id); err != nil {
		return err
	}
	if _, problems := Parse(source); len(problems) > 0 {
		return problem.New(problem.Refused, "bad_runbook", "Line %d: %s", problems[0].Line, problems[0].Message).At("text").
			Try("Mend it; checking the runbook lists everything that is wrong.")
	}
	return nil
}

// Revert goes back: to the built-in text with version 0, else to the text of an own version, which becomes a new one.
// Problems: not_found, provisioned, stale_version.
func (l *Library) Revert(ctx context.Context, s *store.Store, c Change, version int64) (*Entry, error) {
	return l.change(ctx, s, c, func(ctx context.Context, tx *store.Tx, row *store.Runbook) error {
		if version == 0 {
			if _, err := l.BuiltInEntry(c.ID); err != nil {
				return err
			}
			row.Current = 0
			return tx.AuditData(ctx, l.time(), c.Login, "runbook.revert", c.ID, map[string]any{"to": "builtin"})
		}
		old, err := tx.RunbookVersion(ctx, c.ID, version)
		if err != nil {
			return err
		}
		return l.write(ctx, tx, row, store.RunbookVersion{
			Source: old.Source, Comment: fmt.Sprintf("Back to version %d", version), CreatedBy: c.Login, CreatedAt: l.time(),
		})
	})
}

// Verify notes that a person went through the text in effect and found it right. Problem: stale_version.
func (l *Library) Verify(ctx context.Context, s *store.Store, c Change) (*Entry, error) {
	entry, err := l.View(ctx, c.Org, s, nil).Find(c.ID)
	if err != nil {
		return nil, err
	}
	return l.update(ctx, s, c, func(ctx context.Context, tx *store.Tx, row *store.Runbook) error {
		row.VerifiedHash, row.VerifiedAt, row.VerifiedBy = hashOf(entry.Source), l.time(), c.Login
		return tx.AuditData(ctx, l.time(), c.Login, "runbook.verify", c.ID, map[string]any{"version": entry.Version, "hash": row.VerifiedHash})
	})
}

// Archive takes a runbook out of use or puts it back. Problem: stale_version.
func (l *Library) Archive(ctx context.Context, s *store.Store, c Change, archived bool) (*Entry, error) {
	if _, err := l.View(ctx, c.Org, s, nil).Find(c.ID); err != nil {
		return nil, err
	}
	return l.update(ctx, s, c, func(ctx context.Context, tx *store.Tx, row *store.Runbook) error {
		row.ArchivedAt, row.ArchivedBy = time.Time{}, ""
		if archived {
			row.ArchivedAt, row.ArchivedBy = l.time(), c.Login
		}
		return tx.AuditData(ctx, l.time(), c.Login, "runbook.archive", c.ID, map[string]any{"archived": archived})
	})
}

type changing func(ctx context.Context, tx *store.Tx, row *store.Runbook) error

// change is an update of a text, which a settings file may hold.
func (l *Library) change(ctx context.Context, s *store.Store, c Change, do changing) (*Entry, error) {
	if err := l.writable(c.ID); err != nil {
		return nil, err
	}
	return l.update(ctx, s, c, do)
}

func (l *Library) writable(id string) error {
	if _, ok := l.file.texts[id]; ok {
		return provisioned(id)
	}
	return nil
}

func provisioned(id string) error {
	return problem.New(problem.Forbidden, "provisioned", "The runbook %q is set by a file and cannot be changed here.", id).
		Try("Change it in the provisioning file of the plugin.")
}

// update changes what is stored about a runbook, and gives back the entry as it is then.
func (l *Library) update(ctx context.Context, s *store.Store, c Change, do changing) (*Entry, error) {
	err := s.Write(ctx, c.Org, func(ctx context.Context, tx *store.Tx) error {
		_, err := l.within(ctx, tx, c, do)
		return err
	})
	if err != nil {
		return nil, err
	}
	return l.View(ctx, c.Org, s, nil).Find(c.ID)
}

// within changes what is stored about a runbook. Problem: stale_version.
func (l *Library) within(ctx context.Context, tx *store.Tx, c Change, do changing) (store.Runbook, error) {
	row, _, err := tx.Runbook(ctx, c.ID)
	if err != nil {
		return row, err
	}
	if row.Revision != c.Revision {
		return row, problem.New(problem.Conflict, "stale_version", "The runbook %q was changed since you read it.", c.ID).At("revision").
			Try("Load it again, then repeat what you wanted to do.")
	}
	row.ID = c.ID
	before := row
	if err := do(ctx, tx, &row); err != nil || row == before {
		return row, err
	}
	return tx.SaveRunbook(ctx, row)
}

// write adds a version and puts it into effect, unless its text is in effect already.
func (l *Library) write(ctx context.Context, tx *store.Tx, row *store.Runbook, v store.RunbookVersion) error {
	same, err := l.inEffect(ctx, tx, *row, v.Source)
	if err != nil || same {
		return err
	}
	if row.Last == 0 {
		n, err := tx.CountRunbooks(ctx)
		if err != nil {
			return err
		}
		if n >= MaxOwn {
			return problem.New(problem.Refused, "too_many_runbooks", "The organisation has %d own runbooks already, which are the most.", n).
				Try("Write into one that is archived, or set more by provisioning.")
		}
	}
	row.Last++
	row.Current, v.Version = row.Last, row.Last
	// The version refers to its runbook, so that is there first.
	if _, err := tx.SaveRunbook(ctx, *row); err != nil {
		return err
	}
	if err := tx.AddRunbookVersion(ctx, row.ID, v); err != nil {
		return err
	}
	return tx.AuditData(ctx, v.CreatedAt, v.CreatedBy, "runbook.save", row.ID, map[string]any{"version": v.Version, "comment": v.Comment})
}

// known is a row with its id, which one that was not there has not.
func known(row store.Runbook, id string) store.Runbook {
	row.ID = id
	return row
}

func (l *Library) inEffect(ctx context.Context, tx *store.Tx, row store.Runbook, source string) (bool, error) {
	if row.Current == 0 {
		return l.builtIn[row.ID].source == source && source != "", nil
	}
	current, err := tx.RunbookVersion(ctx, row.ID, row.Current)
	return err == nil && current.Source == source, err
}
