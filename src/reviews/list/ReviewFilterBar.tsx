import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Combobox, FilterInput, FilterPill, useStyles2 } from '@grafana/ui';

import { type ReviewFilters } from '../../api/reviews';
import { SEVERITIES } from '../../api/types';
import { useTextFilter } from '../../ui/useTextFilter';
import { STATES, stateName } from '../names';
import { toggle } from './view';

interface Props {
  filters: ReviewFilters;
  onChange: (change: Partial<ReviewFilters>) => void;
}

export function ReviewFilterBar({ filters, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [words, setWords] = useTextFilter(filters.q, (q) => onChange({ q }));
  const [service, setService] = useTextFilter(filters.service, (text) => onChange({ service: text }));
  return (
    <div className={styles.bar} role="search" aria-label={t('reviews.filter.label', 'Filter reviews')}>
      <Combobox
        aria-label={t('reviews.filter.state', 'State')}
        width={22}
        options={[
          { value: 'unpublished' as const, label: t('reviews.filter.unpublished', 'Not published yet') },
          ...STATES.map((value) => ({ value, label: stateName(value) })),
          { value: 'all' as const, label: t('reviews.filter.all', 'All') },
        ]}
        value={filters.state}
        onChange={({ value }) => onChange({ state: value })}
      />
      <div className={styles.pills} role="group" aria-label={t('reviews.filter.severity', 'Severity and due date')}>
        {SEVERITIES.map((severity) => (
          <FilterPill
            key={severity}
            label={severity}
            selected={filters.severity.includes(severity)}
            onClick={() => onChange({ severity: toggle(filters.severity, severity) })}
          />
        ))}
        <FilterPill
          label={t('reviews.filter.overdue', 'Overdue')}
          selected={filters.overdue}
          onClick={() => onChange({ overdue: !filters.overdue })}
        />
      </div>
      <div className={styles.inputs}>
        <FilterInput
          value={service}
          onChange={setService}
          escapeRegex={false}
          placeholder={t('reviews.filter.service', 'Service')}
          aria-label={t('reviews.filter.service', 'Service')}
        />
        <FilterInput
          value={words}
          onChange={setWords}
          escapeRegex={false}
          placeholder={t('reviews.filter.words', 'Title, summary, tag, owner')}
          aria-label={t('reviews.filter.words', 'Title, summary, tag, owner')}
        />
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2), alignItems: 'center' }),
  pills: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
  inputs: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), '& > *': { flex: '1 1 180px' } }),
});
