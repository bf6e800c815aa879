package store

import (
	"time"

	"github.com/uptrace/bun"
)

type sourceRow struct {
	bun.BaseModel `bun:"table:strata_source,alias:s"`

	OrgID              int64  `bun:"org_id,pk"`
	ID                 string `bun:"id,pk"`
	Name               string `bun:"name"`
	Kind               string `bun:"kind"`
	Enabled            bool   `bun:"enabled"`
	Provisioned        bool   `bun:"provisioned"`
	GroupBy            string `bun:"group_by"`
	Mapping            string `bun:"mapping"`
	TokenHash          string `bun:"token_hash"`
	PreviousTokenHash  string `bun:"previous_token_hash"`
	PreviousTokenUntil int64  `bun:"previous_token_until"`
	TokenRotatedAt     int64  `bun:"token_rotated_at"`
	CreatedAt          int64  `bun:"created_at"`
	UpdatedAt          int64  `bun:"updated_at"`
	DeletedAt          int64  `bun:"deleted_at"`
}

type statsRow struct {
	bun.BaseModel `bun:"table:strata_source_stats,alias:ss"`

	OrgID          int64  `bun:"org_id,pk"`
	SourceID       string `bun:"source_id,pk"`
	Deliveries     int64  `bun:"deliveries"`
	Alerts         int64  `bun:"alerts"`
	Rejected       int64  `bun:"rejected"`
	LastDeliveryAt int64  `bun:"last_delivery_at"`
	LastError      string `bun:"last_error"`
	LastErrorAt    int64  `bun:"last_error_at"`
	Limited        int64  `bun:"limited"`
	LastLimitedAt  int64  `bun:"last_limited_at"`
	LastTestAt     int64  `bun:"last_test_at"`
}

type alertRow struct {
	bun.BaseModel `bun:"table:strata_alert,alias:a"`

	OrgID             int64  `bun:"org_id,pk"`
	ID                int64  `bun:"id,pk"`
	SourceID          string `bun:"source_id"`
	Fingerprint       string `bun:"fingerprint"`
	Correlation       string `bun:"correlation"`
	RuleUID           string `bun:"rule_uid"`
	Name              string `bun:"name"`
	Service           string `bun:"service"`
	Labels            string `bun:"labels"`
	FirstSeenAt       int64  `bun:"first_seen_at"`
	LastSeenAt        int64  `bun:"last_seen_at"`
	CurrentOccurrence int64  `bun:"current_occurrence"`
	PinnedIncident    int64  `bun:"pinned_incident"`
	NoData            bool   `bun:"no_data"`
}

type occurrenceRow struct {
	bun.BaseModel `bun:"table:strata_occurrence,alias:o"`

	OrgID          int64  `bun:"org_id,pk"`
	ID             int64  `bun:"id,pk"`
	AlertID        int64  `bun:"alert_id"`
	IncidentNumber *int64 `bun:"incident_number"`
	State          string `bun:"state"`
	StartsAt       int64  `bun:"starts_at"`
	EndsAt         int64  `bun:"ends_at"`
	LastSeenAt     int64  `bun:"last_seen_at"`
	RepeatCount    int    `bun:"repeat_count"`
	Severity       string `bun:"severity"`
	Layer          string `bun:"layer"`
	Signal         string `bun:"signal"`
	Service        string `bun:"service"`
	Namespace      string `bun:"namespace"`
	Name           string `bun:"name"`
	Summary        string `bun:"summary"`
	Annotations    string `bun:"annotations"`
	ValueMap       string `bun:"value_map"`
	Links          string `bun:"links"`
	RuleUID        string `bun:"rule_uid"`
	SoftReason     string `bun:"soft_resolve_reason"`

	SuppressedBy    int64 `bun:"suppressed_by"`
	SuppressedUntil int64 `bun:"suppressed_until"`
}

