package plugin

import (
	"strconv"
	"strings"
	"time"

	"github.com/strata-sre/strata-sre-app/pkg/store"
)

// storeSettings is how long records are kept, and how often a SQLite file is copied.
type storeSettings struct {
	Retention retentionSettings `json:"retention"`
	Backup    backupSettings    `json:"backup"`
}

// retentionSettings are times such as 90d or 24h; empty takes the default, 0s is for ever.
type retentionSettings struct {
	Incidents   string `json:"incidents"`
	Receipts    string `json:"receipts"`
	DeadLetters string `json:"deadLetters"`
	Outbox      string `json:"outbox"`
	Audit       string `json:"audit"`
}

type backupSettings struct {
	Every string `json:"every"`
	Keep  *int   `json:"keep"`
}

const (
	defaultKeptReceipts = 24 * time.Hour
	defaultKeptOutbox   = 30 * 24 * time.Hour
	defaultBackups      = 3
	minBackupEvery      = 10 * time.Minute
	minKeptRecords      = 24 * time.Hour
	maxKept             = 20 * 365 * 24 * time.Hour
)

// upkeep is what is done for the store itself.
type upkeep struct {
	retention store.Retention
	every     time.Duration // between backups; zero for none
	keep      int           // backups
}

// upkeep checks what the settings say. Of what is wrong everything is kept, since what is deleted cannot be had back.
func (j storeSettings) upkeep(kind store.Kind, note noting) upkeep {
	u := upkeep{keep: defaultBackups, retention: store.Retention{Receipts: defaultKeptReceipts, Outbox: defaultKeptOutbox}}
	for _, f := range []struct {
		name, given string
		into        *time.Duration
		least       time.Duration
	}{
		{"incidents", j.Retention.Incidents, &u.retention.Incidents, minKeptRecords}, {"receipts", j.Retention.Receipts, &u.retention.Receipts, time.Hour},
		{"deadLetters", j.Retention.DeadLetters, &u.retention.DeadLetters, time.Hour}, {"outbox", j.Retention.Outbox, &u.retention.Outbox, time.Hour},
		{"audit", j.Retention.Audit, &u.retention.Audit, minKeptRecords},
	} {
		if f.given == "" {
			continue
		}
		kept, err := days("jsonData.retention."+f.name, f.given, f.least, maxKept)
		note(err)
		*f.into = kept
	}
	note(j.Backup.into(&u, kind))
	return u
}

func (b backupSettings) into(u *upkeep, kind store.Kind) error {
	if b.Keep != nil {
		if *b.Keep < 1 || *b.Keep > store.MaxBackups {
			return badSetting("jsonData.backup.keep", "%d is not a number of backups from 1 to %d.", *b.Keep, store.MaxBackups).Try("Set it to 3.")
		}
		u.keep = *b.Keep
	}
	if b.Every == "" {
		return nil
	}
	if kind == store.Postgres {
		return badSetting("jsonData.backup.every", "Strata makes no copies of a PostgreSQL database.").Try("Take `backup` out and use pg_dump, or the backups of whoever runs the database.")
	}
	var err error
	u.every, err = days("jsonData.backup.every", b.Every, minBackupEvery, maxKept)
	return err
}

// days reads a time such as 90d, 24h or 30m; 0s is none.
func days(field, given string, least, most time.Duration) (time.Duration, error) {
	d, err := time.ParseDuration(given)
	if number, ok := strings.CutSuffix(given, "d"); ok {
		var n int
		n, err = strconv.Atoi(number)
		d = time.Duration(min(max(n, -1), int(most/(24*time.Hour))+1)) * 24 * time.Hour
	}
	if err != nil || d < 0 || d > most || (d > 0 && d < least) {
		return 0, badSetting(field, "%q is not 0s or a time from %s to %dd.", given, least, int(most.Hours()/24)).Try("Write it as 90d, 24h or 30m.")
	}
	return d, nil
}
