import React, { useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';

import { type Review } from '../../api/reviews';
import { fieldName } from '../fields';
import { Comments } from './Comments';
import { Lanes } from './Lanes';
import { Line } from './Line';
import { SectionFrame } from './SectionFrame';

const ENTRIES_SHOWN = 20;

/** What happened when, as the record has it. */
export function TimelineSection({ review }: { review: Review }) {
  const styles = useStyles2(getStyles);
  const [all, setAll] = useState(false);
  const { lines, linesLeft } = review.facts;
  const shown = all ? lines : lines.slice(0, ENTRIES_SHOWN);
  return (
    <SectionFrame
      id="timeline"
      title={fieldName('lines')}
      help={lines.length === 0 ? t('review.timeline.none', 'The record has no entries.') : undefined}
    >
      {lines.length > 0 && <Lanes review={review} />}
      <ol className={styles.lines}>
        {shown.map((line) => (
          <Line key={line.seq} review={review} line={line} />
        ))}
      </ol>
      {shown.length < lines.length && (
        <div>
          <Button size="sm" variant="secondary" onClick={() => setAll(true)}>
            {t('review.timeline.all', 'Show all {{count}} entries', {
              count: lines.length,
              defaultValue_one: 'Show the {{count}} entry',
            })}
          </Button>
        </div>
      )}
      {linesLeft !== undefined && linesLeft > 0 && (
        <p className={styles.left}>
          {t('review.timeline.left', '{{count}} further entries are on the page of the incident.', {
            count: linesLeft,
            defaultValue_one: '{{count}} further entry is on the page of the incident.',
          })}
        </p>
      )}
      <Comments review={review} field="timeline" />
    </SectionFrame>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  lines: css({ listStyle: 'none', display: 'flex', flexDirection: 'column' }),
  left: css({ margin: 0, color: theme.colors.text.secondary }),
});
