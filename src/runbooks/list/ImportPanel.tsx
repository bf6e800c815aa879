import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Field, Stack, useStyles2 } from '@grafana/ui';

import { type ImportFile, useImportRunbooks } from '../../api/runbooks';
import { QueryError } from '../../ui/QueryError';
import { ImportResult } from './ImportResult';

/** Reads a zip or Markdown file, says what would change, and stores it after a yes. */
export function ImportPanel({ onDone }: { onDone: () => void }) {
  const styles = useStyles2(getStyles);
  const [file, setFile] = useState<ImportFile>();
  const { mutate, data, error, isPending } = useImportRunbooks();
  const choose = (chosen: File | undefined) => {
    const next = chosen && toImport(chosen);
    setFile(next);
    if (next) {
      mutate({ ...next, dryRun: true });
    }
  };
  const changes = data?.runbooks.some(({ outcome }) => outcome === 'created' || outcome === 'changed') ?? false;
  const refused = data?.runbooks.some(({ outcome }) => outcome === 'refused') ?? false;
  return (
    <section className={styles.panel} aria-label={t('runbooks.import.title', 'Import runbooks')}>
      <Field
        label={t('runbooks.import.file', 'A zip of Markdown files, or one Markdown file named after its id')}
        description={t('runbooks.import.hint', 'Nothing is stored before you say so')}
      >
        <input
          id="runbook-import"
          type="file"
          accept=".zip,.md,application/zip,text/markdown"
          onChange={({ target }) => choose(target.files?.[0])}
        />
      </Field>
      {error && <QueryError title={t('runbooks.import.failed', 'The file was not imported')} error={error} />}
      {data && <ImportResult result={data} />}
      {data?.applied ? (
        <Stack gap={1} alignItems="center">
          <Alert severity="success" title={t('runbooks.import.done', 'The runbooks are stored')} />
          <Button variant="secondary" onClick={onDone}>
            {t('runbooks.import.close', 'Close')}
          </Button>
        </Stack>
      ) : (
        <Stack gap={1}>
          <Button
            icon={isPending ? 'spinner' : 'upload'}
            disabled={!file || !changes || refused || isPending}
            onClick={() => file && mutate({ ...file, dryRun: false })}
          >
            {t('runbooks.import.apply', 'Store these changes')}
          </Button>
          <Button variant="secondary" onClick={onDone}>
            {t('runbooks.import.cancel', 'Cancel')}
          </Button>
        </Stack>
      )}
    </section>
  );
}

function toImport(file: File): ImportFile {
  return /\.md$/i.test(file.name) ? { content: file, id: file.name.replace(/\.md$/i, '') } : { content: file };
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    '& input[type=file]': { maxWidth: '100%' },
  }),
});
