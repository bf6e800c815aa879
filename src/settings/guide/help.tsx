import React from 'react';
import { locationUtil } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, LinkButton, Stack, TextLink } from '@grafana/ui';

import { useCreateSource } from '../../api/sources';
import { type SourceKind, type SourceWithToken } from '../../api/types';
import { incidentPath, prefixRoute, ROUTES, settingsPath } from '../../app/nav';
import { dataSourceSettingsPath, NEW_DATA_SOURCE_PATH } from '../../signals/dataSource';
import { ADAPTERS, PROVIDER_IDS } from '../../signals/providers';
import { QueryError } from '../../ui/QueryError';
import { isAdmin } from '../../ui/user';
import { Arrivals } from '../sources/Arrivals';
import { DEFAULT_GROUP_BY } from '../sources/groupBy';
import { SetUp } from '../sources/SetUp';
import { Snippet } from '../sources/Snippet';
import { tryAlert } from '../sources/snippets';
import { kindName } from '../sources/SourceForm';
import { type GuideFacts } from './useFacts';

const RAW = { interpolation: { escapeValue: false } };

interface Props {
  facts: GuideFacts;
}

function needsAdmin(): string | undefined {
  return isAdmin() ? undefined : t('guide.needs-admin', 'This needs the role Admin');
}

/** What Strata reads, and what each data source that is there said. */
export function DataHelp({ facts: { checks } }: Props) {
  const types = PROVIDER_IDS.map((id) => ADAPTERS[id].title).join(', ');
  const refusal = needsAdmin();
  return (
    <>
      <span>
        {t('guide.data.what', 'Strata reads its signals from: {{types}}. One is enough to begin with.', {
          types,
          interpolation: { escapeValue: false },
        })}
      </span>
      <ul>
        {checks
          .filter(({ state }) => state === 'failed')
          .map(({ uid, name, message }) => (
            <li key={uid}>
              {isAdmin() ? <TextLink href={dataSourceSettingsPath(uid)}>{name}</TextLink> : name}
              {': '}
              {message || t('guide.data.silent', 'it gave no reason')}
            </li>
          ))}
      </ul>
      <Stack gap={1} wrap="wrap">
        <LinkButton
          href={locationUtil.assureBaseUrl(NEW_DATA_SOURCE_PATH)}
          icon="plus"
          disabled={refusal !== undefined}
          tooltip={refusal}
        >
          {t('guide.data.add', 'Add a data source')}
        </LinkButton>
        <LinkButton href={locationUtil.assureBaseUrl(prefixRoute(ROUTES.coverage))} variant="secondary" icon="eye">
          {t('guide.data.coverage', 'What they answer')}
        </LinkButton>
      </Stack>
    </>
  );
}

/** A source with one click; how its sender is connected stays readable later, without the token. */
export function SourceHelp({ facts: { sources = [] }, onMade }: Props & { onMade: (made: SourceWithToken) => void }) {
  const { mutate, isPending, error } = useCreateSource();
  const refusal = needsAdmin();
  const create = (kind: SourceKind) =>
    mutate({ name: kindName(kind), kind, groupBy: DEFAULT_GROUP_BY }, { onSuccess: onMade });
  const kinds: SourceKind[] = ['grafana', 'alertmanager'];
  return (
    <>
      <span>
        {t(
          'guide.source.what',
          'A source lets one sender in by its own token. Create one for what sends your alerts; then give the sender the text that appears here.'
        )}
      </span>
      <Stack gap={1} wrap="wrap">
        {kinds.map((kind) => (
          <Button
            key={kind}
            icon={isPending ? 'spinner' : 'plus'}
            variant={sources.length > 0 ? 'secondary' : 'primary'}
            disabled={refusal !== undefined || isPending || sources.some((source) => source.kind === kind)}
            tooltip={
              refusal ??
              (sources.some((source) => source.kind === kind)
                ? t('guide.source.there', 'There is one already')
                : undefined)
            }
            onClick={() => create(kind)}
          >
            {t('guide.source.create', 'Source for {{kind}}', { kind: kindName(kind), ...RAW })}
          </Button>
        ))}
        <LinkButton href={locationUtil.assureBaseUrl(settingsPath('sources'))} variant="secondary" fill="outline">
          {t('guide.source.others', 'Other senders')}
        </LinkButton>
      </Stack>
      {error && <QueryError title={t('guide.source.failed', 'The source was not created')} error={error} />}
      {isAdmin() &&
        sources.map((source) => (
          <details key={source.id}>
            <summary>
              {t('guide.source.connect', 'How to connect the sender of “{{name}}”', { name: source.name, ...RAW })}
            </summary>
            <SetUp source={source} />
          </details>
        ))}
      {sources.some(({ kind }) => kind === 'grafana') && (
        <span>
          {t(
            'guide.source.policy',
            'Grafana sends to a contact point only what a notification policy routes there: let one send to “Strata”.'
          )}{' '}
          <TextLink href="/alerting/routes">{t('guide.source.policies', 'Notification policies')}</TextLink>
        </span>
      )}
    </>
  );
}

export function RulesHelp() {
  return (
    <>
      <span>
        {t(
          'guide.rules.what',
          'The rules of the catalog come as a file for Grafana Alerting or Prometheus, for the exporters that are there. The page of the rules says where to put it. Own rules work too; this step then stays open and does not matter.'
        )}
      </span>
      <div>
        <LinkButton href={locationUtil.assureBaseUrl(prefixRoute(ROUTES.alertRules))} icon="download-alt">
          {t('guide.rules.get', 'Get the alert rules')}
        </LinkButton>
      </div>
    </>
  );
}

/** Inside of Strata by the button; all the way by the sender's own test. */
export function TestHelp({ facts: { sources = [] } }: Props) {
  return (
    <>
      <span>
        {t(
          'guide.test.what',
          'The button tests the way inside of Strata. To test all of it, use “Test” of the contact point in Grafana. A test opens no incident.'
        )}{' '}
        <TextLink href="/alerting/notifications">{t('guide.test.points', 'Contact points')}</TextLink>
      </span>
      {!isAdmin() && <span>{needsAdmin()}</span>}
      {isAdmin() &&
        sources.map((source) => (
          <div key={source.id}>
            <strong>{source.name}</strong>
            <Arrivals source={source} />
          </div>
        ))}
    </>
  );
}

/** Where the newest incident is, or one alert to make one. */
export function SeeHelp({ facts: { sources = [], incidents = [] } }: Props) {
  const [newest] = incidents;
  const [source] = sources.filter(({ kind, enabled }) => enabled && ['grafana', 'alertmanager'].includes(kind));
  return (
    <>
      {newest ? (
        <TextLink href={incidentPath(newest.number)}>{`#${newest.number} ${newest.title}`}</TextLink>
      ) : (
        <span>
          {t(
            'guide.see.what',
            'The first alert that fires makes one. To see it now, send one by hand; resolve it afterwards.'
          )}
        </span>
      )}
      {isAdmin() && source && <Snippet title={t('guide.see.by-hand', 'One alert by hand')} text={tryAlert(source)} />}
      <TextLink href={prefixRoute(ROUTES.incidents)}>{t('guide.see.all', 'All incidents')}</TextLink>
    </>
  );
}
