import React, { useState } from 'react';
import { t } from '@grafana/i18n';
import { TextLink } from '@grafana/ui';
import { useSearchParams } from 'react-router-dom';

import { useLayerSignals } from '../../api/catalog';
import { useCatalogIndex } from '../../api/catalogIndex';
import { useOwnSignals } from '../../api/ownSignals';
import { type CatalogIndex, type Layer, type OwnSignalRecord } from '../../api/types';
import { navUrl, prefixRoute, ROUTES } from '../../app/nav';
import { EmptyState } from '../../ui/EmptyState';
import { Loading } from '../../ui/Loading';
import { QueryError } from '../../ui/QueryError';
import { isAdmin } from '../../ui/user';
import { Page } from '../../ui/Page';
import { withOwn } from './formValues';
import { SignalForm } from './SignalForm';

export function SignalFormPage() {
  const [params] = useSearchParams();
  const id = params.get('id') ?? '';
  return (
    <Page
      width="text"
      pageNav={{
        text: id || t('signal-form.new', 'Add a signal'),
        url: navUrl(ROUTES.signalForm),
        parentItem: { text: t('signal-form.parent', 'Signals'), url: navUrl(`${ROUTES.settings}/signals`) },
      }}
      subTitle={t('signal-form.subtitle', 'What this installation watches besides or instead of the catalog')}
    >
      {isAdmin() ? (
        <Loaded id={id} />
      ) : (
        <EmptyState icon="lock" title={t('signal-form.admins', 'Signals are changed by administrators')}>
          {t(
            'signal-form.admins-why',
            'They are the same for everybody in this organisation. Ask one of its administrators.'
          )}
        </EmptyState>
      )}
    </Page>
  );
}

function Loaded({ id }: { id: string }) {
  const index = useCatalogIndex();
  const own = useOwnSignals();
  const failed = [index, own].find((query) => query.isError);
  if (failed?.error) {
    return (
      <QueryError
        title={t('signal-form.failed', 'The signals could not be loaded')}
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  if (!index.data || !own.data) {
    return <Loading />;
  }
  const record = own.data.find(({ signal }) => signal.id === id);
  if (record?.provisioned) {
    return <Provisioned />;
  }
  const known = index.data.signals.find((signal) => signal.id === id);
  if (known) {
    return <Known id={id} layer={known.layer} index={index.data} record={record} />;
  }
  return id && !record ? <Unknown id={id} /> : <Edit id={id} index={index.data} record={record} />;
}

interface EditProps {
  id: string;
  index: CatalogIndex;
  record?: OwnSignalRecord;
}

/** A signal of the catalog: its queries come with its layer. */
function Known({ layer, ...props }: EditProps & { layer: Layer }) {
  const signals = useLayerSignals(layer);
  if (signals.isError) {
    return (
      <QueryError
        title={t('signal-form.failed', 'The signals could not be loaded')}
        error={signals.error}
        onRetry={() => void signals.refetch()}
      />
    );
  }
  const signal = signals.data?.signals.find((one) => one.id === props.id);
  return signal ? <Edit {...props} signal={signal} /> : <Loading />;
}

type Whole = NonNullable<ReturnType<typeof useLayerSignals>['data']>['signals'][number];

function Edit({ id, index, record, signal }: EditProps & { signal?: Whole }) {
  const [round, setRound] = useState(0);
  const builtIn = signal !== undefined && signal.origin !== 'own';
  return (
    <SignalForm
      key={`${id}/${round}`}
      initial={withOwn(signal, record?.signal)}
      builtIn={builtIn}
      record={record}
      groups={index.groups}
      onReload={() => setRound(round + 1)}
    />
  );
}

function Provisioned() {
  return (
    <EmptyState icon="lock" title={t('signal-form.provisioned', 'A provisioning file sets this signal')}>
      {t(
        'signal-form.provisioned-why',
        'Change it in that file, under jsonData.signals of the app, and restart Grafana.'
      )}
    </EmptyState>
  );
}

function Unknown({ id }: { id: string }) {
  return (
    <EmptyState
      icon="search-minus"
      title={t('signal-form.unknown', 'There is no signal "{{id}}"', { id, interpolation: { escapeValue: false } })}
      action={<TextLink href={prefixRoute(ROUTES.signalForm)}>{t('signal-form.new', 'Add a signal')}</TextLink>}
    />
  );
}
