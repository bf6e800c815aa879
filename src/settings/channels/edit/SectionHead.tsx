import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Text, useStyles2 } from '@grafana/ui';

interface Props {
  id: string;
  title: string;
  /** What the button says. */
  add: string;
  /** Why nothing can be added; undefined when it can. */
  why: string | undefined;
  adding: boolean;
  onAdd: () => void;
}

export function SectionHead({ id, title, add, why, adding, onAdd }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles}>
      <Text element="h2" variant="h4" id={id}>
        {title}
      </Text>
      <Button icon="plus" disabled={why !== undefined} tooltip={why} aria-expanded={adding} onClick={onAdd}>
        {add}
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  });
