import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Button, TextLink, useStyles2 } from '@grafana/ui';

import { type AlertPackRule, type OwnSignalRecord, type SignalSummary } from '../api/types';
import { coveragePath } from '../app/nav';
import { LayerChip } from '../ui/LayerChip';
import { SeverityBadge } from '../ui/SeverityBadge';
import { isAdmin } from '../ui/user';
import { RuleEditor } from './RuleEditor';
import { conditionText, summaryText } from './ruleText';

interface Props {
  rule: AlertPackRule;
  signal?: SignalSummary;
  record?: OwnSignalRecord;
  /** Whether the own changes are loaded: without them nothing can be changed safely. */
  recordsKnown: boolean;
  /** Class of the cells that narrow screens do not have. */
  wide: string;
}

const COLUMNS = 4;

export function RuleRow({ rule, signal, record, recordsKnown, wide }: Props) {
  const styles = useStyles2(getStyles);
  const [editing, setEditing] = useState(false);
  const condition = conditionText(rule, signal);
  const reason = whyFixed(signal, record, recordsKnown);
  return (
    <>
      <tr data-rule={rule.name}>
        <td>
          <div className={styles.name}>
            <SeverityBadge severity={rule.severity} /> <strong>{rule.name}</strong>
            {rule.changed && <Badge color="purple" text={t('alert-rules.changed', 'Changed')} />}
          </div>
          <div className={styles.narrow}>{condition}</div>
          <div className={styles.secondary}>{summaryText(rule.summary)}</div>
        </td>
        <td className={wide}>
          <TextLink href={coveragePath(rule.signal)} inline={false}>
            {signal?.title ?? rule.signal}
          </TextLink>
          <div className={styles.name}>
            <LayerChip layer={rule.layer} />
            <span className={styles.secondary}>{rule.source ?? providerName(rule.provider)}</span>
          </div>
        </td>
        <td className={wide}>
          <div>{condition}</div>
          <code className={styles.expr} title={rule.expr}>
            {rule.expr}
          </code>
        </td>
        <td>
          <Button
            size="sm"
            variant="secondary"
            icon="edit"
            aria-expanded={editing}
            aria-label={t('alert-rules.edit-what', 'Change {{name}}', {
              name: rule.name,
              interpolation: { escapeValue: false },
            })}
            disabled={reason !== undefined}
            tooltip={reason}
            onClick={() => setEditing(!editing)}
          >
            {t('alert-rules.edit', 'Change')}
          </Button>
        </td>
      </tr>
      {editing && signal?.alert && (
        <tr>
          <td colSpan={COLUMNS}>
            <RuleEditor
              rule={rule}
              signal={signal}
              alert={signal.alert}
              record={record}
              onClose={() => setEditing(false)}
            />
          </td>
        </tr>
      )}
    </>
  );
}

function whyFixed(
  signal: SignalSummary | undefined,
  record: OwnSignalRecord | undefined,
  recordsKnown: boolean
): string | undefined {
  if (!isAdmin()) {
    return t('alert-rules.admins', 'Thresholds are changed by administrators of this organisation');
  }
  if (record?.provisioned) {
    return t('alert-rules.provisioned', 'A provisioning file sets this signal; change it there');
  }
  return signal?.alert && recordsKnown ? undefined : t('alert-rules.not-known', 'The own changes are not loaded');
}

function providerName(provider: AlertPackRule['provider']): string {
  return provider === 'elasticsearch' ? 'Elasticsearch' : 'Prometheus';
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  narrow: css({ [theme.breakpoints.up('md')]: { display: 'none' } }),
  secondary: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  expr: css({
    // The beginning says what is measured; the whole query is in the file. A part that scrolls would be one more stop for Tab.
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    WebkitLineClamp: 3,
    paddingBottom: 0, // a fourth line would show in it
    overflow: 'hidden',
    whiteSpace: 'pre-wrap',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
