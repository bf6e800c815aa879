import React, { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { t } from '@grafana/i18n';
import { locationService } from '@grafana/runtime';

import { incidentPath } from '../app/nav';
import { DeclareForm, type IncidentDraft } from '../ui/declare/DeclareForm';
import { Loading } from '../ui/Loading';
import { AttachForm } from './AttachForm';
import { EMPTY_DRAFT } from './draft';
import { PickIncident } from './PickIncident';
import { Surface } from './Surface';

interface BodyProps {
  onDismiss?: () => void;
}

type MakeDraft = () => Promise<IncidentDraft>;

export function declareDialog(makeDraft: MakeDraft): ComponentType<BodyProps> {
  return function DeclareBody({ onDismiss = nothing }: BodyProps) {
    return (
      <Surface>
        <Drafted makeDraft={makeDraft}>
          {(draft) => (
            <DeclareForm
              draft={draft}
              onCancel={onDismiss}
              onDone={(number) => {
                onDismiss();
                goTo(number);
              }}
            />
          )}
        </Drafted>
      </Surface>
    );
  };
}

export function attachDialog(makeDraft: MakeDraft): ComponentType<BodyProps> {
  return function AttachBody({ onDismiss = nothing }: BodyProps) {
    return (
      <Surface>
        <Drafted makeDraft={makeDraft}>{(draft) => <AttachForm draft={draft} onClose={onDismiss} />}</Drafted>
      </Surface>
    );
  };
}

export function goToDialog(): ComponentType<BodyProps> {
  return function GoToBody({ onDismiss = nothing }: BodyProps) {
    return (
      <Surface>
        <PickIncident
          state="all"
          onPick={({ number }) => {
            onDismiss();
            goTo(number);
          }}
        />
      </Surface>
    );
  };
}

/** Made once per dialog: what is attached is what was seen when it was opened. */
function Drafted({ makeDraft, children }: { makeDraft: MakeDraft; children: (draft: IncidentDraft) => ReactNode }) {
  const [draft, setDraft] = useState<IncidentDraft>();
  useEffect(() => {
    let gone = false;
    // What Grafana passes has no contract; an incident can be declared without it.
    void makeDraft()
      .catch((error: unknown) => ({ ...EMPTY_DRAFT, omitted: whyNot(error) }))
      .then((made) => !gone && setDraft(made));
    return () => {
      gone = true;
    };
  }, [makeDraft]);
  return draft ? children(draft) : <Loading />;
}

function whyNot(error: unknown): string {
  return t('ext.nothing-read', 'What was open could not be read: {{why}}', {
    why: error instanceof Error ? error.message : String(error),
    interpolation: { escapeValue: false },
  });
}

function goTo(number: number) {
  locationService.push(incidentPath(number));
}

function nothing() {}
