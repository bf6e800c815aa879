import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { FilterPill, RadioButtonGroup, useStyles2 } from '@grafana/ui';

import { FilterBar } from '../../ui/filter/FilterBar';
import { SeverityAndLayer } from '../../ui/filter/SeverityAndLayer';
import { Words } from '../../ui/filter/Words';
import { countNarrowing } from '../list/filters';
import { SavedViews } from './SavedViews';
import { type View } from './useBoardView';

interface Props {
  view: View;
  onChange: (change: Partial<View>) => void;
  /** Undefined as long as nothing is loaded. */
  shown: number | undefined;
  all: number;
}

export function BoardBar({ view, onChange, shown, all }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <FilterBar
      label={t('triage.filter', 'Filter the board')}
      active={countNarrowing(view) + Number(view.unacknowledged)}
      lead={
        <RadioButtonGroup
          aria-label={t('triage.view', 'View')}
          options={[
            { value: false, label: t('triage.lanes', 'Lanes') },
            { value: true, label: t('triage.dense', 'Dense') },
          ]}
          value={view.dense}
          onChange={(dense) => onChange({ dense })}
        />
      }
      tail={
        <>
          <SavedViews />
          <span className={styles.count} role="status">
            {shown !== undefined && t('triage.shown', '{{shown}} of {{all}} open', { shown, all })}
          </span>
        </>
      }
    >
      <SeverityAndLayer value={view} onChange={onChange} />
      <FilterPill
        label={t('triage.unacknowledged', 'Not acknowledged')}
        selected={view.unacknowledged}
        onClick={() => onChange({ unacknowledged: !view.unacknowledged })}
      />
      <Words
        label={t('incidents.filter.service', 'Service')}
        value={view.service}
        onChange={(service) => onChange({ service })}
      />
      <Words
        label={t('incidents.filter.title', 'Words in the title')}
        value={view.q}
        onChange={(q) => onChange({ q })}
      />
    </FilterBar>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  count: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
