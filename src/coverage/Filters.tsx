import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FilterInput, FilterPill, Icon, useStyles2 } from '@grafana/ui';
import { xor } from 'lodash';

import { LAYERS } from '../api/types';
import { layerName } from '../ui/layers';
import { useTextFilter } from '../ui/useTextFilter';
import { type CoverageState, STATE_ICONS, stateMeaning, stateName, STATES } from './states';
import { type CoverageView } from './view';

interface Props {
  view: CoverageView;
  counts: Record<CoverageState, number>;
  onChange: (change: Partial<CoverageView>) => void;
}

export function Filters({ view, counts, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [words, setWords] = useTextFilter(view.q, (q) => onChange({ q }));
  return (
    <div className={styles.bar} role="search" aria-label={t('coverage.filter.label', 'Filter signals')}>
      <div className={styles.pills} role="group" aria-label={t('coverage.filter.layer', 'Layer')}>
        {LAYERS.map((layer) => (
          <FilterPill
            key={layer}
            label={layerName(layer)}
            selected={view.layer.includes(layer)}
            onClick={() => onChange({ layer: LAYERS.filter((one) => xor(view.layer, [layer]).includes(one)) })}
          />
        ))}
      </div>
      <div className={styles.pills} role="group" aria-label={t('coverage.filter.state', 'State')}>
        {STATES.map((state) => (
          <FilterPill
            key={state}
            label={t('coverage.filter.count', '{{state}} {{signals}}', {
              state: stateName(state),
              signals: counts[state],
            })}
            selected={view.state.includes(state)}
            onClick={() => onChange({ state: STATES.filter((one) => xor(view.state, [state]).includes(one)) })}
          />
        ))}
      </div>
      <div className={styles.input}>
        <FilterInput
          value={words}
          onChange={setWords}
          escapeRegex={false}
          placeholder={t('coverage.filter.words', 'Signal, metric, exporter')}
          aria-label={t('coverage.filter.words', 'Signal, metric, exporter')}
        />
      </div>
    </div>
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
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 2),
    alignItems: 'center',
    marginBottom: theme.spacing(1),
  }),
  pills: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
  input: css({ flex: '1 1 220px', maxWidth: 400 }),
  legend: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    marginBottom: theme.spacing(1),
    listStyle: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
