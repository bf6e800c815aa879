import { t } from '@grafana/i18n';
import { type PluginExtensionEventHelpers } from '@grafana/data';

import { type ExploreContext, type PanelContext, type RuleContext } from './contexts';
import { attachDialog, declareDialog, goToDialog } from './dialogs';
import { draftOfPanel, draftOfQuery, draftOfRule, EMPTY_DRAFT } from './draft';

type Helpers<Context extends object> = PluginExtensionEventHelpers<Context>;

const WIDTH = 'min(640px, 100%)';

/** What the links do, each by the dialog that it opens. Loaded when somebody uses one. */
export const actions = {
  declare: ({ openModal }: Helpers<object>) =>
    openModal({ title: declareTitle(), width: WIDTH, body: declareDialog(() => Promise.resolve(EMPTY_DRAFT)) }),
  declareForPanel: ({ context = {}, openModal }: Helpers<PanelContext>) =>
    openModal({ title: declareTitle(), width: WIDTH, body: declareDialog(() => draftOfPanel(context)) }),
  declareForQuery: ({ context = {}, openModal }: Helpers<ExploreContext>) =>
    openModal({ title: declareTitle(), width: WIDTH, body: declareDialog(() => draftOfQuery(context)) }),
  declareForRule: ({ context = {}, openModal }: Helpers<RuleContext>) =>
    openModal({
      title: declareTitle(),
      width: WIDTH,
      body: declareDialog(() => Promise.resolve(draftOfRule(context))),
    }),
  attachPanel: ({ context = {}, openModal }: Helpers<PanelContext>) =>
    openModal({ title: attachTitle(), width: WIDTH, body: attachDialog(() => draftOfPanel(context)) }),
  attachQuery: ({ context = {}, openModal }: Helpers<ExploreContext>) =>
    openModal({ title: attachTitle(), width: WIDTH, body: attachDialog(() => draftOfQuery(context)) }),
  goToIncident: ({ openModal }: Helpers<object>) =>
    openModal({ title: t('ext.go-to', 'Go to incident'), width: WIDTH, body: goToDialog() }),
};

export type Actions = typeof actions;

function declareTitle(): string {
  return t('ext.declare', 'Declare incident in Strata');
}

function attachTitle(): string {
  return t('ext.attach', 'Add to an incident of Strata');
}
