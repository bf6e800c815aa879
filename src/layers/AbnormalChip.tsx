import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';

import { type Abnormal } from '../signals/health/useLayerHealth';
import { SeverityBadge } from '../ui/SeverityBadge';
import { chipLines, chipMore, chipText } from './chipText';

interface Props {
  abnormal: Abnormal;
  onOpen: () => void;
}

/** One abnormal signal: how bad, what, how much. The meaning is in words and icons, never in the colour alone. */
export function AbnormalChip({ abnormal, onOpen }: Props) {
  const styles = useStyles2(getStyles);
  const { what, value } = chipText(abnormal);
  const more = chipMore(abnormal);
  return (
    <Tooltip content={<Lines lines={chipLines(abnormal).slice(0, SHOWN_LINES)} />}>
      <button type="button" className={styles.chip} onClick={onOpen}>
        {abnormal.severity ? (
          <SeverityBadge severity={abnormal.severity} />
        ) : (
          <span className={styles.unusual}>
            <Icon name="chart-line" size="sm" aria-hidden /> {t('chip.unusual', 'unusual')}
          </span>
        )}
        <span className={styles.title}>{abnormal.signal.title}</span>
        {what && <span>{what}</span>}
        <span className={styles.value}>{value}</span>
        {more > 0 && <span>{t('chip.more', '+{{more}} more', { more })}</span>}
      </button>
    </Tooltip>
  );
}

const SHOWN_LINES = 10;

function Lines({ lines }: { lines: string[] }) {
  return (
    <>
      {lines.map((line, index) => (
        <div key={`${index} ${line}`}>{line}</div>
      ))}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chip: css({
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 0.75),
    maxWidth: '100%',
    padding: theme.spacing(0.25, 1),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    textAlign: 'left',
    overflowWrap: 'anywhere',
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}` },
  }),
  title: css({ color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium }),
  value: css({ color: theme.colors.text.primary, fontVariantNumeric: 'tabular-nums' }),
  unusual: css({ color: theme.colors.warning.text }),
});
