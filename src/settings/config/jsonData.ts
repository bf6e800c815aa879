/** Settings of the app that the backend reads; provisioning may hold more, which saving keeps. */
export interface StrataJsonData {
  /** Absent or empty, as an unset variable in a provisioning file leaves it: sqlite. */
  store?: 'sqlite' | 'postgres' | '';
  /** File of the SQLite store; absent: strata.db in Grafana's data folder. */
  path?: string;
}

/** Names in secureJsonData. Grafana never sends their values back, only which ones are set. */
export type SecretName = 'dsn' | 'serviceAccountToken';
