import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';

import { type Incident } from '../api/types';
import { isEditor } from '../ui/user';
import { type DialogAction } from './dialogAction';

interface Props {
  /** What the buttons act on. */
  incidents: Incident[];
  chosen: number;
  busy: boolean;
  onAcknowledge: () => void;
  onDialog: (action: DialogAction) => void;
  onChooseAll: () => void;
  onClear: () => void;
  onHelp: () => void;
}

export function BulkBar({ incidents, chosen, busy, onAcknowledge, onDialog, onChooseAll, onClear, onHelp }: Props) {
  const styles = useStyles2(getStyles);
  const why = refusal(incidents.length);
  const button = { size: 'sm', variant: 'secondary', disabled: busy || why !== undefined, tooltip: why } as const;
  return (
    <div
      className={cx(styles.bar, chosen === 0 && styles.idle)}
      role="toolbar"
      aria-label={t('triage.toolbar', 'What to do with the chosen incidents')}
    >
      <span className={styles.count} role="status">
        {chosen > 0
          ? t('triage.chosen', '{{count}} chosen', { count: chosen })
          : t('triage.none-chosen', 'None chosen; actions take the marked one')}
      </span>
      <Button {...button} variant="primary" icon="check" onClick={onAcknowledge}>
        {t('triage.acknowledge', 'Acknowledge')}
      </Button>
      <Button {...button} icon="exclamation-triangle" onClick={() => onDialog('severity')}>
        {t('triage.severity', 'Severity …')}
      </Button>
      <Button {...button} icon="bell-slash" onClick={() => onDialog('snooze')}>
        {t('triage.snooze', 'Snooze …')}
      </Button>
      <Button {...button} icon="user" onClick={() => onDialog('assign')}>
        {t('triage.assign', 'Assign …')}
      </Button>
      <Button {...button} icon="code-branch" onClick={() => onDialog('merge')}>
        {t('triage.merge', 'Merge …')}
      </Button>
      <Button size="sm" variant="secondary" fill="text" onClick={chosen > 0 ? onClear : onChooseAll}>
        {chosen > 0 ? t('triage.clear', 'Clear') : t('triage.choose-all', 'Choose all')}
      </Button>
      <Button
        size="sm"
        variant="secondary"
        fill="text"
        icon="keyboard"
        aria-label={t('triage.keys', 'Keys')}
        tooltip={t('triage.keys', 'Keys')}
        onClick={onHelp}
      />
    </div>
  );
}

/** Why the buttons are off; undefined when they are on. The backend decides in any case. */
function refusal(count: number): string | undefined {
  if (!isEditor()) {
    return t('triage.needs-editor', 'This needs the role Editor');
  }
  return count === 0 ? t('triage.choose-first', 'Choose an incident first') : undefined;
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  // On a phone the cards need the room until one of them is chosen.
  idle: css({ [theme.breakpoints.down('md')]: { display: 'none' } }),
  count: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
