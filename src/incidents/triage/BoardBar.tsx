import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FilterInput, FilterPill, RadioButtonGroup, useStyles2 } from '@grafana/ui';

import { LAYERS, SEVERITIES } from '../../api/types';
import { layerName } from '../../ui/layers';
import { useTextFilter } from '../../ui/useTextFilter';
import { toggle } from '../list/filters';
import { SavedViews } from './SavedViews';
import { type View } from './useBoardView';

interface Props {
  view: View;
  onChange: (change: Partial<View>) => void;
  shown: number;
  all: number;
}

export function BoardBar({ view, onChange, shown, all }: Props) {
  const styles = useStyles2(getStyles);
  const [words, setWords] = useTextFilter(view.q, (q) => onChange({ q }));
  const [service, setService] = useTextFilter(view.service, (text) => onChange({ service: text }));
  return (
    <div className={styles.bar} role="search" aria-label={t('triage.filter', 'Filter the board')}>
      <RadioButtonGroup
        aria-label={t('triage.view', 'View')}
        options={[
          { value: false, label: t('triage.lanes', 'Lanes') },
          { value: true, label: t('triage.dense', 'Dense') },
        ]}
        value={view.dense}
        onChange={(dense) => onChange({ dense })}
      />
      <div className={styles.pills} role="group" aria-label={t('incidents.filter.severity', 'Severity')}>
        {SEVERITIES.map((severity) => (
          <FilterPill
            key={severity}
            label={severity}
            selected={view.severity.includes(severity)}
            onClick={() => onChange({ severity: toggle(view.severity, severity) })}
          />
        ))}
      </div>
      <div className={styles.pills} role="group" aria-label={t('incidents.filter.layer', 'Layer')}>
        {LAYERS.map((layer) => (
          <FilterPill
            key={layer}
            label={layerName(layer)}
            selected={view.layer.includes(layer)}
            onClick={() => onChange({ layer: toggle(view.layer, layer) })}
          />
        ))}
      </div>
      <FilterPill
        label={t('triage.unacknowledged', 'Not acknowledged')}
        selected={view.unacknowledged}
        onClick={() => onChange({ unacknowledged: !view.unacknowledged })}
      />
      <div className={styles.inputs}>
        <FilterInput
          value={service}
          onChange={setService}
          escapeRegex={false}
          placeholder={t('incidents.filter.service', 'Service')}
          aria-label={t('incidents.filter.service', 'Service')}
        />
        <FilterInput
          value={words}
          onChange={setWords}
          escapeRegex={false}
          placeholder={t('incidents.filter.title', 'Words in the title')}
          aria-label={t('incidents.filter.title', 'Words in the title')}
        />
      </div>
      <SavedViews />
      <span className={styles.count} role="status">
        {t('triage.shown', '{{shown}} of {{all}} open', { shown, all })}
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2), alignItems: 'center' }),
  pills: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
  inputs: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(160px, 200px))',
    gap: theme.spacing(1),
    minWidth: 160,
    flex: '1 1 340px',
    maxWidth: 410,
  }),
  count: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
