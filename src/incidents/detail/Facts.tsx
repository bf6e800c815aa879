import React, { type PropsWithChildren } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, TextLink, useStyles2 } from '@grafana/ui';

import { type Incident, type IncidentDetail } from '../../api/types';
import { incidentPath, layerPath } from '../../app/nav';
import { absoluteTime } from '../../ui/clock';
import { layerName } from '../../ui/layers';
import { SeverityBadge } from '../../ui/SeverityBadge';
import { StatusBadge } from '../../ui/StatusBadge';
import { Duration, RelativeTime } from '../../ui/Time';
import { refusal } from './actions';
import { Countdown } from './response/Countdown';

interface Props {
  detail: IncidentDetail;
  onCommander: () => void;
  onUnsnooze: () => void;
}

/** What one must know before reading on, in one look: how bad, whose, since when, and what is due. */
export function Facts({ detail, onCommander, onUnsnooze }: Props) {
  const { incident, recurrences } = detail;
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.facts}>
      <Fact name={t('incident.fact.severity', 'Severity')}>
        <SeverityBadge severity={incident.severity} />
      </Fact>
      <Fact name={t('incident.fact.status', 'Status')}>
        <StatusBadge status={incident.status} />
      </Fact>
      <Fact name={t('incident.fact.duration', 'Duration')}>
        <Duration from={incident.impactStartedAt ?? incident.detectedAt} to={incident.resolvedAt} />
      </Fact>
      <Fact name={t('incident.fact.commander', 'Commander')}>
        <Commander detail={detail} onChange={onCommander} />
      </Fact>
      <Fact name={t('incident.fact.acknowledged', 'Acknowledged')}>
        <Acknowledged incident={incident} />
      </Fact>
      {incident.nextUpdateDue && (
        <Fact name={t('incident.fact.next-update', 'Next update')}>
          <Countdown at={incident.nextUpdateDue} />
        </Fact>
      )}
      <Fact name={t('incident.fact.services', 'Services')}>{incident.services.join(', ') || '–'}</Fact>
      <Fact name={t('incident.fact.alerts', 'Alerts')}>
        {t('incident.alert-count', '{{firing}} of {{total}} firing', {
          firing: incident.firingAlerts,
          total: incident.totalAlerts,
        })}
      </Fact>
      <Quiet detail={detail} onUnsnooze={onUnsnooze} />
      <Fact name={t('incident.fact.detected', 'Detected')}>
        <RelativeTime at={incident.detectedAt} />
      </Fact>
      <Fact name={t('incident.fact.layers', 'Layers')}>
        <Stack gap={1} wrap="wrap">
          {incident.layers.length === 0 && '–'}
          {incident.layers.map((layer) => (
            <TextLink key={layer} inline={false} href={layerPath(layer, { service: onlyService(incident) })}>
              {layerName(layer)}
            </TextLink>
          ))}
        </Stack>
      </Fact>
      <Relations incident={incident} />
      {recurrences && (
        <Fact name={t('incident.fact.recurrences', 'Came back as')}>
          <Stack gap={1} wrap="wrap">
            {recurrences.map((number) => (
              <TextLink key={number} href={incidentPath(number)}>{`#${number}`}</TextLink>
            ))}
          </Stack>
        </Fact>
      )}
    </dl>
  );
}

function Commander({ detail, onChange }: { detail: IncidentDetail; onChange: () => void }) {
  const { commander, resolvedAt } = detail.incident;
  const reason = refusal('note', detail);
  return (
    <Stack gap={1} alignItems="center" wrap="wrap">
      <span>{commander ?? nobody(resolvedAt)}</span>
      <Button
        size="sm"
        variant="secondary"
        fill="text"
        disabled={reason !== undefined}
        tooltip={reason}
        aria-label={t('incident.fact.name-commander', 'Name the commander')}
        onClick={onChange}
      >
        {commander ? t('incident.fact.change', 'Change') : t('incident.fact.name', 'Name')}
      </Button>
    </Stack>
  );
}

