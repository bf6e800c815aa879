import { css } from '@emotion/css';
import { type AlertErrorPayload, type AlertPayload, type GrafanaTheme2, AppEvents } from '@grafana/data';
import { type AlertVariant, Alert, useStyles2 } from '@grafana/ui';
import React, { useEffect, useState } from 'react';
import { appEvents } from '../runtime/appEvents';

interface Toast {
  id: number;
  severity: AlertVariant;
  title: string;
  text?: string;
}

/** How long a message stays, in milliseconds. */
const kinds: Array<[string, AlertVariant, number]> = [
  [AppEvents.alertSuccess.name, 'success', 3000],
  [AppEvents.alertInfo.name, 'info', 3000],
  [AppEvents.alertWarning.name, 'warning', 5000],
  [AppEvents.alertError.name, 'error', 7000],
];

let lastId = 0;

function toToast(severity: AlertVariant, payload: AlertPayload | AlertErrorPayload): Toast {
  const [title, text] = payload;
  return { id: ++lastId, severity, title: String(title), text: text === undefined ? undefined : String(text) };
}

/** Messages published on appEvents, at the top right. */
export function Toasts() {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const styles = useStyles2(getStyles);
  const remove = (id: number) => setToasts((all) => all.filter((t) => t.id !== id));
  useEffect(() => {
    const handlers = kinds.map(([event, severity, ms]) => {
      const handler = (payload: AlertPayload | AlertErrorPayload = ['']) => {
        const toast = toToast(severity, payload);
        setToasts((all) => [...all.filter((t) => t.title !== toast.title), toast]);
        setTimeout(() => setToasts((all) => all.filter((t) => t.id !== toast.id)), ms);
      };
      appEvents.on(event, handler);
      return { event, handler };
    });
    return () => handlers.forEach(({ event, handler }) => appEvents.off(event, handler));
  }, []);
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {toasts.map((t) => (
        <Alert key={t.id} severity={t.severity} title={t.title} elevated onRemove={() => remove(t.id)}>
          {t.text}
        </Alert>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  stack: css({
    position: 'fixed',
    right: theme.spacing(1),
    top: 48,
    width: 400,
    maxWidth: 'calc(100vw - 16px)',
    zIndex: theme.zIndex.portal,
  }),
});
