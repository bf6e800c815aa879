import React from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';
import { Link } from 'react-router-dom';

import { incidentPath, layerPath } from '../app/nav';
import { layerName } from '../ui/layers';
import { SeverityBadge } from '../ui/SeverityBadge';
import { CELL_ICONS, cellDetails, cellLabel, cellSignals } from '../signals/health/cellText';
import { type Cell } from '../signals/health/healthMatrix';

interface Props {
  cell: Cell;
  service: string;
  dataSourceUid?: string;
}

export function MatrixCell({ cell, service, dataSourceUid }: Props) {
  const styles = useStyles2(getStyles);
  const details = cellDetails(cell);
  const link = (
    <Link
      className={styles.link}
      to={layerPath(cell.layer, { service: service || undefined, dataSource: dataSourceUid })}
      aria-label={[layerName(cell.layer), service, cellLabel(cell), ...details].filter(Boolean).join(', ')}
    >
      <span className={styles.state}>
        {cell.worst ? (
          <SeverityBadge severity={cell.worst} />
        ) : (
          <Icon name={CELL_ICONS[cell.state]} size="sm" aria-hidden />
        )}
        <span>
          {cell.worst ? t('overview.cell.count', '{{count}} firing', { count: cell.firing }) : cellLabel(cell)}
        </span>
      </span>
      {cell.abnormal.length > 0 && <span className={styles.signals}>{cellSignals(cell)}</span>}
    </Link>
  );
  return (
    <td className={cx(styles.cell, stateClass(styles, cell))} data-state={cell.state}>
      {details.length > 0 ? <Tooltip content={<Lines lines={details} />}>{link}</Tooltip> : link}
      {cell.incident !== undefined && (
        <Link className={styles.incident} to={incidentPath(cell.incident)}>
          {t('overview.cell.incident', 'Incident #{{number}}', { number: cell.incident })}
        </Link>
      )}
    </td>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

function stateClass(styles: ReturnType<typeof getStyles>, { state, worst }: Cell): string {
  switch (state) {
    case 'firing':
      return worst === 'P0' || worst === 'P1' ? styles.bad : styles.warning;
    case 'error':
      return styles.bad;
    case 'abnormal':
      return styles.warning;
    case 'ok':
      return styles.good;
    default:
      return styles.unknown;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  cell: css({
    padding: theme.spacing(0.75, 1),
    borderLeft: `4px solid transparent`,
    verticalAlign: 'top',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  link: css({ display: 'block', '&:hover': { textDecoration: 'underline' } }),
  state: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) }),
  signals: css({ display: 'block', color: theme.colors.text.primary }),
  incident: css({ color: theme.colors.text.primary, textDecoration: 'underline' }),
  bad: css({ borderLeftColor: theme.colors.error.border, background: theme.colors.error.transparent }),
  warning: css({
    borderLeftColor: theme.colors.warning.border,
    background: theme.colors.warning.transparent,
    '& svg': { color: theme.colors.warning.text },
  }),
  good: css({ borderLeftColor: theme.colors.success.border, '& svg': { color: theme.colors.success.text } }),
  unknown: css({ color: theme.colors.text.secondary }),
});
