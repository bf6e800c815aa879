import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FilterInput, FilterPill, RadioButtonGroup, useStyles2 } from '@grafana/ui';

import { type IncidentFilters } from '../../api/incidents';
import { LAYERS, SEVERITIES } from '../../api/types';
import { layerName } from '../../ui/layers';
import { useTextFilter } from '../../ui/useTextFilter';
import { toggle } from './filters';

interface Props {
  filters: IncidentFilters;
  onChange: (change: Partial<IncidentFilters>) => void;
}

export function FilterBar({ filters, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [title, setTitle] = useTextFilter(filters.q, (q) => onChange({ q }));
  const [service, setService] = useTextFilter(filters.service, (text) => onChange({ service: text }));
  return (
    <div className={styles.bar} role="search" aria-label={t('incidents.filter.label', 'Filter incidents')}>
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
      <div className={styles.pills} role="group" aria-label={t('incidents.filter.severity', 'Severity')}>
        {SEVERITIES.map((severity) => (
          <FilterPill
            key={severity}
            label={severity}
            selected={filters.severity.includes(severity)}
            onClick={() => onChange({ severity: toggle(filters.severity, severity) })}
          />
        ))}
      </div>
      <div className={styles.pills} role="group" aria-label={t('incidents.filter.layer', 'Layer')}>
        {LAYERS.map((layer) => (
          <FilterPill
            key={layer}
            label={layerName(layer)}
            selected={filters.layer.includes(layer)}
            onClick={() => onChange({ layer: toggle(filters.layer, layer) })}
          />
        ))}
      </div>
      <div className={styles.inputs}>
        <FilterInput
          value={service}
          onChange={setService}
          escapeRegex={false}
          placeholder={t('incidents.filter.service', 'Service')}
          aria-label={t('incidents.filter.service', 'Service')}
        />
        <FilterInput
          value={title}
          onChange={setTitle}
          escapeRegex={false}
          placeholder={t('incidents.filter.title', 'Words in the title')}
          aria-label={t('incidents.filter.title', 'Words in the title')}
        />
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2),
    alignItems: 'center',
    marginBottom: theme.spacing(2),
  }),
  pills: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
  inputs: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), '& > *': { flex: '1 1 180px' } }),
});
