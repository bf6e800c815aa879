import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';

import { LAYERS } from '../api/types';
import { FilterBar } from '../ui/filter/FilterBar';
import { Pills } from '../ui/filter/Pills';
import { Words } from '../ui/filter/Words';
import { layerName } from '../ui/layers';
import { type CoverageState, STATE_ICONS, stateMeaning, stateName, STATES } from './states';
import { type CoverageView } from './view';

interface Props {
  view: CoverageView;
  counts: Record<CoverageState, number>;
  onChange: (change: Partial<CoverageView>) => void;
}

export function Filters({ view, counts, onChange }: Props) {
  return (
    <FilterBar
      label={t('coverage.filter.label', 'Filter signals')}
      active={view.layer.length + view.state.length}
      lead={
        <Words
          label={t('coverage.filter.words', 'Signal, metric, exporter')}
          value={view.q}
          onChange={(q) => onChange({ q })}
        />
      }
    >
      <Pills
        label={t('coverage.filter.layer', 'Layer')}
        options={LAYERS}
        textOf={layerName}
        value={view.layer}
        onChange={(layer) => onChange({ layer })}
      />
      <Pills
        label={t('coverage.filter.state', 'State')}
        options={STATES}
        textOf={(state) =>
          t('coverage.filter.count', '{{state}} {{signals}}', { state: stateName(state), signals: counts[state] })
        }
        value={view.state}
        onChange={(state) => onChange({ state })}
      />
    </FilterBar>
  );
}

/** What the icons mean. */
export function Legend() {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.legend} aria-label={t('coverage.legend', 'Legend')}>
      {STATES.map((state) => (
        <li key={state}>
          <Icon name={STATE_ICONS[state]} size="sm" aria-hidden /> <strong>{stateName(state)}</strong>:{' '}
          {stateMeaning(state)}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    margin: theme.spacing(1, 0),
    listStyle: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
