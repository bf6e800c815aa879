import React from 'react';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack, useStyles2 } from '@grafana/ui';

import { type ApiError } from '../../../api/ApiError';
import { CHANGED, REFUSED, useAppSettings } from '../../../api/appSettings';
import { type SettingsProblem } from '../../../api/types';
import { QueryError } from '../../../ui/QueryError';
import { sentence } from './fieldProblems';

interface Props {
  error: ApiError | null;
  /** Those that the backend found and that are shown nowhere else. */
  problems: SettingsProblem[];
}

/** Why nothing was saved, with the way out. */
export function SaveError({ error, problems }: Props) {
  const styles = useStyles2(getStyles);
  const { refetch, isFetching } = useAppSettings(false);
  if (!error) {
    return null;
  }
  const title = t('team.not-saved', 'Nothing was saved');
  switch (error.code) {
    case REFUSED:
      return (
        <Alert severity="error" title={title}>
          {problems.length === 0 ? (
            t('team.see-fields', 'Mend what is marked above.')
          ) : (
            <ul className={styles}>
              {problems.map((problem) => (
                <li key={problem.field}>
                  {sentence(problem)} <code>{problem.field}</code>
                </li>
              ))}
            </ul>
          )}
        </Alert>
      );
    case CHANGED:
      return (
        <Alert severity="warning" title={title}>
          <Stack direction="column" alignItems="flex-start" gap={1}>
            <span>{error.message}</span>
            <Button size="sm" variant="secondary" icon="sync" disabled={isFetching} onClick={() => void refetch()}>
              {t('team.reload', 'Load what is there now')}
            </Button>
            <span>{t('team.typed-stays', 'What you typed here stays. Look at it again, then save.')}</span>
          </Stack>
        </Alert>
      );
    default:
      return <QueryError title={title} error={error} />;
  }
}

const getStyles = () => css({ paddingLeft: '1.2em', li: { overflowWrap: 'anywhere' } });
