import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Stack, Text, useStyles2 } from '@grafana/ui';

import { type ApiError } from '../../../api/ApiError';
import { type SettingsProblem } from '../../../api/types';
import { useTakesFocus } from '../../useTakesFocus';
import { SaveError } from './SaveError';

interface Props extends React.PropsWithChildren {
  title: string;
  busy: boolean;
  error: ApiError | null;
  /** What is wrong at no field of the form. */
  rest: SettingsProblem[];
  onSubmit: () => void;
  onClose: () => void;
}

/** Takes the focus when it opens, and gives it back. */
export function EditForm({ title, busy, error, rest, onSubmit, onClose, children }: Props) {
  const styles = useStyles2(getStyles);
  const form = useTakesFocus();
  const submit = (event: React.SyntheticEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form ref={form} className={styles} aria-label={title} noValidate onSubmit={submit}>
      <Text element="h4" variant="h5">
        {title}
      </Text>
      {children}
      <SaveError error={error} problems={rest} />
      <Stack gap={1} wrap="wrap">
        <Button type="submit" icon={busy ? 'spinner' : undefined} disabled={busy}>
          {t('team.save', 'Save')}
        </Button>
        <Button type="button" variant="secondary" onClick={onClose}>
          {t('team.cancel', 'Cancel')}
        </Button>
      </Stack>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    maxWidth: theme.spacing(90),
    padding: theme.spacing(2),
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
  });
