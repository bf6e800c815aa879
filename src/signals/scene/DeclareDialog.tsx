import React from 'react';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';
import { Modal } from '@grafana/ui';

import { type Signal } from '../../api/types';
import { incidentPath } from '../../app/nav';
import { DeclareForm } from '../../ui/declare/DeclareForm';

interface Props {
  signal: Signal;
  onClose: () => void;
}

/** An incident for what somebody sees in a panel, with a link back to it. */
export function DeclareDialog({ signal, onClose }: Props) {
  const { title, layer, alert } = signal;
  return (
    <Modal title={t('declare.title', 'Declare incident')} isOpen onDismiss={onClose}>
      <DeclareForm
        draft={{ title, severity: alert?.severity ?? 'P2', layers: [layer], services: [], links: [here(signal)] }}
        onCancel={onClose}
        onDone={(number) => locationService.push(incidentPath(number))}
      />
    </Modal>
  );
}

function here({ title }: Signal) {
  const { pathname, search } = locationService.getLocation();
  return { title, url: pathname + search };
}
