import React, { type PropsWithChildren } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Drawer, Stack, Text, TextLink, useStyles2 } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { alertRulesPath, coveragePath } from '../../app/nav';
import { ChangedByReviews } from '../../ui/ChangedByReviews';
import { layerName } from '../../ui/layers';
import { alertSentences } from '../alertText';
import { ADAPTERS, PROVIDER_IDS } from '../providers';
import { type Choice } from '../providers/choose';
import { type Probe } from '../providers/probe';
import { ProviderList } from './ProviderList';

interface Props {
  signal: Signal;
  choice?: Choice;
  probes: Probe[];
  onClose: () => void;
}

/** Everything that the catalog says about a signal, and where its data come from now. */
export function ExplainDrawer({ signal, choice, probes, onClose }: Props) {
  const { id, title, layer, why, unit, alert, sources } = signal;
  return (
    <Drawer title={title} subtitle={`${layerName(layer)} · ${id}`} onClose={onClose} size="md">
      <Stack direction="column" gap={3}>
        <Part title={t('explain.why', 'Why it is watched')}>
          <p>{why}</p>
          <Text color="secondary">
            {t('explain.unit', 'Unit: {{unit}}', { unit, interpolation: { escapeValue: false } })}
          </Text>
        </Part>
        <Part title={t('explain.providers', 'Providers')}>
          <ProviderList signal={signal} choice={choice} probes={probes} />
          <TextLink href={coveragePath(id)}>{t('explain.coverage', 'Coverage of this signal')}</TextLink>
        </Part>
        {alert && (
          <Part title={t('explain.alert', 'Alert')}>
            <ul>
              {alertSentences(signal, alert).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
            <TextLink href={alertRulesPath(id)}>{t('explain.rules', 'Alert rules of this signal')}</TextLink>
          </Part>
        )}
        <ChangedByReviews of="signal" target={id} />
        <Part title={t('explain.queries', 'Queries')}>
          <Queries signal={signal} />
        </Part>
        <Part title={t('explain.sources', 'Sources')}>
          <ul>
            {sources.map((source) => (
              <li key={source}>{source}</li>
            ))}
          </ul>
        </Part>
      </Stack>
    </Drawer>
  );
}

function Part({ title, children }: PropsWithChildren<{ title: string }>) {
  const styles = useStyles2(getStyles);
  return (
    <section className={styles.part}>
      <Text element="h3" variant="h5">
        {title}
      </Text>
      {children}
    </section>
  );
}

function Queries({ signal }: { signal: Signal }) {
  const styles = useStyles2(getStyles);
  const queries = PROVIDER_IDS.flatMap((id) => ADAPTERS[id].text(signal).map((query) => ({ ...query, id })));
  return (
    <>
      {queries.map(({ id, source, language, text }, index) => (
        <details key={`${id} ${index}`}>
          <summary>{[ADAPTERS[id].title, source, language].filter(Boolean).join(' · ')}</summary>
          <pre className={styles.query}>{text}</pre>
        </details>
      ))}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  part: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    gap: theme.spacing(1),
    overflowWrap: 'anywhere',
    '& p': { margin: 0 },
    '& ul': { paddingLeft: theme.spacing(2) },
  }),
  query: css({ whiteSpace: 'pre-wrap', margin: theme.spacing(0.5, 0) }),
});
