import React, { useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, FilterInput, Stack, Text, useStyles2 } from '@grafana/ui';

import { useOwnSignals } from '../api/ownSignals';
import { type AlertPackRule, type SignalSummary } from '../api/types';
import { EmptyState } from '../ui/EmptyState';
import { useTextFilter } from '../ui/useTextFilter';
import { type PackView } from './packQuery';
import { RuleRow } from './RuleRow';
import { matchesWords } from './ruleText';

interface Props {
  rules: AlertPackRule[];
  signals: SignalSummary[];
  view: PackView;
  onChange: (change: Partial<PackView>) => void;
}

export function RuleTable({ rules, signals, view, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const own = useOwnSignals();
  const [words, setWords] = useTextFilter(view.q, (q) => onChange({ q }));
  const byId = useMemo(() => new Map(signals.map((signal) => [signal.id, signal])), [signals]);
  const shown = rules
    .filter(({ signal }) => view.signal === '' || signal === view.signal)
    .filter((rule) => matchesWords(rule, byId.get(rule.signal)?.title ?? '', view.q));
  return (
    <section className={styles.section} aria-labelledby="alert-rules-rules">
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h2" variant="h4" id="alert-rules-rules">
          {t('alert-rules.rules', 'Rules: {{shown}} of {{all}}', { shown: shown.length, all: rules.length })}
        </Text>
        <Stack gap={1} wrap="wrap">
          {view.signal && (
            <Button variant="secondary" icon="times" onClick={() => onChange({ signal: '' })}>
              {t('alert-rules.all-signals', 'Only {{signal}}: show all', {
                signal: view.signal,
                interpolation: { escapeValue: false },
              })}
            </Button>
          )}
          <FilterInput
            value={words}
            onChange={setWords}
            escapeRegex={false}
            placeholder={t('alert-rules.search', 'Name, signal, metric')}
            aria-label={t('alert-rules.search', 'Name, signal, metric')}
          />
        </Stack>
      </Stack>
      {shown.length === 0 ? (
        <EmptyState icon="search" title={t('alert-rules.nothing', 'No rule matches')} />
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th>{t('alert-rules.column.rule', 'Rule')}</th>
              <th className={styles.wide}>{t('alert-rules.column.signal', 'Signal')}</th>
              <th className={styles.wide}>{t('alert-rules.column.condition', 'Condition')}</th>
              <th>{t('alert-rules.column.change', 'Change')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((rule) => (
              <RuleRow
                key={`${rule.signal}/${rule.name}/${rule.provider}/${rule.source ?? ''}`}
                rule={rule}
                signal={byId.get(rule.signal)}
                record={own.data?.find((one) => one.signal.id === rule.signal)}
                recordsKnown={own.isSuccess}
                wide={styles.wide}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), marginBottom: theme.spacing(3) }),
  wide: css({ [theme.breakpoints.down('md')]: { display: 'none' } }),
  table: css({
    width: '100%',
    tableLayout: 'fixed',
    'th, td': {
      padding: theme.spacing(0.75, 1),
      textAlign: 'left',
      verticalAlign: 'top',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      overflowWrap: 'anywhere',
    },
    'th:first-of-type': { width: 'auto' },
    'th:last-of-type': { width: 110 },
  }),
});
