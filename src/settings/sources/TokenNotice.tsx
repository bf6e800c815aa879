import React from 'react';
import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Alert, ClipboardButton, Stack, useStyles2 } from '@grafana/ui';

import { type SourceWithToken } from '../../api/types';
import { SetUp } from './SetUp';

interface Props {
  made: SourceWithToken;
  onDone: () => void;
}

/** The only time that the token is on screen: the store keeps a hash of it. */
export function TokenNotice({ made, onDone }: Props) {
  const styles = useStyles2(getStyles);
  const { source, token } = made;
  return (
    <Alert
      severity="success"
      title={t('token.title', 'Token of "{{name}}": copy it now, it is not shown again', {
        name: source.name,
        interpolation: { escapeValue: false },
      })}
      onRemove={onDone}
    >
      <Stack direction="column" gap={2}>
        <Stack gap={1} alignItems="center" wrap="wrap">
          <code className={styles} data-testid="source-token">
            {token}
          </code>
          <ClipboardButton size="sm" icon="copy" getText={() => token}>
            {t('token.copy', 'Copy token')}
          </ClipboardButton>
        </Stack>
        <SetUp source={source} token={token} />
      </Stack>
    </Alert>
  );
}

const getStyles = () => css({ overflowWrap: 'anywhere' });
