import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, type BadgeColor, Button, useStyles2 } from '@grafana/ui';

import { useCancelMaintenance } from '../../api/quiet';
import { type MaintenanceWindow } from '../../api/types';
import { Confirm } from '../../ui/Confirm';
import { absoluteTime } from '../../ui/clock';
import { QueryError } from '../../ui/QueryError';
import { isEditor } from '../../ui/user';
import { effectText, spanText } from './text';

export function WindowCard({ window }: { window: MaintenanceWindow }) {
  const styles = useStyles2(getStyles);
  const [asking, setAsking] = useState(false);
  const cancel = useCancelMaintenance();
  const reason = whyFixed(window);
  const gone = window.state === 'cancelled' || window.state === 'over';
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3 className={styles.name}>{window.name}</h3>
        <Badge color={colors[window.state]} text={stateText(window.state)} />
        <span>{effectText(window.effect)}</span>
        {window.provisioned && <Badge color="purple" text={t('maintenance.provisioned', 'Provisioned')} />}
      </div>
      <code className={styles.matchers}>{window.matchers.join(', ')}</code>
      <When window={window} />
      {window.comment && <div>{window.comment}</div>}
      {window.problem && <div className={styles.problem}>{window.problem}</div>}
      <div className={styles.secondary}>
        {window.createdBy !== '' &&
          t('maintenance.by', 'Planned by {{login}}, {{at}}', {
            login: window.createdBy,
            at: absoluteTime(window.createdAt),
            interpolation: { escapeValue: false },
          })}
        {window.cancelledBy !== undefined && (
          <>
            {' · '}
            {t('maintenance.cancelled-by', 'cancelled by {{login}}', {
              login: window.cancelledBy,
              interpolation: { escapeValue: false },
            })}
          </>
        )}
      </div>
      {!gone && (
        <div>
          <Button
            size="sm"
            variant="destructive"
            fill="outline"
            disabled={reason !== undefined || cancel.isPending}
            tooltip={reason}
            onClick={() => setAsking(true)}
          >
            {t('maintenance.cancel', 'Cancel window')}
          </Button>
        </div>
      )}
      {cancel.error && (
        <QueryError title={t('maintenance.not-cancelled', 'It was not cancelled')} error={cancel.error} />
      )}
      <Confirm
        isOpen={asking}
        title={t('maintenance.cancel-title', 'Cancel "{{name}}"?', {
          name: window.name,
          interpolation: { escapeValue: false },
        })}
        body={t('maintenance.cancel-body', 'What it holds back, and fires still, opens incidents within seconds.')}
        confirmText={t('maintenance.cancel-yes', 'Cancel it')}
        dismissText={t('maintenance.keep', 'Keep it')}
        onConfirm={() => {
          setAsking(false);
          cancel.mutate(window.id);
        }}
        onDismiss={() => setAsking(false)}
      />
    </li>
  );
}

function When({
  window: { current, next, recurrence, timeZone, startsAt, endsAt, holding },
}: {
  window: MaintenanceWindow;
}) {
  return (
    <div>
      {current &&
        t('maintenance.open-until', 'Open until {{at}}. ', {
          at: absoluteTime(current.endsAt),
          interpolation: { escapeValue: false },
        })}
      {holding > 0 && t('maintenance.holding', 'Alerts held back now: {{count}}. ', { count: holding })}
      {next &&
        t('maintenance.next', 'Next: {{span}}. ', { span: spanText(next), interpolation: { escapeValue: false } })}
      {!current && !next && spanText({ startsAt, endsAt })}
      {recurrence && (
        <code>
          {recurrence} ({timeZone || 'UTC'})
        </code>
      )}
    </div>
  );
}

function whyFixed(window: MaintenanceWindow): string | undefined {
  if (!isEditor()) {
    return t('maintenance.editors', 'Editors plan maintenance');
  }
  return window.provisioned ? t('source.provisioned-why', 'Set by a file; change it there') : undefined;
}

const colors: Record<MaintenanceWindow['state'], BadgeColor> = {
  planned: 'blue',
  open: 'orange',
  over: 'darkgrey',
  cancelled: 'darkgrey',
  wrong: 'red',
};

function stateText(state: MaintenanceWindow['state']): string {
  switch (state) {
    case 'planned':
      return t('maintenance.state.planned', 'Planned');
    case 'open':
      return t('maintenance.state.open', 'Open now');
    case 'over':
      return t('maintenance.state.over', 'Over');
    case 'cancelled':
      return t('maintenance.state.cancelled', 'Cancelled');
    case 'wrong':
      return t('maintenance.state.wrong', 'Cannot be used');
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  name: css({ margin: 0, fontSize: theme.typography.h5.fontSize, overflowWrap: 'anywhere' }),
  matchers: css({ overflowWrap: 'anywhere', alignSelf: 'flex-start' }),
  secondary: css({ color: theme.colors.text.secondary }),
  problem: css({ color: theme.colors.error.text }),
});
