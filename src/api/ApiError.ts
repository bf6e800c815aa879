import { t } from '@grafana/i18n';
import { isFetchError } from '@grafana/runtime';

import { type IncidentDetail } from './types';

/** Addresses are shown as they are; React escapes them. */
const RAW = { interpolation: { escapeValue: false } };

interface ErrorParts {
  status: number;
  code: string;
  message: string;
  field?: string;
  fix?: string;
  current?: IncidentDetail;
  body?: unknown;
}

/** A refusal of the backend, or the reason why it could not be asked. `message` and `fix` are sentences for people. */
export class ApiError extends Error {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly field?: string;
  readonly fix?: string;
  /** With 409: the incident as it is now. */
  readonly current?: IncidentDetail;
  /** The whole answer, for those who know its shape. */
  readonly body?: unknown;

  constructor(parts: ErrorParts) {
    super(parts.message);
    this.name = 'ApiError';
    this.status = parts.status;
    this.code = parts.code;
    this.field = parts.field;
    this.fix = parts.fix;
    this.current = parts.current;
    this.body = parts.body;
  }
}

/** Turns whatever a request threw into an ApiError; `what` names the request for answers that are not ours. */
export function toApiError(thrown: unknown, what: string): ApiError {
  if (thrown instanceof ApiError) {
    return thrown;
  }
  // Grafana hands on what the browser's fetch throws where no answer comes.
  if (thrown instanceof Error && thrown.name === 'TypeError') {
    return unreachable(what);
  }
  if (!isFetchError<unknown>(thrown)) {
    return new ApiError({ status: 0, code: 'unexpected', message: describe(thrown) });
  }
  const own = readBody(thrown.data);
  return new ApiError(
    own ? { ...own, status: thrown.status } : foreignError(thrown.status, what, messageOf(thrown.data))
  );
}

/** Grafana's own answers, such as that of a failed health check, have one sentence. */
function messageOf(data: unknown): string | undefined {
  return isRecord(data) ? text(data.message) : undefined;
}

function describe(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

type Body = Omit<ErrorParts, 'status'>;

function readBody(data: unknown): Body | undefined {
  if (!isRecord(data) || !isRecord(data.error)) {
    return undefined;
  }
  const { code, message, field, fix } = data.error;
  if (typeof code !== 'string' || typeof message !== 'string') {
    return undefined;
  }
  return {
    code,
    message,
    field: text(field),
    fix: text(fix),
    current: isDetail(data.current) ? data.current : undefined,
    body: data,
  };
}

/** There was no answer at all, or none in time. */
export function unreachable(what: string): ApiError {
  return new ApiError({
    status: 0,
    code: 'unreachable',
    message: t('api.unreachable', 'Grafana did not answer ({{what}}).', { what, ...RAW }),
    fix: t('api.unreachable-fix', 'Check the network, then retry.'),
  });
}

function foreignError(status: number, what: string, said: string | undefined): ErrorParts {
  if (status <= 0) {
    return unreachable(what);
  }
  if (status === 401 || status === 403) {
    return {
      status,
      code: 'forbidden',
      message: said ?? t('api.forbidden', 'Grafana refused this ({{what}}).', { what, ...RAW }),
      fix: t('api.forbidden-fix', 'Sign in again, or ask an administrator for access to Strata.'),
    };
  }
  if (status === 404 || status >= 500) {
    return {
      status,
      code: 'backend_unavailable',
      message:
        said ??
        t('api.no-backend', 'The backend of Strata did not answer ({{what}}, status {{status}}).', {
          what,
          status,
          ...RAW,
        }),
      fix: t(
        'api.no-backend-fix',
        'An administrator finds the reason in the log of Grafana, under plugin.strata-sre-app.'
      ),
    };
  }
  return {
    status,
    code: 'unexpected',
    message:
      said ?? t('api.unexpected', 'Unexpected answer with status {{status}} ({{what}}).', { what, status, ...RAW }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isDetail(value: unknown): value is IncidentDetail {
  return isRecord(value) && isRecord(value.incident) && Array.isArray(value.alerts) && Array.isArray(value.allowed);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
