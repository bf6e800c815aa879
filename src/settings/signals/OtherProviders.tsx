import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { useFormContext } from 'react-hook-form';

import { type ProviderId } from '../../api/types';
import { ADAPTERS } from '../../signals/providers';
import { EXAMPLES } from './examples';
import { CodeField, TextField } from './FormField';
import { FormSection } from './FormSection';
import { type SignalFormValues } from './formValues';

/** The queries of the other data sources; what has one is open. */
export function OtherProviders() {
  return (
    <FormSection title={t('signal-form.others', 'Other data sources')}>
      <Part provider="elasticsearch">
        <CodeField
          name="elasticsearch"
          rows={8}
          label={t('signal-form.elasticsearch', 'Query model in JSON')}
          description={t(
            'signal-form.elasticsearch-why',
            'index, query (Lucene), metrics, bucketAggs, needs (fields), and scope: the field of service, namespace, cluster'
          )}
          placeholder={EXAMPLES.elasticsearch}
        />
      </Part>
      <Part provider="loki">
        <CodeField name="loki.expr" label={t('signal-form.logql', 'LogQL')} />
        <TextField name="loki.legend" label={t('signal-form.legend', 'Legend')} />
      </Part>
      <Part provider="pixie">
        <CodeField
          name="pixie.pxl"
          rows={8}
          label={t('signal-form.pxl', 'PxL')}
          description={t('signal-form.pxl-why', '${namespace:regex} and ${service:regex} are filled in')}
        />
        <TextField name="pixie.columns" label={t('signal-form.columns', 'Columns that are displayed')} />
        <TextField name="pixie.requires" label={t('signal-form.requires', 'What must be switched on')} />
      </Part>
      <Part provider="kubeshark">
        <CodeField
          name="kubeshark"
          rows={4}
          label={t('signal-form.kubeshark', 'Call of the Hub in JSON')}
          description={t('signal-form.kubeshark-why', 'method, path, params, kfl, fields')}
        />
      </Part>
      <Part provider="dynatrace">
        <CodeField name="dynatrace.dql" label={t('signal-form.dql', 'DQL')} />
        <CodeField name="dynatrace.metricSelector" rows={2} label={t('signal-form.selector', 'Metric selector')} />
        <TextField name="dynatrace.requires" label={t('signal-form.requires', 'What must be switched on')} />
      </Part>
      <Part provider="splunk">
        <CodeField name="splunk.spl" label={t('signal-form.spl', 'SPL')} />
        <TextField name="splunk.requires" label={t('signal-form.requires', 'What must be switched on')} />
      </Part>
    </FormSection>
  );
}

interface PartProps extends React.PropsWithChildren {
  provider: Exclude<ProviderId, 'prometheus'>;
}

function Part({ provider, children }: PartProps) {
  const styles = useStyles2(getStyles);
  const { formState } = useFormContext<SignalFormValues>();
  const initial = formState.defaultValues?.[provider];
  const filled = typeof initial === 'string' ? initial !== '' : Object.values(initial ?? {}).some(Boolean);
  return (
    <details open={filled}>
      <summary>{ADAPTERS[provider].title}</summary>
      <div className={styles}>{children}</div>
    </details>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0, 1, 2),
    // Grafana lets it be inherited, which the content of a details element does not.
    boxSizing: 'border-box',
  });
