import React from 'react';
import { t } from '@grafana/i18n';
import { RadioButtonGroup } from '@grafana/ui';

import { type IncidentFilters } from '../../api/incidents';
import { FilterBar } from '../../ui/filter/FilterBar';
import { SeverityAndLayer } from '../../ui/filter/SeverityAndLayer';
import { Words } from '../../ui/filter/Words';
import { countNarrowing } from './filters';

interface Props {
  filters: IncidentFilters;
  onChange: (change: Partial<IncidentFilters>) => void;
}

export function IncidentFilterBar({ filters, onChange }: Props) {
  return (
    <FilterBar
      label={t('incidents.filter.label', 'Filter incidents')}
      active={countNarrowing(filters)}
      lead={
        <RadioButtonGroup
          aria-label={t('incidents.filter.state', 'State')}
          options={[
            { value: 'open' as const, label: t('incidents.filter.open', 'Open') },
            { value: 'resolved' as const, label: t('incidents.filter.resolved', 'Resolved') },
            { value: 'all' as const, label: t('incidents.filter.all', 'All') },
          ]}
          value={filters.state}
          onChange={(state) => onChange({ state })}
        />
      }
    >
      <SeverityAndLayer value={filters} onChange={onChange} />
      <Words
        label={t('incidents.filter.service', 'Service')}
        value={filters.service}
        onChange={(service) => onChange({ service })}
      />
      <Words
        label={t('incidents.filter.title', 'Words in the title')}
        value={filters.q}
        onChange={(q) => onChange({ q })}
      />
    </FilterBar>
  );
}
