import { t } from '@grafana/i18n';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Data sources throw errors, or what the HTTP layer gave them. */
export function messageOf(thrown: unknown): string {
  const parts = isRecord(thrown) ? thrown : {};
  const inner = isRecord(parts.data) ? parts.data : {};
  const found = [inner.message, parts.message, parts.statusText].find(
    (text) => typeof text === 'string' && text !== ''
  );
  return typeof found === 'string' ? found : t('message.no-reason', 'The data source gave no reason.');
}
