import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { Text, useStyles2 } from '@grafana/ui';

import { useSignals } from '../../api/catalog';
import { type IncidentDetail } from '../../api/types';
import { URL_KEYS } from '../../app/nav';
import { choosePrometheus } from '../../signals/dataSource';
import { AlertCard } from './AlertCard';
import { groupByIdentity } from './identities';

export function AlertList({ detail }: { detail: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  const signals = useSignals();
  const source = choosePrometheus(locationService.getSearch().get(URL_KEYS.dataSource));
  const { alerts, alertsTruncated, incident } = detail;
  const identities = groupByIdentity(alerts);
  return (
    <section aria-labelledby="incident-alerts">
      <Text element="h2" variant="h4" id="incident-alerts">
        {t('incident.alerts', 'Alerts')}
      </Text>
      {alertsTruncated && (
        <Text element="p" color="secondary">
          {t(
            'incident.alerts-truncated',
            'The first {{shown}} of {{total}} alerts: firing ones first, then the latest.',
            {
              shown: alerts.length,
              total: incident.totalAlerts,
            }
          )}
        </Text>
      )}
      {alerts.length === 0 && <Text color="secondary">{t('incident.no-alerts', 'This incident has no alerts.')}</Text>}
      <ul className={styles}>
        {identities.map((identity, index) => (
          <AlertCard
            key={identity.key}
            identity={identity}
            signal={signals.data?.signals.find(({ id }) => id === identity.latest.signal)}
            dataSourceUid={source?.uid}
            graphOpen={index === 0}
            detailsOpen={identities.length === 1}
          />
        ))}
      </ul>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    listStyle: 'none',
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  });
