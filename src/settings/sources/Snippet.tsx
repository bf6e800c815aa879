import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { ClipboardButton, Stack, Text, useStyles2 } from '@grafana/ui';

interface Props {
  title: string;
  text: string;
}

export function Snippet({ title, text }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div>
      <Stack justifyContent="space-between" alignItems="center" gap={1} wrap="wrap">
        <Text element="h4" variant="bodySmall" color="secondary">
          {title}
        </Text>
        <ClipboardButton
          size="sm"
          variant="secondary"
          icon="copy"
          getText={() => text}
          aria-label={t('snippet.copy-what', 'Copy: {{title}}', { title, interpolation: { escapeValue: false } })}
        >
          {t('snippet.copy', 'Copy')}
        </ClipboardButton>
      </Stack>
      <pre className={styles}>{text}</pre>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ marginTop: theme.spacing(0.5), overflowX: 'auto', whiteSpace: 'pre' });
