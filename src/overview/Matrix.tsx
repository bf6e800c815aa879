import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, TextLink, useStyles2 } from '@grafana/ui';

import { LAYERS } from '../api/types';
import { servicePath } from '../app/nav';
import { layerName } from '../ui/layers';
import { type Row } from '../signals/health/healthMatrix';
import { MatrixCell } from './MatrixCell';

/** The worst rows come first, so what is cut off is healthy in all but the largest outages. */
const ROWS_SHOWN = 50;

interface Props {
  rows: Row[];
  dataSourceUid?: string;
}

export function Matrix({ rows, dataSourceUid }: Props) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, ROWS_SHOWN);
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('overview.service', 'Service')}</th>
              {LAYERS.map((layer) => (
                <th scope="col" key={layer}>
                  {layerName(layer)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.service}>
                <th scope="row">
                  <RowName row={row} />
                  {row.namespaces.length > 0 && <span className={styles.namespace}>{row.namespaces.join(', ')}</span>}
                </th>
                {row.cells.map((cell) => (
                  <MatrixCell key={cell.layer} cell={cell} service={row.service} dataSourceUid={dataSourceUid} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && (
        <Button variant="secondary" size="sm" onClick={() => setAll(true)}>
          {t('overview.show-all', 'Show all {{count}} services', {
            count: rows.length,
            defaultValue_one: 'Show the {{count}} service',
          })}
        </Button>
      )}
    </>
  );
}

/** A service leads to all its layers; what has no service is spread over the cells. */
function RowName({ row: { service, namespaces } }: { row: Row }) {
  if (!service) {
    return <>{t('overview.no-service', 'Nodes and cluster')}</>;
  }
  const [namespace] = namespaces.length === 1 ? namespaces : [];
  return (
    <TextLink href={servicePath(service, namespace)} color="primary">
      {service}
    </TextLink>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({ overflowX: 'auto' }),
  table: css({
    width: '100%',
    // Columns keep their width while states change.
    tableLayout: 'fixed',
    minWidth: theme.spacing(80),
    borderCollapse: 'collapse',
    '& tr': { borderBottom: `1px solid ${theme.colors.border.weak}` },
    '& th': { padding: theme.spacing(0.75, 1), textAlign: 'left', fontWeight: theme.typography.fontWeightMedium },
    '& thead th': { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    '& tbody th': { overflowWrap: 'anywhere', verticalAlign: 'top' },
  }),
  namespace: css({
    display: 'block',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
});
