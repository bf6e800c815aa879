import React, { useState } from 'react';
import { type AppPluginMeta, type PluginConfigPageProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';

import { type ApiError, toApiError } from '../../api/ApiError';
import { QueryError } from '../../ui/QueryError';
import { ConfigForm } from './ConfigForm';
import { type StrataJsonData } from './jsonData';
import { checkHealth, type ConfigForm as Values, saveSettings } from './saveSettings';

type Meta = AppPluginMeta<StrataJsonData>;

type Outcome =
  { kind: 'healthy'; message: string } | { kind: 'unhealthy'; error: ApiError } | { kind: 'failed'; error: ApiError };

/** The configuration tab of the plugin, under Administration → Plugins. */
export function ConfigPage({ plugin: { meta } }: PluginConfigPageProps<Meta>) {
  const [outcome, setOutcome] = useState<Outcome>();
  const [busy, setBusy] = useState(false);
  const save = async (values: Values) => {
    setBusy(true);
    setOutcome(await saveAndCheck(meta, values));
    setBusy(false);
  };
  return (
    <>
      <ConfigForm
        jsonData={meta.jsonData}
        configured={meta.secureJsonFields}
        busy={busy}
        onSave={(values) => void save(values)}
      />
      <OutcomeNotice outcome={outcome} />
    </>
  );
}

async function saveAndCheck(meta: Meta, values: Values): Promise<Outcome> {
  try {
    await saveSettings(meta, values);
  } catch (thrown) {
    return { kind: 'failed', error: toApiError(thrown, 'settings') };
  }
  try {
    const { message } = await checkHealth();
    return { kind: 'healthy', message: message ?? '' };
  } catch (thrown) {
    return { kind: 'unhealthy', error: toApiError(thrown, 'health') };
  }
}

function OutcomeNotice({ outcome }: { outcome?: Outcome }) {
  switch (outcome?.kind) {
    case 'healthy':
      return (
        <Alert severity="success" title={t('config.saved', 'Saved, and Strata works with it')}>
          {outcome.message}
        </Alert>
      );
    case 'unhealthy':
      return (
        <QueryError title={t('config.unhealthy', 'Saved, but Strata does not work with it')} error={outcome.error} />
      );
    case 'failed':
      return <QueryError title={t('config.failed', 'Not saved')} error={outcome.error} />;
    default:
      return null;
  }
}
