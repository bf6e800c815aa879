package runbook

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/strata-sre/strata-sre-app/pkg/problem"
	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// Limits of an import.
const (
	maxFiles    = MaxOwn
	maxUnpacked = 16 << 20 // bytes of all files together
)

// Export packs runbooks as <id>.md into a zip. The same runbooks give the same bytes.
func Export(entries []*Entry) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		// Create leaves the time out, which would make each export another file.
		f, err := w.Create(e.ID + ".md")
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, e.Source); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// Unpack reads the runbooks of a zip by id. Only names matter, nothing is written anywhere; still, names that lead out of the
// archive are refused, since they tell that it was not made for this. Problems: bad_archive, too_large.
func Unpack(raw []byte) (map[string]string, error) {
	r, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, badArchive("The file is not a zip: %v.", err)
	}
	files := map[string]string{}
	left := int64(maxUnpacked)
	for _, f := range r.File {
		if f.FileInfo().IsDir() {
			continue
		}
		id, err := idOf(f.Name)
		if err != nil {
			return nil, err
		}
		if id == "" {
			continue
		}
		if _, twice := files[id]; twice {
			return nil, badArchive("The runbook %q is in it twice.", id)
		}
		if len(files) == maxFiles {
			return nil, problem.New(problem.TooLarge, "too_large", "The zip has more than %d runbooks.", maxFiles).At("body").Try("Import it in parts.")
		}
		source, err := unpackOne(f, min(left, MaxSource))
		if err != nil {
			return nil, err
		}
		left -= int64(len(source))
		files[id] = source
	}
	if len(files) == 0 {
		return nil, badArchive("There is no runbook in it.")
	}
	return files, nil
}

// unpackOne reads no more than what is allowed, whatever the header says of the size.
func unpackOne(f *zip.File, limit int64) (string, error) {
	content, err := f.Open()
	if err != nil {
		return "", badArchive("%q cannot be read: %v.", shorten(f.Name), err)
	}
	raw, err := io.ReadAll(io.LimitReader(content, limit+1))
	if closeErr := content.Close(); err == nil {
		err = closeErr
	}
	if int64(len(raw)) > limit {
		return "", problem.New(problem.TooLarge, "too_large", "%q is larger than %d KiB unpacked, or the zip is larger than %d MiB.", shorten(f.Name), MaxSource>>10, maxUnpacked>>20).
			At("body").Try("Shorten it, or import it in parts.")
	}
	if err != nil {
		return "", badArchive("%q cannot be read: %v.", shorten(f.Name), err)
	}
	return string(raw), nil
}

// idOf is the id in a file's name; empty for files that are no runbooks.
func idOf(name string) (string, error) {
	if strings.ContainsAny(name, "\\\x00:") || path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), "..") {
		return "", badArchive("The name %q leads out of the archive.", shorten(name))
	}
	base := path.Base(name)
	id, ok := strings.CutSuffix(base, ".md")
	if !ok || strings.EqualFold(id, "readme") || strings.HasPrefix(base, ".") || strings.HasPrefix(name, "__MACOSX/") {
		return "", nil
	}
	if !ID.MatchString(id) || reserved[id] {
		return "", badArchive("%q is no id of a runbook. %s", shorten(id), idRule)
	}
	return id, nil
}

func badArchive(format string, args ...any) error {
	return problem.New(problem.Invalid, "bad_archive", format, args...).At("body").Try("Send a zip with one Markdown file per runbook, named <id>.md.")
}

// Outcome says what an import does with a runbook.
type Outcome string

// The outcomes.
const (
	Created   Outcome = "created"
	Changed   Outcome = "changed"
	Unchanged Outcome = "unchanged"
	Refused   Outcome = "refused"
)

// Imported is what an import does with one runbook.
type Imported struct {
	ID       string
	Outcome  Outcome
	Version  int64 // in effect after the import; 0 for a built-in text or in a dry run
	Problems []Problem
}

// Import stores texts by id as new versions, where they are not in effect already, all in one transaction. When one is wrong
// nothing is stored. The bool says whether it was. Problem: too_many_runbooks.
func (l *Library) Import(ctx context.Context, s *store.Store, org int64, login, comment string, files map[string]string, dryRun bool) ([]Imported, bool, error) {
	view := l.View(ctx, org, s, nil)
	if view.Outdated != nil {
		return nil, false, view.Outdated
	}
	ids := slices.Sorted(maps.Keys(files))
	out := make([]Imported, len(ids))
	wrong := false
	for i, id := range ids {
		out[i] = l.plan(view, id, Normalise(files[id]))
		wrong = wrong || out[i].Outcome == Refused
	}
	if dryRun || wrong {
		return out, false, nil
	}
	err := s.Write(ctx, org, func(ctx context.Context, tx *store.Tx) error {
		for i, id := range ids {
			row, _, err := tx.Runbook(ctx, id)
			if err != nil {
				return err
			}
			row.ID = id
			v := store.RunbookVersion{Source: Normalise(files[id]), Comment: comment, CreatedBy: login, CreatedAt: l.time()}
			if err := l.write(ctx, tx, &row, v); err != nil {
				return err
			}
			out[i].Version = row.Current
		}
		return nil
	})
	return out, err == nil, err
}

func (l *Library) plan(view *View, id, source string) Imported {
	if _, ok := l.file.texts[id]; ok {
		return Imported{ID: id, Outcome: Refused, Problems: []Problem{{1, fmt.Sprintf("The runbook %q is set by a provisioning file.", id)}}}
	}
	if _, problems := Parse(source); len(problems) > 0 {
		return Imported{ID: id, Outcome: Refused, Problems: problems}
	}
	known, ok := view.Entries[id]
	switch {
	case !ok:
		return Imported{ID: id, Outcome: Created}
	case known.Source == source:
		return Imported{ID: id, Outcome: Unchanged, Version: known.Version}
	default:
		return Imported{ID: id, Outcome: Changed, Version: known.Version}
	}
}
