import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Modal, useStyles2 } from '@grafana/ui';

interface Props {
  title: string;
  /** Each key, or several that mean the same, with what it does. */
  keys: Array<[string, string]>;
  onClose: () => void;
}

/** What the keys of a page do. */
export function KeysDialog({ title, keys, onClose }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Modal title={title} isOpen onDismiss={onClose}>
      <dl className={styles}>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({ '& > div': { display: 'grid', gridTemplateColumns: '80px 1fr', padding: theme.spacing(0.5, 0) } });