/** Until when, and why, nobody is told. */
function Quiet({ detail, onUnsnooze }: { detail: IncidentDetail; onUnsnooze: () => void }) {
  const { snoozedUntil, maintenanceUntil, drill } = detail.incident;
  const reason = refusal('unsnooze', detail);
  return (
    <>
      {snoozedUntil && (
        <Fact name={t('incident.fact.snoozed', 'Snoozed until')}>
          <Stack gap={1} alignItems="center" wrap="wrap">
            <span>{absoluteTime(snoozedUntil)}</span>
            <Button
              size="sm"
              variant="secondary"
              fill="text"
              disabled={reason !== undefined}
              tooltip={reason}
              onClick={onUnsnooze}
            >
              {t('incident.fact.unsnooze', 'End the snooze')}
            </Button>
          </Stack>
        </Fact>
      )}
      {maintenanceUntil && (
        <Fact name={t('incident.fact.maintenance', 'Planned work until')}>{absoluteTime(maintenanceUntil)}</Fact>
      )}
      {drill && <Fact name={t('incident.fact.kind', 'Kind')}>{t('incident.fact.drill', 'Drill')}</Fact>}
    </>
  );
}

function Fact({ name, children }: PropsWithChildren<{ name: string }>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What is over does not wait for anybody. */
function nobody(resolvedAt: string | undefined): string {
  return resolvedAt === undefined ? t('incident.fact.no-commander', 'Nobody yet') : t('incident.fact.nobody', 'Nobody');
}

function onlyService({ services }: Incident): string | undefined {
  return services.length === 1 ? services[0] : undefined;
}

function Acknowledged({ incident }: { incident: Incident }) {
  if (!incident.acknowledged) {
    return nobody(incident.resolvedAt);
  }
  return (
    <span>
      {incident.acknowledgedBy} {incident.acknowledgedAt && <RelativeTime at={incident.acknowledgedAt} />}
    </span>
  );
}

function Relations({
  incident: { mergedInto, recurrenceOf, flapCount, flappingSince, readers, warRoom },
}: {
  incident: Incident;
}) {
  return (
    <>
      {readers && (
        <Fact name={t('incident.fact.readers', 'Read only by')}>
          {t('incident.fact.readers-and-admins', '{{people}} and Admins', {
            people: readers.join(', '),
            interpolation: { escapeValue: false },
          })}
        </Fact>
      )}
      {mergedInto !== undefined && (
        <Fact name={t('incident.fact.merged', 'Merged into')}>
          <TextLink href={incidentPath(mergedInto)}>{`#${mergedInto}`}</TextLink>
        </Fact>
      )}
      {recurrenceOf !== undefined && (
        <Fact name={t('incident.fact.recurrence', 'Came back after')}>
          <TextLink href={incidentPath(recurrenceOf)}>{`#${recurrenceOf}`}</TextLink>
        </Fact>
      )}
      {warRoom && (
        <Fact name={t('incident.fact.war-room', 'War room')}>
          <TextLink href={warRoom} external>
            {t('incident.fact.join', 'Join')}
          </TextLink>
        </Fact>
      )}
      {flappingSince && (
        <Fact name={t('incident.fact.flapping', 'Flapping')}>
          <RelativeTime at={flappingSince} />
        </Fact>
      )}
      {flapCount > 0 && (
        <Fact name={t('incident.fact.flaps', 'Opened again')}>
          {t('incident.fact.times', '{{count}} times', { count: flapCount, defaultValue_one: '{{count}} time' })}
        </Fact>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  facts: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1, 4),
    margin: 0,
    minWidth: 0,
    // Two columns fit onto a phone, and are read faster than lines of uneven length.
    [theme.breakpoints.down('sm')]: {
      display: 'grid',
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
      gap: theme.spacing(0.5, 2),
      width: '100%',
    },
    '& dt': {
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
      fontWeight: theme.typography.fontWeightRegular,
    },
    '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' },
  }),
});
