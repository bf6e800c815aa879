import React, { memo, useEffect, useRef } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Icon, useStyles2 } from '@grafana/ui';
import { isEqual } from 'lodash';

import { columns, wideOnly } from './grid';
import { type Row } from './rows';
import { RowDetails } from './RowDetails';
import { StateMark } from './StateMark';
import { stateName } from './states';

interface Props {
  row: Row;
  open: boolean;
  onOpen: (id: string) => void;
  onCheck?: (row: Row) => void;
}

/** Rows are made anew with every answer of a check; only those that changed are drawn again. */
export const CoverageRow = memo(CoverageRowView, isEqual);

function CoverageRowView({ row, open, onOpen, onCheck }: Props) {
  const styles = useStyles2(getStyles);
  const { signal, cells, state } = row;
  const item = useRef<HTMLLIElement>(null);
  const openAtFirst = useRef(open);
  useEffect(() => {
    // The row that a link points at; what somebody opens by hand is on screen already.
    if (openAtFirst.current) {
      item.current?.scrollIntoView({ block: 'center' });
    }
  }, []);
  return (
    <li ref={item} className={styles.row} data-signal={signal.id} data-state={state}>
      <button
        type="button"
        className={styles.button}
        aria-expanded={open}
        aria-label={t('coverage.row', '{{title}}: {{state}}', {
          title: signal.title,
          state: stateName(state),
          interpolation: { escapeValue: false },
        })}
        data-row
        onClick={() => onOpen(open ? '' : signal.id)}
      >
        <span className={styles.title}>
          <Icon name={open ? 'angle-down' : 'angle-right'} aria-hidden />
          <span>{signal.title}</span>
          {!signal.enabled && <Badge color="darkgrey" text={t('coverage.off', 'Switched off')} />}
          {signal.origin === 'own' && <Badge color="purple" text={t('coverage.own', 'Own')} />}
        </span>
        <StateMark state={state} />
        {cells.map((cell) => (
          <span key={cell.provider} className={styles.cell}>
            {cell.state ? (
              <StateMark state={cell.state} iconOnly />
            ) : (
              <span title={cell.gap ?? t('coverage.no-query', 'No query in the catalog')}>–</span>
            )}
          </span>
        ))}
      </button>
      {open && <RowDetails row={row} onCheck={onCheck} />}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ borderTop: `1px solid ${theme.colors.border.weak}` }),
  button: css({
    ...columns(theme),
    width: '100%',
    minHeight: 36,
    padding: theme.spacing(0.5, 1),
    border: 'none',
    background: 'transparent',
    color: theme.colors.text.primary,
    textAlign: 'left',
    '&:hover': { background: theme.colors.action.hover },
  }),
  title: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), minWidth: 0 }),
  cell: css({
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    color: theme.colors.text.secondary,
    ...wideOnly(),
  }),
});
