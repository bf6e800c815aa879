import React, { type KeyboardEvent } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, useStyles2 } from '@grafana/ui';

import { ADAPTERS, PROVIDER_IDS } from '../signals/providers';
import { layerName } from '../ui/layers';
import { CoverageRow } from './CoverageRow';
import { columns, container, wideOnly } from './grid';
import { type Group, type Row } from './rows';

interface Props {
  groups: Group[];
  /** Id of the signal whose row is open. */
  open: string;
  onOpen: (id: string) => void;
  /** Absent while a check runs. */
  onCheck?: (row: Row) => void;
}

export function CoverageList({ groups, open, onOpen, onCheck }: Props) {
  const styles = useStyles2(getStyles);
  return (
    // The rows are buttons; the arrows are a shortcut from one to the next.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles.list} onKeyDown={moveFocus}>
      <div className={styles.head} aria-hidden>
        <span>{t('coverage.column.signal', 'Signal')}</span>
        <span>{t('coverage.column.state', 'State')}</span>
        {PROVIDER_IDS.map((provider) => (
          <span key={provider} className={styles.provider} title={ADAPTERS[provider].title}>
            {ADAPTERS[provider].title}
          </span>
        ))}
      </div>
      {groups.map(({ layer, id, title, rows }) => (
        <section key={`${layer}/${id}`} className={styles.group} aria-label={groupName(layer, title)}>
          <Text element="h3" variant="h6">
            {groupName(layer, title)}
          </Text>
          <ul className={styles.rows}>
            {rows.map((row) => (
              <CoverageRow
                key={row.signal.id}
                row={row}
                open={row.signal.id === open}
                onOpen={onOpen}
                onCheck={onCheck}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function groupName(layer: Group['layer'], title: string): string {
  return [layerName(layer), title].join(' · ');
}

const STEPS: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = STEPS[event.key];
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  if (step !== undefined && at >= 0) {
    event.preventDefault();
    buttons[at + step]?.focus();
  }
}

const ROW_PX = 40;

const getStyles = (theme: GrafanaTheme2) => ({
  list: css(container),
  head: css({
    ...columns(theme),
    ...wideOnly(),
    position: 'sticky',
    top: 0,
    zIndex: 1,
    padding: theme.spacing(0.5, 1),
    background: theme.colors.background.primary,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  provider: css({ textAlign: 'center', overflow: 'hidden', textOverflow: 'ellipsis' }),
  // The browser leaves out what is off screen, but finds it when somebody searches the page.
  group: css({
    marginBottom: theme.spacing(2),
    contentVisibility: 'auto',
    containIntrinsicSize: `auto ${ROW_PX * 6}px`,
  }),
  rows: css({ listStyle: 'none', marginTop: theme.spacing(0.5) }),
});
