import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { config, DataSourcePicker } from '@grafana/runtime';
import { Field, FilterPill, Input, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { xor } from 'lodash';

import { LAYERS } from '../api/types';
import { providerOf } from '../signals/providers/sources';
import { layerName } from '../ui/layers';
import { useTextFilter } from '../ui/useTextFilter';
import { FoundText } from './FoundText';
import { NONE, type PackView } from './packQuery';
import { type Found, type Sources } from './useAlertPackData';

interface Props {
  view: PackView;
  sources: Sources;
  found: Found;
  onChange: (change: Partial<PackView>) => void;
}

/** What the file is made for. */
export function PackOptions({ view, sources, found, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [grafanaUrl, setGrafanaUrl] = useTextFilter(view.grafanaUrl, (text) => onChange({ grafanaUrl: text }));
  return (
    <div className={styles.options}>
      <Field label={t('alert-rules.format.label', 'Format')} useFieldset noMargin>
        <RadioButtonGroup
          aria-label={t('alert-rules.format.label', 'Format')}
          options={[
            { value: 'grafana' as const, label: t('alert-rules.format.grafana', 'Grafana Alerting') },
            { value: 'prometheus' as const, label: t('alert-rules.format.prometheus', 'Prometheus') },
          ]}
          value={view.format}
          onChange={(format) => onChange({ format })}
        />
      </Field>
      <Field label={t('alert-rules.layers', 'Layers')} useFieldset noMargin>
        <div className={styles.pills}>
          {LAYERS.map((layer) => (
            <FilterPill
              key={layer}
              label={layerName(layer)}
              selected={view.layer.includes(layer)}
              onClick={() => onChange({ layer: LAYERS.filter((one) => xor(view.layer, [layer]).includes(one)) })}
            />
          ))}
        </div>
      </Field>
      <SourceFields view={view} sources={sources} onChange={onChange} />
      <Field
        label={t('alert-rules.exporters.label', 'Exporters')}
        description={<FoundText found={found} name={sources.prometheus?.name} />}
        useFieldset
        noMargin
      >
        <RadioButtonGroup
          aria-label={t('alert-rules.exporters.label', 'Exporters')}
          options={[
            { value: 'found' as const, label: t('alert-rules.exporters.found', 'Found ones') },
            { value: 'default' as const, label: t('alert-rules.exporters.default', 'First choice') },
          ]}
          value={view.exporters}
          onChange={(exporters) => onChange({ exporters })}
        />
      </Field>
      <Field
        label={t('alert-rules.url', 'Address of Grafana')}
        description={t('alert-rules.url-why', 'For the links from an alert to its incident and runbook')}
        htmlFor="alert-rules-url"
        noMargin
      >
        <Input
          id="alert-rules-url"
          type="url"
          value={grafanaUrl}
          placeholder={config.appUrl}
          onChange={(event) => setGrafanaUrl(event.currentTarget.value)}
        />
      </Field>
    </div>
  );
}

function SourceFields({ view, sources, onChange }: Omit<Props, 'found'>) {
  return (
    <>
      <Field
        label={t('alert-rules.prometheus', 'Prometheus data source')}
        htmlFor="alert-rules-prometheus"
        description={
          view.format === 'grafana'
            ? undefined
            : t('alert-rules.prometheus-why', 'Only to see which exporters are there')
        }
        noMargin
      >
        <DataSourcePicker
          inputId="alert-rules-prometheus"
          filter={(one) => providerOf(one) === 'prometheus'}
          noDefault
          current={sources.prometheus?.uid ?? null}
          placeholder={t('alert-rules.prometheus-none', 'No Prometheus data source')}
          onChange={({ uid }) => onChange({ datasource: uid })}
        />
      </Field>
      {view.format === 'grafana' && (
        <Field
          label={t('alert-rules.elasticsearch', 'Elasticsearch data source')}
          description={t('alert-rules.elasticsearch-why', 'Optional: for rules on logs')}
          htmlFor="alert-rules-elasticsearch"
          noMargin
        >
          <DataSourcePicker
            inputId="alert-rules-elasticsearch"
            filter={(one) => providerOf(one) === 'elasticsearch'}
            noDefault
            current={sources.elasticsearch?.uid ?? null}
            placeholder={t('alert-rules.elasticsearch-none', 'Without rules on logs')}
            onChange={({ uid }) => onChange({ elasticsearch: uid })}
            onClear={() => onChange({ elasticsearch: NONE })}
          />
        </Field>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  options: css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 300px), 1fr))',
    gap: theme.spacing(2),
    alignItems: 'start',
    marginBottom: theme.spacing(2),
    '& > *': { minWidth: 0 },
  }),
  pills: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0.5) }),
});
