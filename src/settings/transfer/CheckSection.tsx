import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Field, Text, TextArea, useStyles2 } from '@grafana/ui';

import { useCheckConfig } from '../../api/config';
import { type ConfigProblem } from '../../api/types';
import { QueryError } from '../../ui/QueryError';

/** What would be wrong with a provisioning file. Grafana reads files at its start, so none is taken in here. */
export function CheckSection() {
  const styles = useStyles2(getStyles);
  const [file, setFile] = useState('');
  const { mutate, isPending, data, error } = useCheckConfig();
  return (
    <section className={styles} aria-labelledby="settings-check">
      <Text element="h2" variant="h4" id="settings-check">
        {t('check-file.title', 'Check a file before Grafana reads it')}
      </Text>
      <p>
        {t(
          'check-file.what',
          'Grafana reads provisioning files when it starts. Here is what Strata would say about one: unknown fields, wrong values, expressions that do not compile. Nothing is stored.'
        )}
      </p>
      <Field label={t('check-file.file', 'Provisioning file (YAML)')}>
        <TextArea
          id="check-file"
          rows={10}
          spellCheck={false}
          value={file}
          onChange={(event) => setFile(event.currentTarget.value)}
        />
      </Field>
      <Button
        variant="secondary"
        icon={isPending ? 'spinner' : 'check'}
        disabled={isPending || file.trim() === ''}
        onClick={() => mutate(file)}
      >
        {t('check-file.check', 'Check')}
      </Button>
      <div role="status">{data && <Found problems={data} />}</div>
      {error && <QueryError title={t('check-file.failed', 'The file could not be checked')} error={error} />}
    </section>
  );
}

function Found({ problems }: { problems: ConfigProblem[] }) {
  if (problems.length === 0) {
    return <Alert severity="success" title={t('check-file.right', 'Nothing is wrong with it')} />;
  }
  return (
    <Alert
      severity="warning"
      title={t('check-file.wrong', 'Fields that are wrong: {{count}}', { count: problems.length })}
    >
      <ul>
        {problems.map(({ field, message, fix }) => (
          <li key={`${field} ${message}`}>
            <code>{field}</code>: {message} {fix}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    marginTop: theme.spacing(4),
    maxWidth: theme.breakpoints.values.lg,
    textarea: { fontFamily: theme.typography.fontFamilyMonospace },
    '[role="status"]': { marginTop: theme.spacing(2) },
    li: { overflowWrap: 'anywhere' },
  });
