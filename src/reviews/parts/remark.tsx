import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Badge, Checkbox, Icon, useStyles2 } from '@grafana/ui';
import { Controller, useFormContext } from 'react-hook-form';
import { z } from 'zod';

import { type ReviewContent } from '../../api/reviews';
import { Evidence } from '../Bits';
import { type Part, type PartProps } from '../edit/part';
import { TextField } from './fields';
import { refuseLong } from './long';

/** As in the contract. */
const MAX_NOTE = 1000;
const MAX_ADDRESS = 2000;

const shape = z.object({ note: z.string(), evidence: z.string(), hidden: z.boolean() });
type Values = z.infer<typeof shape>;

/** What the review says of one entry of the record, whose own words stay: a note, evidence, or that it is left out. */
export function remarkPart(seq: number): Part<Values> {
  return {
    id: `line-${seq}`,
    title: t('review.line.title', 'Entry {{seq}}', { seq }),
    help: '',
    isEmpty: ({ content }) => remarkOf(content, seq) === undefined,
    shape,
    rules: ({ note, evidence }, refuse) => {
      refuseLong(note, MAX_NOTE, ['note'], refuse);
      refuseLong(evidence, MAX_ADDRESS, ['evidence'], refuse);
    },
    read: (content) => {
      const { note = '', evidence = '', hidden = false } = remarkOf(content, seq) ?? {};
      return { note, evidence, hidden };
    },
    write: (content, { note, evidence, hidden }) => {
      const others = content.lines.filter((line) => line.seq !== seq);
      const next = {
        ...remarkOf(content, seq),
        seq,
        note: note.trim() || undefined,
        evidence: evidence.trim() || undefined,
        hidden: hidden || undefined,
      };
      const says = Boolean(next.note ?? next.evidence ?? next.hidden ?? next.pinned);
      return { ...content, lines: [...others, ...(says ? [next] : [])].sort((a, b) => a.seq - b.seq) };
    },
    Fields: fieldsOf(seq),
    View: ({ review }) => <Remark remark={remarkOf(review.content, seq)} />,
  };
}

type ReviewRemark = ReviewContent['lines'][number];

export function remarkOf({ lines }: ReviewContent, seq: number): ReviewRemark | undefined {
  return lines.find((line) => line.seq === seq);
}

function fieldsOf(seq: number) {
  return function RemarkFields(_: PartProps) {
    const { control } = useFormContext<Values>();
    return (
      <>
        <TextField name="note" rows={2} label={t('review.line.note', 'Note on this entry')} />
        <TextField name="evidence" label={t('review.cause.evidence', 'Evidence: an address, or how one knows')} />
        <Controller
          name="hidden"
          control={control}
          render={({ field: { value, onChange } }) => (
            <Checkbox
              id={`review-line-${seq}-hidden`}
              label={t('review.line.hide', 'Leave it out of the lanes and of exports')}
              value={value}
              onChange={({ currentTarget }) => onChange(currentTarget.checked)}
            />
          )}
        />
      </>
    );
  };
}

export function Remark({ remark }: { remark: ReviewRemark | undefined }) {
  const styles = useStyles2(getStyles);
  if (!remark) {
    return null;
  }
  return (
    <>
      {remark.note && <p className={styles}>{remark.note}</p>}
      {remark.evidence && (
        <p className={styles}>
          <Icon name="link" size="sm" aria-hidden /> <Evidence text={remark.evidence} />
        </p>
      )}
      {remark.hidden && (
        <div>
          <Badge color="orange" icon="eye-slash" text={t('review.line.hidden', 'Left out of lanes and exports')} />
        </div>
      )}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ margin: 0, color: theme.colors.text.secondary, overflowWrap: 'anywhere' });
