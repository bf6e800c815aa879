import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Alert, Button, Stack, useStyles2 } from '@grafana/ui';
import { type FieldValues } from 'react-hook-form';

import { type ReviewConflict } from '../../api/reviews';
import { fieldName } from '../fields';
import { type Part } from './part';

interface Props<V extends FieldValues> {
  part: Part<V>;
  conflict: ReviewConflict;
  onTheirs: () => void;
  onMine: () => void;
}

/** Somebody else saved the same part meanwhile: theirs is shown, and nothing is overwritten unseen. */
export function Conflict<V extends FieldValues>({ part, conflict, onTheirs, onMine }: Props<V>) {
  const styles = useStyles2(getStyles);
  const { current, changed, changedBy = [] } = conflict;
  const { View } = part;
  return (
    <Alert severity="warning" title={t('review.conflict.title', 'Changed meanwhile')}>
      <Stack direction="column" gap={1} alignItems="stretch">
        <span>
          {t('review.conflict.who', '{{who}} changed: {{what}}. Yours is still in the fields above.', {
            who: changedBy.join(', ') || t('review.conflict.somebody', 'Somebody'),
            what: [...new Set(changed.map(fieldName))].join(', '),
            interpolation: { escapeValue: false },
          })}
        </span>
        <section className={styles} aria-label={t('review.conflict.theirs', 'Their version')}>
          <View review={current} />
        </section>
        <Stack gap={1} wrap="wrap">
          <Button type="button" size="sm" variant="secondary" onClick={onTheirs}>
            {t('review.conflict.take', 'Take theirs')}
          </Button>
          <Button type="button" size="sm" variant="secondary" onClick={onMine}>
            {t('review.conflict.keep', 'Keep mine, and save it over theirs')}
          </Button>
        </Stack>
      </Stack>
    </Alert>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    padding: theme.spacing(1.5),
    background: theme.colors.background.primary,
    borderRadius: theme.shape.radius.default,
    maxHeight: 320,
    overflowY: 'auto',
  });
