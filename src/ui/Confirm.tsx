import React, { type ComponentProps, useEffect, useLayoutEffect, useRef } from 'react';
import { ConfirmModal } from '@grafana/ui';

/**
 * Grafana's ConfirmModal that gives the focus back to what opened it: Grafana 13's takes its own button for the opener, as that has the
 * focus before the dialog looks who had it.
 */
export function Confirm(props: ComponentProps<typeof ConfirmModal>) {
  const { isOpen } = props;
  const opener = useRef<Element>(null);
  // Before the effects of the dialog, which move the focus.
  useLayoutEffect(() => {
    if (isOpen) {
      opener.current = document.activeElement;
    }
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen && opener.current instanceof HTMLElement && document.activeElement === document.body) {
      opener.current.focus();
    }
  }, [isOpen]);
  return <ConfirmModal {...props} />;
}
