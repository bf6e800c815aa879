import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Stack, TextArea, useStyles2 } from '@grafana/ui';
import { useFormContext } from 'react-hook-form';

import { useTryMapping } from '../../api/rules';
import { type MappingTrialResult } from '../../api/types';
import { QueryError } from '../../ui/QueryError';
import { EXAMPLE_BODY, toMapping } from './mapping';
import { type SourceFormValues } from './sourceSchema';

/** Reads an example body by the expressions of the form, before anything is saved. */
export function TryMapping() {
  const [body, setBody] = useState(EXAMPLE_BODY);
  const { getValues } = useFormContext<SourceFormValues>();
  const trial = useTryMapping();
  return (
    <>
      <Field label={t('try-mapping.body', 'Try it on an example')}>
        <TextArea
          id="mapping-example"
          rows={6}
          spellCheck={false}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
      </Field>
      <Stack direction="column" gap={1}>
        <div>
          <Button
            type="button"
            variant="secondary"
            icon={trial.isPending ? 'spinner' : 'play'}
            disabled={trial.isPending}
            onClick={() => trial.mutate({ mapping: toMapping(getValues('mapping')), body })}
          >
            {t('try-mapping.run', 'Try the mapping')}
          </Button>
        </div>
        {trial.error && (
          <QueryError
            title={t('try-mapping.failed', 'This cannot be read: {{field}}', {
              field: trial.error.field ?? t('try-mapping.example', 'the example'),
              interpolation: { escapeValue: false },
            })}
            error={trial.error}
          />
        )}
        {trial.data && <Result result={trial.data} />}
      </Stack>
    </>
  );
}

function Result({ result: { received, alerts, errors } }: { result: MappingTrialResult }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="status">
      <p>
        {t('try-mapping.count', 'Alerts in the example: {{received}}; usable: {{usable}}', {
          received,
          usable: alerts.length,
        })}
      </p>
      <ul className={styles.list}>
        {errors.map(({ index, field, message }) => (
          <li key={`${index} ${field}`} className={styles.error}>
            {field}: {message}
          </li>
        ))}
        {alerts.map((alert) => (
          <li key={alert.index}>
            <pre className={styles.alert}>{JSON.stringify(alert, null, 2)}</pre>
          </li>
        ))}
      </ul>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none' }),
  error: css({ color: theme.colors.error.text, overflowWrap: 'anywhere' }),
  alert: css({ maxHeight: '20em', margin: theme.spacing(0.5, 0) }),
});
