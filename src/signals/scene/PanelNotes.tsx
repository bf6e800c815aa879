import React, { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2, LoadingState, type PanelData } from '@grafana/data';
import { t } from '@grafana/i18n';
import { type SceneComponentProps, sceneGraph, SceneObjectBase, type SceneObjectState } from '@grafana/scenes';
import { Icon, Tooltip, useStyles2 } from '@grafana/ui';

import { LIMITS } from '../limits';
import { type Origin } from '../providers/types';
import { sourceNames } from './sourceNames';

interface PanelNotesState extends SceneObjectState {
  origins: Record<string, Origin>;
}

/** In the header of a panel: what is left out, what failed, and that it is slow. */
export class PanelNotes extends SceneObjectBase<PanelNotesState> {
  static Component = PanelNotesRenderer;
}

function PanelNotesRenderer({ model }: SceneComponentProps<PanelNotes>) {
  const { origins } = model.useState();
  const { data } = sceneGraph.getData(model).useState();
  const styles = useStyles2(getStyles);
  const slow = useSlow(data?.state === LoadingState.Loading);
  const notes = [...(slow ? [slowText(origins)] : []), ...partialText(data, origins), ...noticesOf(data)];
  const [first] = notes;
  if (first === undefined) {
    return null;
  }
  return (
    <Tooltip content={<Lines lines={notes} />}>
      <span className={styles} role="status">
        <Icon name={slow ? 'clock-nine' : 'info-circle'} size="sm" aria-hidden /> <span>{first}</span>
      </span>
    </Tooltip>
  );
}

function Lines({ lines }: { lines: string[] }) {
  return (
    <>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </>
  );
}

/** Whether the same request has been under way for longer than people wait without a word. */
function useSlow(loading: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!loading) {
      return undefined;
    }
    const timer = setTimeout(() => setSlow(true), LIMITS.slowPanelMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [loading]);
  return slow && loading;
}

function slowText(origins: Record<string, Origin>): string {
  return t('panel-notes.slow', 'Still waiting for {{sources}}; it stops after {{seconds}} s', {
    sources: sourceNames(origins).join(', '),
    seconds: LIMITS.panelTimeoutMs / 1000,
    interpolation: { escapeValue: false },
  });
}

/** Some queries failed although others were answered. */
function partialText(data: PanelData | undefined, origins: Record<string, Origin>): string[] {
  return (data?.errors ?? []).map(({ refId, message, data: body }) =>
    t('panel-notes.partial', 'Incomplete: {{name}} said: {{message}}', {
      name: origins[refId ?? '']?.name ?? t('panel-notes.source', 'the data source'),
      message: message ?? body?.message ?? t('panel-notes.no-reason', 'no reason'),
      interpolation: { escapeValue: false },
    })
  );
}

/** What was left out of the data, in words. */
export function noticesOf(data: PanelData | undefined): string[] {
  const notices = (data?.series ?? []).flatMap(({ meta }) => meta?.notices ?? []);
  // What a data source only mentions stands behind Grafana's own icon.
  return [...new Set(notices.filter(({ severity }) => severity !== 'info').map(({ text }) => text))];
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minWidth: 0,
    maxWidth: theme.spacing(28),
    color: theme.colors.warning.text,
    fontSize: theme.typography.bodySmall.fontSize,
    '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  });
