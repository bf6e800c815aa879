import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Text, useStyles2 } from '@grafana/ui';

import { useExportConfig } from '../../api/config';
import { type ConfigExport } from '../../api/types';
import { downloadText } from '../../ui/download';
import { QueryError } from '../../ui/QueryError';

const FILE = 'strata.yaml';

/** The running configuration as a file, and what is not in it. */
export function ExportSection() {
  const styles = useStyles2(getStyles);
  const { mutate, isPending, data, error } = useExportConfig();
  const download = () => mutate(undefined, { onSuccess: ({ file }) => downloadText(FILE, 'application/yaml', file) });
  return (
    <section aria-labelledby="settings-export">
      <Text element="h2" variant="h4" id="settings-export">
        {t('export.title', 'Export')}
      </Text>
      <p>
        {t(
          'export.what',
          'The settings, and what people added in the browser, as a provisioning file: put it into the folder plugins of the provisioning of a Grafana, and Strata is set up there in the same way.'
        )}
      </p>
      <Button icon={isPending ? 'spinner' : 'download-alt'} disabled={isPending} onClick={download}>
        {t('export.download', 'Download {{file}}', { file: FILE, interpolation: { escapeValue: false } })}
      </Button>
      {error && <QueryError title={t('export.failed', 'The configuration could not be exported')} error={error} />}
      <div role="status" className={styles}>
        {data && <Outcome outcome={data} />}
      </div>
    </section>
  );
}

function Outcome({ outcome: { leftOut, secrets } }: { outcome: ConfigExport }) {
  return (
    <>
      <Text element="h3" variant="h5">
        {t('export.left-out', 'Not in the file')}
      </Text>
      <ul>
        {leftOut.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {secrets.length > 0 && (
        <>
          <Text element="h3" variant="h5">
            {t('export.secrets', 'To set in the environment of Grafana')}
          </Text>
          <ul>
            {secrets.map(({ name, variable }) => (
              <li key={name}>
                <code>{variable}</code>{' '}
                {t('export.secret-for', 'for {{name}}', { name, interpolation: { escapeValue: false } })}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ marginTop: theme.spacing(2), ul: { margin: theme.spacing(0.5, 0, 2, 3) }, li: { overflowWrap: 'anywhere' } });