type incidentRow struct {
	bun.BaseModel `bun:"table:strata_incident,alias:i"`

	OrgID           int64  `bun:"org_id,pk"`
	Number          int64  `bun:"number,pk"`
	GroupKey        string `bun:"group_key"`
	Title           string `bun:"title"`
	Summary         string `bun:"summary"`
	Severity        string `bun:"severity"`
	SeverityLocked  bool   `bun:"severity_locked"` // whether lowered_from is set
	LoweredFrom     string `bun:"lowered_from"`
	MergedWorst     string `bun:"merged_worst"`
	Status          string `bun:"status"`
	Acknowledged    bool   `bun:"acknowledged"`
	AcknowledgedBy  string `bun:"acknowledged_by"`
	AcknowledgedAt  int64  `bun:"acknowledged_at"`
	AckUntil        int64  `bun:"acknowledged_until"`
	Drill           bool   `bun:"drill"`
	Readers         string `bun:"readers"`
	Layers          string `bun:"layers"`
	Services        string `bun:"services"`
	FiringAlerts    int    `bun:"firing_alerts"`
	TotalAlerts     int    `bun:"total_alerts"`
	FlapCount       int    `bun:"flap_count"`
	FlappingSince   int64  `bun:"flapping_since"`
	FlapHidden      int    `bun:"flap_hidden"`
	Returns         string `bun:"alert_returns"`
	RaisedBy        string `bun:"raised_by"`
	WarRoom         string `bun:"war_room"`
	SoftResolves    bool   `bun:"soft_resolves"`
	MergedInto      int64  `bun:"merged_into"`
	MergedAt        int64  `bun:"merged_at"`
	RecurrenceOf    int64  `bun:"recurrence_of"`
	Version         int64  `bun:"version"`
	Commander       string `bun:"commander"`
	UpdateDueAt     int64  `bun:"update_due_at"`
	Escalation      string `bun:"escalation"`
	ImpactStartedAt int64  `bun:"impact_started_at"`
	DetectedAt      int64  `bun:"detected_at"`
	MitigatedAt     int64  `bun:"mitigated_at"`
	ResolvedAt      int64  `bun:"resolved_at"`
	ClosedAt        int64  `bun:"closed_at"`
	CreatedAt       int64  `bun:"created_at"`
	UpdatedAt       int64  `bun:"updated_at"`
	ChangeSeq       int64  `bun:"change_seq"`
	ChangeKind      string `bun:"change_kind"`
	TimelineSeq     int64  `bun:"timeline_seq"`
	TimelineHash    string `bun:"timeline_hash"`

	SnoozedUntil     int64  `bun:"snoozed_until"`
	SnoozedAs        string `bun:"snoozed_as"`
	Maintenance      int64  `bun:"maintenance_window"`
	MaintenanceUntil int64  `bun:"maintenance_until"`
}

type facetRow struct {
	bun.BaseModel `bun:"table:strata_incident_facet,alias:f"`

	OrgID          int64  `bun:"org_id,pk"`
	IncidentNumber int64  `bun:"incident_number,pk"`
	Kind           string `bun:"kind,pk"`
	Value          string `bun:"value,pk"`
}

type attachmentRow struct {
	bun.BaseModel `bun:"table:strata_incident_alert"`

	OrgID          int64  `bun:"org_id,pk"`
	IncidentNumber int64  `bun:"incident_number,pk"`
	OccurrenceID   int64  `bun:"occurrence_id,pk"`
	AddedBy        string `bun:"added_by"`
	AddedAt        int64  `bun:"added_at"`
	RemovedAt      int64  `bun:"removed_at"`
}

type timelineRow struct {
	bun.BaseModel `bun:"table:strata_timeline,alias:t"`

	OrgID          int64  `bun:"org_id,pk"`
	IncidentNumber int64  `bun:"incident_number,pk"`
	Seq            int64  `bun:"seq,pk"`
	At             int64  `bun:"at"`
	RecordedAt     int64  `bun:"recorded_at"`
	Kind           string `bun:"kind"`
	ActorType      string `bun:"actor_type"`
	ActorName      string `bun:"actor_name"`
	Body           string `bun:"body"`
	Data           string `bun:"data"`
	PrevHash       string `bun:"prev_hash"`
	Hash           string `bun:"hash"`
}

type timerRow struct {
	bun.BaseModel `bun:"table:strata_timer,alias:tm"`

	OrgID          int64  `bun:"org_id,pk"`
	IncidentNumber int64  `bun:"incident_number,pk"`
	Kind           string `bun:"kind,pk"`
	DueAt          int64  `bun:"due_at"`
}

type receiptRow struct {
	bun.BaseModel `bun:"table:strata_receipt,alias:r"`

	OrgID     int64  `bun:"org_id,pk"`
	BodyHash  string `bun:"body_hash,pk"`
	SourceID  string `bun:"source_id,pk"`
	ID        string `bun:"id"`
	CreatedAt int64  `bun:"created_at"`
	Result    string `bun:"result"`
}

type deadLetterRow struct {
	bun.BaseModel `bun:"table:strata_dead_letter"`

	OrgID      int64  `bun:"org_id,pk"`
	ID         int64  `bun:"id,pk"`
	SourceID   string `bun:"source_id"`
	ReceivedAt int64  `bun:"received_at"`
	Reason     string `bun:"reason"`
	Body       string `bun:"body"`
	Truncated  bool   `bun:"truncated"`
}

// millis is 0 for the zero time.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
