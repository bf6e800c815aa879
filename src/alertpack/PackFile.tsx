import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, ClipboardButton, Stack, Text, useStyles2 } from '@grafana/ui';

import { type AlertPack } from '../api/types';
import { downloadText } from '../ui/download';
import { HowTo } from './HowTo';

/** The file: how many rules, download, copy, preview, and where to put it. */
export function PackFile({ pack }: { pack: AlertPack }) {
  const styles = useStyles2(getStyles);
  const [shown, setShown] = useState(false);
  return (
    <section className={styles.section} aria-labelledby="alert-rules-file">
      <Stack justifyContent="space-between" alignItems="center" wrap="wrap" gap={1}>
        <Text element="h2" variant="h4" id="alert-rules-file">
          {pack.fileName}
        </Text>
        <Stack gap={1} wrap="wrap">
          <Button icon="download-alt" onClick={() => downloadText(pack.fileName, 'application/yaml', pack.content)}>
            {t('alert-rules.download', 'Download')}
          </Button>
          <ClipboardButton variant="secondary" icon="copy" getText={() => pack.content}>
            {t('alert-rules.copy', 'Copy')}
          </ClipboardButton>
          <Button
            variant="secondary"
            icon={shown ? 'angle-up' : 'angle-down'}
            aria-expanded={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? t('alert-rules.hide', 'Hide YAML') : t('alert-rules.show', 'Show YAML')}
          </Button>
        </Stack>
      </Stack>
      <Text element="p" color="secondary">
        {t('alert-rules.size', 'Rules: {{rules}} · {{kib}} KiB', {
          rules: pack.rules.length,
          kib: Math.ceil(pack.content.length / 1024),
        })}
      </Text>
      {shown && (
        // It scrolls, so it must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={styles.yaml} tabIndex={0} aria-label={t('alert-rules.yaml', 'YAML of the rules')}>
          {pack.content}
        </pre>
      )}
      <HowTo format={pack.format} fileName={pack.fileName} />
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  section: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), marginBottom: theme.spacing(3) }),
  yaml: css({ maxHeight: 480, overflow: 'auto', whiteSpace: 'pre', margin: 0 }),
});
