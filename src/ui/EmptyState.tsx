import React, { type ReactNode } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { Box, Icon, Stack, Text, useStyles2 } from '@grafana/ui';

interface Props {
  title: string;
  icon?: IconName;
  /** Why it is empty, and the way out. */
  children?: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ title, icon = 'info-circle', children, action }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Box paddingY={4} paddingX={2}>
      <Stack direction="column" alignItems="center" gap={1}>
        <Icon name={icon} size="xxl" aria-hidden />
        <Text element="h2" variant="h4" textAlignment="center">
          {title}
        </Text>
        {children && <div className={styles}>{children}</div>}
        {action}
      </Stack>
    </Box>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ maxWidth: theme.breakpoints.values.sm, color: theme.colors.text.secondary, textAlign: 'center' });
