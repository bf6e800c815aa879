import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Text, useStyles2 } from '@grafana/ui';

import { useRules } from '../../api/rules';
import { type GroupingRule, type RuleList, type ServiceTier, type SeverityRule } from '../../api/types';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { tierName } from './tierName';
import { TryRules } from './TryRules';

/** The rules of the settings, to read and to try out; they are changed in a provisioning file. */
export function RulesSection() {
  const rules = useRules();
  return (
    <section aria-labelledby="settings-rules">
      <Text element="h2" variant="h4" id="settings-rules">
        {t('rules.title', 'Rules')}
      </Text>
      <p>
        {t(
          'rules.intro',
          'They say which alerts are one incident, and how severe it is. They are set in the provisioning file of the plugin.'
        )}
      </p>
      {rules.isPending && <Loading />}
      {rules.isError && (
        <QueryError
          title={t('rules.failed', 'The rules could not be loaded')}
          error={rules.error}
          stale={rules.data !== undefined}
          onRetry={() => void rules.refetch()}
        />
      )}
      {rules.data && (
        <>
          <Lists rules={rules.data} />
          <TryRules />
        </>
      )}
    </section>
  );
}

function Lists({ rules }: { rules: RuleList }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <h3 className={styles.heading}>{t('rules.grouping', 'One incident per')}</h3>
      {rules.grouping.length === 0 && (
        <p>{t('rules.no-grouping', 'No rule: the labels of each source decide, which the list of sources shows.')}</p>
      )}
      <ol className={styles.list}>
        {rules.grouping.map((rule) => (
          <Rule key={rule.name} rule={rule} outcome={groupedBy(rule)} />
        ))}
      </ol>
      <h3 className={styles.heading}>{t('rules.severity', 'More severe when')}</h3>
      <ol className={styles.list}>
        {rules.severity.map((rule) => (
          <Rule key={rule.name} rule={rule} outcome={raisedTo(rule)} builtIn={rule.builtIn} />
        ))}
      </ol>
      {rules.services.length > 0 && <Services services={rules.services} />}
      <p>{flapping(rules)}</p>
      {rules.warRoom && (
        <p>
          {t('rules.war-room', 'War room of a P0:')} <code>{rules.warRoom}</code>
        </p>
      )}
    </>
  );
}

interface RuleProps {
  rule: GroupingRule | SeverityRule;
  outcome: string;
  builtIn?: boolean;
}

function Rule({ rule, outcome, builtIn = false }: RuleProps) {
  const styles = useStyles2(getStyles);
  return (
    <li>
      <strong>{rule.name}</strong> {builtIn && <Badge color="blue" text={t('rules.built-in', 'Built in')} />}
      <div className={styles.rule}>
        <code>{rule.when === '' ? t('rules.always', 'every alert') : rule.when}</code>
        <span>
          <span aria-hidden="true">→</span> {outcome}
        </span>
      </div>
      {rule.failures > 0 && (
        <div className={styles.error}>
          {t('rules.failures', 'Could not be evaluated and did not match: {{count}}. {{why}}', {
            count: rule.failures,
            why: rule.lastFailure ?? '',
            interpolation: { escapeValue: false },
          })}
        </div>
      )}
    </li>
  );
}

function groupedBy({ by, key, window, reopenWindow }: GroupingRule): string {
  const parts = [key ?? by.join(', ')];
  if (window) {
    parts.push(t('rules.window', 'a new one after {{window}}', { window, interpolation: { escapeValue: false } }));
  }
  if (reopenWindow) {
    parts.push(
      t('rules.reopen', 'opened again within {{window}}', {
        window: reopenWindow,
        interpolation: { escapeValue: false },
      })
    );
  }
  return parts.join(' · ');
}

function raisedTo({ severity, reason }: SeverityRule): string {
  const to = severity === 'up' ? t('rules.up', 'one level more, up to P1') : severity;
  return reason ? `${to} · ${reason}` : to;
}

function flapping({ flapping: { times, windowSeconds } }: RuleList): string {
  if (times === 0) {
    return t('rules.no-flapping', 'Alerts that come and go are listed each time.');
  }
  return t(
    'rules.flapping',
    'An incident flaps when one of its alerts fires again {{times}} times within {{minutes}} minutes; then that is not listed each time.',
    { times, minutes: Math.round(windowSeconds / 60) }
  );
}

function Services({ services }: { services: ServiceTier[] }) {
  const styles = useStyles2(getStyles);
  return (
    <details>
      <summary>{t('rules.services', 'Services that are marked: {{count}}', { count: services.length })}</summary>
      <ul className={styles.list}>
        {services.map(({ name, namespace, tier, team }) => (
          <li key={`${namespace ?? ''}/${name}`}>
            {namespace ? `${namespace}/${name}` : name} · {tierName(tier)}
            {team && ` · ${team}`}
          </li>
        ))}
      </ul>
    </details>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ fontSize: theme.typography.h5.fontSize, margin: theme.spacing(2, 0, 1) }),
  list: css({ paddingLeft: theme.spacing(3), '& li': { marginBottom: theme.spacing(1) } }),
  rule: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), overflowWrap: 'anywhere' }),
  error: css({ color: theme.colors.error.text, overflowWrap: 'anywhere' }),
});
