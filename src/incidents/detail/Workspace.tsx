import React, { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';

import { type IncidentDetail } from '../../api/types';
import { KeysDialog } from '../../ui/KeysDialog';
import { useFocusBack } from '../../ui/useFocusBack';
import { offeredActions, refusal } from './actions';
import { CommanderDialog } from './CommanderDialog';
import { type PageKey, pageKeyOf, pageKeys } from './keys';
import { MoreDialog } from './more/MoreDialog';
import { actionOf } from './more/MoreMenu';
import { type MoreVerb } from './more/verbs';
import { type Actions } from './useActions';

/** What is open over the page. */
export type Dialog = MoreVerb | 'commander' | 'keys';

interface Props {
  detail: IncidentDetail;
  actions: Actions;
  children: (open: (dialog: Dialog) => void) => ReactNode;
}

/** The page of an incident with its keys and dialogs. Keys work while the focus is in it, where it is from the beginning. */
export function Workspace({ detail, actions, children }: Props) {
  const styles = useStyles2(getStyles);
  const place = useRef<HTMLDivElement>(null);
  const [dialog, setDialog] = useState<Dialog>();
  useEffect(() => {
    if (document.activeElement === document.body) {
      place.current?.focus({ preventScroll: true });
    }
  }, []);
  const { onFocus, focusBack } = useFocusBack(place);
  const close = () => {
    setDialog(undefined);
    focusBack();
  };
  const openVerb = (verb: MoreVerb) => {
    if (refusal(actionOf(verb), detail) === undefined) {
      setDialog(verb);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // What a menu or a dialog over the page gets is its own.
    const inside = event.target instanceof Node && place.current?.contains(event.target);
    const key = dialog || !inside ? undefined : pageKeyOf(event);
    if (!key) {
      return;
    }
    event.preventDefault();
    // Grafana has keys of its own, such as "?".
    event.stopPropagation();
    // A key that is held would acknowledge and take it back in turns.
    if (event.repeat) {
      return;
    }
    const { snoozedUntil } = detail.incident;
    const does: Record<PageKey, () => void> = {
      acknowledge: () => runOffered(['acknowledge', 'unacknowledge'], detail, actions),
      resolve: () => runOffered(['resolve', 'reopen'], detail, actions),
      severity: () => openVerb('severity'),
      snooze: () => openVerb(snoozedUntil ? 'unsnooze' : 'snooze'),
      merge: () => openVerb('merge'),
      assign: () => refusal('note', detail) === undefined && setDialog('commander'),
      note: () => goTo('incident-note'),
      message: () => goTo('incident-write-update'),
      help: () => setDialog('keys'),
    };
    does[key]();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the page, also before something in it has the focus
    <div
      ref={place}
      className={styles}
      tabIndex={-1}
      role="group"
      aria-label={t('incident.page', 'Incident; press ? for its keys')}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      {children(setDialog)}
      {dialog === 'keys' && (
        <KeysDialog title={t('incident.keys', 'Keys of this page')} keys={pageKeys()} onClose={close} />
      )}
      {dialog === 'commander' && <CommanderDialog number={detail.incident.number} onDismiss={close} />}
      {dialog && dialog !== 'keys' && dialog !== 'commander' && (
        <MoreDialog key={dialog} verb={dialog} detail={detail} onDismiss={close} />
      )}
    </div>
  );
}

/** The one of two opposite actions that the state offers, if it is allowed. */
function runOffered(names: string[], detail: IncidentDetail, actions: Actions) {
  const action = offeredActions(detail.incident).find((one) => names.includes(one));
  if (action && !actions.running && refusal(action, detail) === undefined) {
    actions.run(action);
  }
}

function goTo(id: string) {
  const element = document.getElementById(id);
  element?.scrollIntoView({ block: 'center' });
  element?.focus();
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    minWidth: 0,
    '&:focus-visible': { outline: `1px dashed ${theme.colors.primary.border}`, outlineOffset: theme.spacing(0.5) },
  });
