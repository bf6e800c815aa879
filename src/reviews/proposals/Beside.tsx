import React, { useDeferredValue, useMemo } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Field, TextArea, useStyles2 } from '@grafana/ui';

import { compareLines } from '../../ui/diff';
import { TextDiff } from '../../ui/TextDiff';

interface Props {
  id: string;
  /** Empty for what does not exist yet. */
  present: string;
  text: string;
  invalid?: string;
  onChange: (text: string) => void;
}

/** The present text beside the proposed one. */
export function Beside({ id, present, text, invalid, onChange }: Props) {
  const styles = useStyles2(getStyles);
  // As high as the longer of both, so that a phone is not filled by what is not there.
  const rows = Math.min(18, 2 + Math.max(...[present, text].map((one) => one.split('\n').length)));
  return (
    <div className={styles.columns}>
      <Field noMargin label={t('proposals.present', 'In effect now')}>
        <TextArea id={`${id}-present`} className={styles.text} rows={rows} readOnly value={present} />
      </Field>
      <Field
        noMargin
        label={t('proposals.proposed', 'As it should be')}
        invalid={invalid !== undefined}
        error={invalid}
      >
        <TextArea
          id={`${id}-text`}
          className={styles.text}
          rows={rows}
          spellCheck={false}
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      </Field>
    </div>
  );
}

/** What would change, line by line; nothing while it is the same. */
export function Changes({ present, proposed }: { present: string; proposed: string }) {
  const late = useDeferredValue(proposed);
  const lines = useMemo(
    () => compareLines(present === '' ? [] : present.split('\n'), late.split('\n')),
    [present, late]
  );
  return lines.some(({ op }) => op !== 'same') ? <TextDiff lines={lines} /> : null;
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  text: css({ fontFamily: theme.typography.fontFamilyMonospace, fontSize: theme.typography.bodySmall.fontSize }),
});
