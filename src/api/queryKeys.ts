/** Everything below `incidents` is refetched when a change is pushed. */
export const keys = {
  incidents: ['incidents'] as const,
  incidentList: (filters: object) => ['incidents', 'list', filters] as const,
  incident: (number: number) => ['incidents', 'one', number] as const,
  timeline: (number: number) => ['incidents', 'timeline', number] as const,
  lookup: (query: object) => ['incidents', 'lookup', query] as const,
  overview: ['overview'] as const,
  signals: ['signals'] as const,
  sources: ['sources'] as const,
  status: ['status'] as const,
};
