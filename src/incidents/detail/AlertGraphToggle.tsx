import React, { lazy, Suspense, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type AlertOccurrence, type Signal } from '../../api/types';
import { Loading } from '../../ui/Loading';

// Scenes are large; an incident is read before its graph is there.
const AlertGraph = lazy(async () => ({ default: (await import('./AlertGraph')).AlertGraph }));

interface Props {
  alert: AlertOccurrence;
  signal: Signal;
  initiallyOpen: boolean;
}

/** The signal's graph, which is only loaded where somebody wants to see it. */
export function AlertGraphToggle({ initiallyOpen, ...graph }: Props) {
  const [open, setOpen] = useState(initiallyOpen);
  const styles = useStyles2(getStyles);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('alert.graph', 'Graph: {{title}}', { title: graph.signal.title, interpolation: { escapeValue: false } })}
      </summary>
      {open && (
        <div className={styles}>
          <Suspense fallback={<Loading />}>
            <AlertGraph {...graph} />
          </Suspense>
        </div>
      )}
    </details>
  );
}

// The height is kept while the graph loads.
const getStyles = (theme: GrafanaTheme2) =>
  css({ height: theme.spacing(32), display: 'flex', flexDirection: 'column', paddingTop: theme.spacing(1) });
