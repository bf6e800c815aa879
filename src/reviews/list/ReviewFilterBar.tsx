import React, { useId } from 'react';
import { t } from '@grafana/i18n';
import { Combobox, FilterPill } from '@grafana/ui';

import { REVIEW_ORDERS, type ReviewFilters, type ReviewOrder } from '../../api/reviews';
import { SEVERITIES } from '../../api/types';
import { FilterBar } from '../../ui/filter/FilterBar';
import { Pills } from '../../ui/filter/Pills';
import { Words } from '../../ui/filter/Words';
import { HiddenLabel } from '../../ui/HiddenLabel';
import { STATES, stateName } from '../names';
import { usualOrder } from './view';

interface Props {
  filters: ReviewFilters;
  onChange: (change: Partial<ReviewFilters>) => void;
}

export function ReviewFilterBar({ filters, onChange }: Props) {
  const { severity, overdue, service, q } = filters;
  const stateId = useId();
  const orderId = useId();
  return (
    <FilterBar
      label={t('reviews.filter.label', 'Filter reviews')}
      active={severity.length + [overdue, service, q].filter(Boolean).length}
      lead={
        <>
          <HiddenLabel htmlFor={stateId}>{t('reviews.filter.state', 'State')}</HiddenLabel>
          <Combobox
            id={stateId}
            width={22}
            options={[
              { value: 'unpublished' as const, label: t('reviews.filter.unpublished', 'Not published yet') },
              ...STATES.map((value) => ({ value, label: stateName(value) })),
              { value: 'all' as const, label: t('reviews.filter.all', 'All') },
            ]}
            value={filters.state}
            onChange={({ value }) => onChange({ state: value })}
          />
        </>
      }
      tail={
        <>
          <HiddenLabel htmlFor={orderId}>{t('reviews.filter.order', 'Order')}</HiddenLabel>
          <Combobox
            id={orderId}
            width={24}
            options={REVIEW_ORDERS.map((value) => ({ value, label: orderName(value) }))}
            value={filters.sort || usualOrder(filters.state)}
            onChange={({ value }) => onChange({ sort: value === usualOrder(filters.state) ? '' : value })}
          />
        </>
      }
    >
      <Pills
        label={t('reviews.filter.severity', 'Severity and due date')}
        options={SEVERITIES}
        textOf={(option) => option}
        value={severity}
        onChange={(next) => onChange({ severity: next })}
      >
        <FilterPill
          label={t('reviews.filter.overdue', 'Overdue')}
          selected={overdue}
          onClick={() => onChange({ overdue: !overdue })}
        />
      </Pills>
      <Words
        label={t('reviews.filter.service', 'Service')}
        value={service}
        onChange={(next) => onChange({ service: next })}
      />
      <Words
        label={t('reviews.filter.words', 'Title, summary, tag, owner')}
        value={q}
        onChange={(next) => onChange({ q: next })}
      />
    </FilterBar>
  );
}

function orderName(order: ReviewOrder): string {
  switch (order) {
    case 'due':
      return t('reviews.order.due', 'Earliest due first');
    case 'newest':
      return t('reviews.order.newest', 'Newest incident first');
    case 'quality':
      return t('reviews.order.quality', 'Lowest quality first');
  }
}
