import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { TextLink, useStyles2 } from '@grafana/ui';

import { type RuleTrialResult } from '../../api/types';
import { incidentPath } from '../../app/nav';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { tierName } from './tierName';

export function TrialOutcome({ result }: { result: RuleTrialResult }) {
  const styles = useStyles2(getStyles);
  const { groupKey, groupingRule, incident, alertSeverity, severity, service, tier, team, rules } = result;
  return (
    <div role="status" className={styles.outcome}>
      <div>
        {t('try-rules.group', 'Group:')} <code>{groupKey}</code>{' '}
        {groupingRule
          ? t('try-rules.by-rule', 'by the rule {{rule}}', {
              rule: groupingRule,
              interpolation: { escapeValue: false },
            })
          : t('try-rules.by-source', 'by the labels of the source')}
        {incident !== undefined && (
          <>
            {' · '}
            {t('try-rules.joins', 'it would join')} <TextLink href={incidentPath(incident)}>{`#${incident}`}</TextLink>
          </>
        )}
      </div>
      <div>
        {t('try-rules.severity', 'Severity:')} <SeverityBadge severity={severity} />{' '}
        {severity !== alertSeverity && t('try-rules.raised', 'raised from {{from}}', { from: alertSeverity })}
      </div>
      {service && (
        <div>
          {t('try-rules.service', 'Service: {{service}}', { service, interpolation: { escapeValue: false } })}
          {tier && ` · ${tierName(tier)}`}
          {team && ` · ${team}`}
        </div>
      )}
      <ul className={styles.rules}>
        {rules.map(({ kind, name, matched, used, error }) => (
          <li key={`${kind} ${name}`}>
            {name}: {error ?? said(matched, used)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function said(matched: boolean, used: boolean): string {
  if (used) {
    return t('try-rules.used', 'decides');
  }
  return matched ? t('try-rules.too-late', 'matches, but changes nothing') : t('try-rules.no-match', 'does not match');
}

const getStyles = (theme: GrafanaTheme2) => ({
  outcome: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), overflowWrap: 'anywhere' }),
  rules: css({ paddingLeft: theme.spacing(3) }),
});
