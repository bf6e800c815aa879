import React, { type PropsWithChildren, type ReactNode, useId, useState } from 'react';
import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';

interface Props {
  /** Name of the bar for screen readers. */
  label: string;
  /** How many filters are on; stands on the button that opens them. */
  active: number;
  /** What is always in view: before and after the filters. */
  lead?: ReactNode;
  tail?: ReactNode;
}

/** Filters in a line that wraps. On a narrow screen they are behind a button, as what is filtered is looked at far more often. */
export function FilterBar({ label, active, lead, tail, children }: PropsWithChildren<Props>) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <div className={styles.bar} role="search" aria-label={label}>
      {lead}
      <Button
        className={styles.toggle}
        variant={active > 0 ? 'primary' : 'secondary'}
        fill={active > 0 ? 'outline' : 'solid'}
        icon="filter"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {active > 0 ? t('ui.filter.active', 'Filters ({{count}})', { count: active }) : t('ui.filter.none', 'Filters')}
      </Button>
      <div id={id} className={cx(styles.filters, open && styles.open)}>
        {children}
      </div>
      {tail}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const narrow = theme.breakpoints.down('md');
  return {
    bar: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2), alignItems: 'center' }),
    toggle: css({ display: 'none', [narrow]: { display: 'inline-flex' } }),
    filters: css({
      display: 'contents',
      // At the end, so that opening them moves nothing that was above.
      [narrow]: { display: 'none', order: 1, flexBasis: '100%', flexWrap: 'wrap', gap: theme.spacing(1) },
    }),
    open: css({ [narrow]: { display: 'flex' } }),
  };
};
