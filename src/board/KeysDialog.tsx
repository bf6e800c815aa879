import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Modal, useStyles2 } from '@grafana/ui';

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const styles = useStyles2(getStyles);
  const keys = [
    ['j k', t('triage.key-move', 'next and previous incident; the arrows too')],
    ['o', t('triage.key-open', 'open it')],
    ['x', t('triage.key-choose', 'choose it, or not any more')],
    ['a', t('triage.key-acknowledge', 'acknowledge')],
    ['e', t('triage.key-severity', 'change the severity')],
    ['s', t('triage.key-snooze', 'snooze')],
    ['c', t('triage.key-assign', 'name a commander')],
    ['m', t('triage.key-merge', 'merge')],
    ['u', t('triage.key-undo', 'undo the last action')],
    ['Esc', t('triage.key-clear', 'choose nothing')],
    ['?', t('triage.key-help', 'this list')],
  ];
  return (
    <Modal title={t('triage.keys-title', 'Keys of the board')} isOpen onDismiss={onClose}>
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
