import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DataSourcePicker } from '@grafana/runtime';
import { Checkbox, Combobox, Field, Input, useStyles2 } from '@grafana/ui';

import { choosePrometheus, PROMETHEUS } from '../../signals/dataSource';
import { clampSeconds, SECONDS, TAKEOVERS, type ViewId, VIEWS, type WallSettings } from '../settings';
import { takeoverName, viewName } from '../viewName';

interface Props {
  settings: WallSettings;
  onChange: (next: Partial<WallSettings>) => void;
}

const ROTATE = 'rotate';

/** What a wall shows. */
export function Choices({ settings, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const { views, every, pin, takeover, dataSource } = settings;
  const source = choosePrometheus(dataSource);
  return (
    <div className={styles.choices}>
      <fieldset className={styles.views}>
        <legend className={styles.legend}>{t('wall.choose.views', 'Views')}</legend>
        {VIEWS.map((view) => (
          <Checkbox
            key={view}
            label={viewName(view)}
            value={views.includes(view)}
            disabled={views.length === 1 && views.includes(view)}
            onChange={() => onChange({ views: toggled(views, view) })}
          />
        ))}
      </fieldset>
      <Field noMargin label={t('wall.choose.every', 'Seconds per view')} htmlFor="wall-every">
        <Input
          id="wall-every"
          type="number"
          width={12}
          min={SECONDS.least}
          max={SECONDS.most}
          key={every}
          defaultValue={every}
          onBlur={({ currentTarget }) => onChange({ every: clampSeconds(Number(currentTarget.value)) })}
        />
      </Field>
      <Field noMargin label={t('wall.choose.pin', 'Shown')} htmlFor="wall-pin">
        <Combobox
          id="wall-pin"
          width={24}
          value={pin ?? ROTATE}
          options={[
            { value: ROTATE, label: t('wall.choose.rotate', 'All in turn') },
            ...VIEWS.map((view) => ({ value: view, label: viewName(view) })),
          ]}
          onChange={({ value }) => onChange({ pin: VIEWS.find((view) => view === value) })}
        />
      </Field>
      <Field noMargin label={t('wall.choose.takeover', 'A P0 takes the whole screen')} htmlFor="wall-takeover">
        <Combobox
          id="wall-takeover"
          width={30}
          value={takeover}
          options={TAKEOVERS.map((value) => ({ value, label: takeoverName(value) }))}
          onChange={({ value }) => onChange({ takeover: value })}
        />
      </Field>
      {source && (
        <Field noMargin label={t('wall.choose.source', 'Data source')} htmlFor="wall-source">
          <DataSourcePicker
            inputId="wall-source"
            current={source.uid}
            pluginId={PROMETHEUS}
            noDefault
            width={30}
            onChange={({ uid }) => onChange({ dataSource: uid })}
          />
        </Field>
      )}
    </div>
  );
}

/** In the order in which they rotate. */
function toggled(views: ViewId[], view: ViewId): ViewId[] {
  return VIEWS.filter((one) => (one === view) !== views.includes(one));
}

const getStyles = (theme: GrafanaTheme2) => ({
  choices: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(2, 4), marginBottom: theme.spacing(2) }),
  views: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1, 2), maxWidth: '100%' }),
  legend: css({
    marginBottom: theme.spacing(0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
});
