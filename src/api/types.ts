import { type components } from './schema.gen';

type Schemas = components['schemas'];

export type Layer = Schemas['Layer'];
export type Severity = Schemas['Severity'];
export type IncidentStatus = Schemas['IncidentStatus'];
export type Incident = Schemas['Incident'];
export type IncidentDetail = Schemas['IncidentDetail'];
export type NewIncident = Schemas['NewIncident'];
export type IncidentPage = Schemas['IncidentPage'];
export type IncidentAction = IncidentDetail['allowed'][number];
/** Actions that need no further words. */
export type StateAction = Extract<IncidentAction, 'acknowledge' | 'unacknowledge' | 'resolve' | 'reopen'>;
export type AlertOccurrence = Schemas['AlertOccurrence'];
export type TimelineEntry = Schemas['TimelineEntry'];
export type TimelinePage = Schemas['TimelinePage'];
export type IncidentReport = Schemas['IncidentReport'];
export type CountReport = Schemas['CountReport'];
export type DurationReport = Schemas['DurationReport'];
export type AlertReport = Schemas['AlertReport'];
export type Change = Schemas['Change'];
export type ChangeList = Schemas['ChangeList'];
export type Overview = Schemas['Overview'];
export type ServiceHealth = Schemas['ServiceHealth'];
export type LayerHealth = Schemas['LayerHealth'];
export type AlertLookup = Schemas['AlertLookup'];
export type Signal = Schemas['Signal'];
export type SignalSummary = Schemas['SignalSummary'];
export type SignalGroup = Schemas['SignalGroup'];
export type SignalEntity = Schemas['SignalEntity'];
export type CatalogIndex = Schemas['CatalogIndex'];
export type ProviderId = Schemas['ProviderId'];
export type ProviderSummary = Schemas['ProviderSummary'];
export type Visualisation = Schemas['Visualisation'];
export type Comparison = Schemas['Comparison'];
export type AlertAlternative = Schemas['AlertAlternative'];
export type SignalAlert = Schemas['SignalAlert'];
export type PrometheusProvider = Schemas['PrometheusProvider'];
export type ElasticsearchProvider = Schemas['ElasticsearchProvider'];
export type KubesharkProvider = Schemas['KubesharkProvider'];
export type DynatraceProvider = Schemas['DynatraceProvider'];
export type EntityLabel = Schemas['EntityLabel'];
export type SignalList = Schemas['SignalList'];
export type OwnSignal = Schemas['OwnSignal'];
export type OwnSignalRecord = Schemas['OwnSignalRecord'];
export type OwnSignalList = Schemas['OwnSignalList'];
export type OwnSignalInput = Schemas['OwnSignalInput'];
export type SignalCheck = Schemas['SignalCheck'];
export type SignalProblem = Schemas['SignalProblem'];
export type AlertPack = Schemas['AlertPack'];
export type AlertPackRule = Schemas['AlertPackRule'];
export type Source = Schemas['Source'];
export type SourceKind = Schemas['SourceKind'];
export type SourceWithToken = Schemas['SourceWithToken'];
export type SourceList = Schemas['SourceList'];
export type NewSource = Schemas['NewSource'];
export type SourcePatch = Schemas['SourcePatch'];
export type Mapping = Schemas['Mapping'];
export type MappingTrial = Schemas['MappingTrial'];
export type MappingTrialResult = Schemas['MappingTrialResult'];
export type RuleList = Schemas['RuleList'];
export type GroupingRule = Schemas['GroupingRule'];
export type SeverityRule = Schemas['SeverityRule'];
export type ServiceTier = Schemas['ServiceTier'];
export type RuleTrial = Schemas['RuleTrial'];
export type RuleTrialResult = Schemas['RuleTrialResult'];
export type Status = Schemas['Status'];
export type StatusPart = Schemas['StatusPart'];
export type ErrorBody = Schemas['Error'];

/** From the user down to the kernel: the order of pages, columns and chips. */
export const LAYERS: readonly Layer[] = ['application', 'network', 'cluster', 'ebpf'];

/** Most severe first. */
export const SEVERITIES: readonly Severity[] = ['P0', 'P1', 'P2', 'P3'];
