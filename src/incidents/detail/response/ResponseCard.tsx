import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Text, useStyles2 } from '@grafana/ui';

import { useResponse } from '../../../api/response';
import { type IncidentDetail, type IncidentResponse } from '../../../api/types';
import { Loading } from '../../../ui/Loading';
import { QueryError } from '../../../ui/QueryError';
import { Messages } from './Messages';
import { Roles } from './Roles';
import { Steps } from './Steps';
import { UpdateDue } from './UpdateDue';

/** Who does what about the incident, whom the playbook tells next, and what people have written. */
export function ResponseCard({ detail }: { detail: IncidentDetail }) {
  const styles = useStyles2(getStyles);
  const { number } = detail.incident;
  const query = useResponse(number);
  return (
    <section aria-labelledby="incident-response" className={styles}>
      <Text element="h2" variant="h4" id="incident-response">
        {t('response.title', 'People and playbook')}
      </Text>
      {query.isPending && <Loading />}
      {query.isError && (
        <QueryError
          title={t('response.failed', 'People and playbook could not be loaded')}
          error={query.error}
          stale={query.data !== undefined}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.data && <Parts detail={detail} response={query.data} />}
    </section>
  );
}

function Parts({ detail, response }: { detail: IncidentDetail; response: IncidentResponse }) {
  const { number } = detail.incident;
  return (
    <>
      <UpdateDue response={response} />
      <Roles number={number} roles={response.roles} />
      <Steps response={response} />
      <Messages detail={detail} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    marginBottom: theme.spacing(2),
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  });
