import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Icon, useStyles2 } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { ADAPTERS } from '../providers';
import { availability, type Availability, type Choice, summarise } from '../providers/choose';
import { type Pin, setPin, usePins } from '../providers/pins';
import { type Probe } from '../providers/probe';

interface Props {
  signal: Signal;
  choice?: Choice;
  probes: Probe[];
}

/** Every provider of a signal with its state; one that has a data source can be pinned, for this browser only. */
export function ProviderList({ signal, choice, probes }: Props) {
  const styles = useStyles2(getStyles);
  const pin = usePins()[signal.id];
  return (
    <>
      <ul className={styles.list}>
        {availability(summarise(signal), probes).map((entry) => (
          <li key={`${entry.provider} ${entry.source ?? ''} ${entry.uid ?? ''}`} className={styles.row}>
            <Icon name={ICONS[entry.state]} aria-hidden />
            <span className={styles.text}>
              <strong>{nameOf(entry)}</strong> {stateText(entry)}
              {isUsed(entry, choice) && <em> {t('provider.used', '(shown now)')}</em>}
            </span>
            {entry.uid !== undefined && <PinButton signalId={signal.id} entry={entry} pin={pin} />}
          </li>
        ))}
      </ul>
      {Object.entries(signal.gaps ?? {}).map(([who, why]) => (
        <p key={who} className={styles.gap}>
          {who === 'general' ? why : `${who}: ${why}`}
        </p>
      ))}
    </>
  );
}

function PinButton({ signalId, entry, pin }: { signalId: string; entry: Availability; pin: Pin | undefined }) {
  const { provider, source, uid } = entry;
  const pinned = pin?.provider === provider && pin.source === source && pin.uid === uid;
  return (
    <Button
      size="sm"
      variant="secondary"
      fill="outline"
      icon={pinned ? 'times' : 'gf-pin'}
      aria-pressed={pinned}
      aria-label={
        pinned
          ? t('provider.unpin-what', 'Unpin {{name}}', { name: nameOf(entry), interpolation: { escapeValue: false } })
          : t('provider.pin-what', 'Pin {{name}}', { name: nameOf(entry), interpolation: { escapeValue: false } })
      }
      onClick={() => setPin(signalId, pinned ? undefined : { provider, source, uid })}
    >
      {pinned ? t('provider.unpin', 'Unpin') : t('provider.pin', 'Pin')}
    </Button>
  );
}

function isUsed({ provider, source, uid }: Availability, choice: Choice | undefined): boolean {
  return (
    choice?.provider === provider &&
    choice.targets.some((target) => target.uid === uid && (target.source === undefined || target.source === source))
  );
}

const ICONS: Record<Availability['state'], IconName> = {
  answers: 'check-circle',
  missing: 'minus-circle',
  'not-configured': 'times-circle',
  unknown: 'question-circle',
  failed: 'exclamation-triangle',
};

function nameOf({ provider, source, name }: Availability): string {
  return [ADAPTERS[provider].title, source, name].filter(Boolean).join(' · ');
}

function stateText({ state, missing, requires, message }: Availability): string {
  const text = { missing: missing.join(', '), message, interpolation: { escapeValue: false } };
  const needed = requires === undefined ? '' : ` ${requires}`;
  switch (state) {
    case 'answers':
      return t('provider.answers', 'has what is needed.');
    case 'missing':
      return t('provider.missing', 'does not have: {{missing}}.', text) + needed;
    case 'not-configured':
      return t('provider.not-configured', 'no data source of this type.') + needed;
    case 'unknown':
      return t('provider.unknown', 'cannot be told before it is asked.') + needed;
    case 'failed':
      return t('provider.failed', 'did not answer: {{message}}', text);
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', '&&': { paddingLeft: 0 }, display: 'grid', gap: theme.spacing(1) }),
  row: css({ display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1) }),
  text: css({ flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' }),
  gap: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
