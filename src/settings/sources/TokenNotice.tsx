import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
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
    <div className={styles.notice}>
      <Alert
        severity="success"
        title={t('token.title', 'Token of "{{name}}": copy it now, it is not shown again', {
          name: source.name,
          interpolation: { escapeValue: false },
        })}
        onRemove={onDone}
      >
        <Stack gap={1} alignItems="center" wrap="wrap">
          <code className={styles.token} data-testid="source-token">
            {token}
          </code>
          <ClipboardButton size="sm" icon="copy" getText={() => token}>
            {t('token.copy', 'Copy token')}
          </ClipboardButton>
        </Stack>
      </Alert>
      <SetUp source={source} token={token} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  notice: css({ margin: theme.spacing(1, 0, 2) }),
  token: css({ overflowWrap: 'anywhere' }),
});
