import React, { useEffect, useRef, useState } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FilterInput, useStyles2 } from '@grafana/ui';

import { useFoundIncidents } from '../api/find';
import { type IncidentState } from '../api/incidents';
import { type Incident } from '../api/types';
import { Loading } from '../ui/Loading';
import { QueryError } from '../ui/QueryError';
import { SeverityBadge } from '../ui/SeverityBadge';
import { statusName } from '../ui/status';

interface Props {
  state: IncidentState;
  picked?: number;
  onPick: (incident: Incident) => void;
}

/** Incidents by number or words; without any, the most urgent open ones. */
export function PickIncident({ state, picked, onPick }: Props) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  // The dialog itself would put the focus on its button "Close".
  useEffect(() => input.current?.focus(), []);
  const found = useFoundIncidents(text, state);
  return (
    <div className={styles.box}>
      <FilterInput
        ref={input}
        aria-label={t('pick.search', 'Number or words of the incident')}
        placeholder={t('pick.search', 'Number or words of the incident')}
        value={text}
        onChange={setText}
        escapeRegex={false}
      />
      {found.isError && (
        <QueryError
          title={t('pick.failed', 'The incidents could not be loaded')}
          error={found.error}
          stale={found.data !== undefined}
          onRetry={() => void found.refetch()}
        />
      )}
      {found.isPending && <Loading />}
      {found.data?.length === 0 && (
        <div role="status" className={styles.none}>
          {text.trim()
            ? t('pick.none', 'No incident that you may see fits')
            : t('pick.empty', 'No incident is open. Declare one instead.')}
        </div>
      )}
      <ul className={styles.list} aria-label={t('pick.list', 'Incidents')}>
        {found.data?.map((incident) => (
          <li key={incident.number}>
            <button
              type="button"
              className={cx(styles.item, incident.number === picked && styles.picked)}
              aria-pressed={incident.number === picked}
              onClick={() => onPick(incident)}
            >
              <SeverityBadge severity={incident.severity} />
              <span className={styles.title}>
                #{incident.number} {incident.title}
              </span>
              <span className={styles.status}>{statusName(incident.status)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  none: css({ color: theme.colors.text.secondary }),
  list: css({ listStyle: 'none', maxHeight: '40vh', overflowY: 'auto' }),
  item: css({
    display: 'flex',
    width: '100%',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 1),
    border: '1px solid transparent',
    borderRadius: theme.shape.radius.default,
    background: 'none',
    textAlign: 'left',
    '&:hover': { background: theme.colors.action.hover },
  }),
  picked: css({ borderColor: theme.colors.primary.border, background: theme.colors.action.selected }),
  title: css({ flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' }),
  status: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
