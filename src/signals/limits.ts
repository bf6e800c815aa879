/** Every limit of the signal pages, in one place: no query and no panel is unbounded. */
export const LIMITS = {
  /** Series that one panel draws; what is left out is said in the panel. */
  seriesPerPanel: 50,
  /** Series that one query asks for, at every point in time: more than are drawn, so that the panel can say that there are more. */
  seriesAsked: 200,
  /** Rows, records or buckets that one query of a table, a script or a search asks for. */
  rowsAsked: 10_000,
  /** Rows of a table, or of a log panel, that one panel shows. */
  rowsPerPanel: 500,
  /** Points per series that a panel asks for: one per two pixels of a wide panel. */
  pointsPerSeries: 600,
  /** Queries of one panel: exporters times data sources. */
  queriesPerPanel: 24,
  /** Log lines or documents that one panel asks for. */
  logLines: 200,
  /** The longest time that a query itself looks back from each of its points, in milliseconds. */
  windowMs: 31 * 24 * 3_600_000,
  /** Instant queries in one request: enough to be one request for a layer, few enough for the data source. */
  instantBatch: 20,
  /** Values of one alert condition: the worst of them, so that what is wrong is not among those left out. */
  conditionSeries: 5_000,
  /** Series per signal for which the robust band is computed; with more, the signal is not judged. */
  bandSeries: 50,
  /** Signals without an alert that the health strip judges by their band. */
  bandSignals: 60,
  /** Range queries in one request for robust bands. */
  bandBatch: 8,
  /** Points per series of the robust band. */
  bandPoints: 120,
  /** Signals whose first break of an incident is looked for; each is one range query of one series. */
  breakSignals: 16,
  /** Points per series of such a query. */
  breakPoints: 120,
  /** Chips of the health strip before "show all". */
  stripChips: 24,
  /** Options of one variable. */
  variableOptions: 1_000,
  /** Incidents drawn as regions in one time range. */
  annotations: 100,
  /** A panel that has waited longer says so, in milliseconds. */
  slowPanelMs: 5_000,
  /** A panel that has waited longer stops waiting, in milliseconds. */
  panelTimeoutMs: 60_000,
  /** A probe that takes longer has failed, in milliseconds. */
  probeTimeoutMs: 20_000,
  /** A request of the health strip that takes longer has failed, in milliseconds. */
  stripTimeoutMs: 30_000,
  /** Queries that the coverage page asks for values at the same time. */
  valueChecks: 4,
  /** A query of the coverage page that takes longer has failed, in milliseconds. */
  checkTimeoutMs: 20_000,
  /** How long a panel that could be drawn waits for what slower data sources say, in milliseconds. */
  betterProviderMs: 3_000,
  /** How long a probe is trusted, in milliseconds. */
  probeStaleMs: 10 * 60_000,
  /** How far back a probe looks for names, in milliseconds. */
  probeRangeMs: 6 * 3_600_000,
  /** Pixie makes a key pair per query, and samples every few seconds: its shortest bucket, in milliseconds. */
  pixieIntervalMs: 30_000,
} as const;
