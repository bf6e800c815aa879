import React from 'react';
import { t } from '@grafana/i18n';
import { Button, Stack, TextLink } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { coveragePath } from '../../app/nav';
import { ADAPTERS } from '../providers';
import { availability, type Availability, summarise } from '../providers/choose';
import { type Probe } from '../providers/probe';
import { PanelMessage } from './PanelMessage';

interface Props {
  signal: Signal;
  probes: Probe[];
  /** Absent where there is no panel that could explain. */
  onExplain?: () => void;
}

/** No data source can answer: what is missing where, and how to get it. */
export function SignalUnavailable({ signal, probes, onExplain }: Props) {
  const entries = availability(summarise(signal), probes);
  const missing = entries.filter(({ state }) => state === 'missing');
  return (
    <PanelMessage
      signal={signal}
      icon="info-circle"
      title={
        missing.length > 0
          ? t('signal-unavailable.missing', 'Your data sources do not have what this needs')
          : t('signal-unavailable.none', 'No data source of a type that can answer this')
      }
    >
      <ul>
        {(missing.length > 0 ? missing : entries).slice(0, SHOWN).map((entry) => (
          <li key={`${entry.provider} ${entry.source ?? ''} ${entry.uid ?? ''}`}>
            <Missing entry={entry} />
          </li>
        ))}
      </ul>
      {gaps(signal).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <Stack gap={2} alignItems="center" wrap="wrap">
        <TextLink href={coveragePath(signal.id)} inline={false}>
          {t('signal-unavailable.coverage', 'How to get it')}
        </TextLink>
        {onExplain && (
          <Button size="sm" variant="secondary" fill="outline" onClick={onExplain}>
            {t('signal-unavailable.explain', 'Explain')}
          </Button>
        )}
      </Stack>
    </PanelMessage>
  );
}

/** The rest is on the coverage page. */
const SHOWN = 4;

function Missing({ entry }: { entry: Availability }) {
  const { provider, source, name, missing, requires } = entry;
  const who = [name ?? ADAPTERS[provider].title, source].filter(Boolean).join(' · ');
  return (
    <>
      {who}
      {missing.length > 0 && ': '}
      {missing.map((one, index) => (
        <React.Fragment key={one}>
          {index > 0 && ', '}
          <code>{one}</code>
        </React.Fragment>
      ))}
      {requires !== undefined && `. ${requires}`}
    </>
  );
}

function gaps({ gaps: reasons = {} }: Signal): string[] {
  return reasons.general ? [reasons.general] : [];
}
