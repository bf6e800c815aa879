/** Everything below `incidents` is refetched when a change is pushed. */
export const keys = {
  runbook: (id: string) => ['runbook', id] as const,
  incidents: ['incidents'] as const,
  incidentList: (filters: object) => ['incidents', 'list', filters] as const,
  incident: (number: number) => ['incidents', 'one', number] as const,
  timeline: (number: number) => ['incidents', 'timeline', number] as const,
  changes: (limit: number) => ['incidents', 'changes', limit] as const,
  lookup: (query: object) => ['incidents', 'lookup', query] as const,
  overview: ['overview'] as const,
  /** Everything below `signals` is refetched when somebody changes the catalog. */
  signals: ['signals'] as const,
  allSignals: ['signals', 'all'] as const,
  layerSignals: (layer: string) => ['signals', 'layer', layer] as const,
  catalogIndex: ['signals', 'index'] as const,
  ownSignals: ['signals', 'own'] as const,
  signalCheck: (signal: object) => ['signals', 'check', signal] as const,
  alertPack: (query: object) => ['signals', 'alertpack', query] as const,
  sources: ['sources'] as const,
  rules: ['rules'] as const,
  status: ['status'] as const,
};
