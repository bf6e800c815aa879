import React from 'react';
import { css } from '@emotion/css';
import { FilterInput, useStyles2 } from '@grafana/ui';

import { useTextFilter } from '../useTextFilter';

interface Props {
  /** Says what is looked through. */
  label: string;
  value: string;
  /** Called when the typing pauses. */
  onChange: (text: string) => void;
}

export function Words({ label, value, onChange }: Props) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useTextFilter(value, onChange);
  return (
    <div className={styles}>
      <FilterInput value={text} onChange={setText} escapeRegex={false} placeholder={label} aria-label={label} />
    </div>
  );
}

// As wide as a phone, and no wider than what is typed into it on a large screen.
const getStyles = () => css({ flex: '1 1 180px', maxWidth: 360 });
