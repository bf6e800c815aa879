import { FieldConfigProperty, type PanelOptionsEditorBuilder, type SetFieldConfigOptionsArgs } from '@grafana/data';
import { t } from '@grafana/i18n';

import { LAYERS, SEVERITIES } from '../../api/types';
import { layerName } from '../../ui/layers';
import { severityMeaning } from '../../ui/severity';
import { FieldEditor } from './FieldEditor';
import { roleHelp, roleName } from './roles';
import { DEFAULTS, ROLES, type TriageOptions } from './types';

type Builder = PanelOptionsEditorBuilder<TriageOptions>;

export function addOptions(builder: Builder) {
  addBoard(builder);
  addFilters(builder);
  addFields(builder);
}

function addBoard(builder: Builder) {
  const category = [t('triage-panel.category.board', 'Board')];
  builder
    .addRadio({
      path: 'input',
      name: t('triage-panel.input', 'Shows'),
      description: t(
        'triage-panel.input-help',
        'Automatic: what the query finds; without a query, the open incidents of Strata.'
      ),
      category,
      defaultValue: DEFAULTS.input,
      settings: {
        options: [
          { value: 'auto', label: t('triage-panel.auto', 'Automatic') },
          { value: 'incidents', label: t('triage-panel.incidents', 'Incidents') },
          { value: 'query', label: t('triage-panel.query', 'Query') },
        ],
      },
    })
    .addRadio({
      path: 'view',
      name: t('triage-panel.view', 'View'),
      category,
      defaultValue: DEFAULTS.view,
      settings: {
        options: [
          { value: 'auto', label: t('triage-panel.auto', 'Automatic') },
          { value: 'lanes', label: t('triage-panel.lanes', 'Lanes') },
          { value: 'list', label: t('triage-panel.list', 'List') },
        ],
      },
    })
    .addBooleanSwitch({
      path: 'actions',
      name: t('triage-panel.actions', 'Actions'),
      description: t(
        'triage-panel.actions-help',
        'Buttons to acknowledge, snooze, merge and regrade incidents, where the panel has room.'
      ),
      category,
      defaultValue: DEFAULTS.actions,
    });
}

function addFilters(builder: Builder) {
  const category = [t('triage-panel.category.filters', 'Filters')];
  builder
    .addMultiSelect({
      path: 'severity',
      name: t('triage-panel.severity', 'Severity'),
      category,
      settings: { options: SEVERITIES.map((value) => ({ value, label: severityMeaning(value) })) },
    })
    .addMultiSelect({
      path: 'layer',
      name: t('triage-panel.layer', 'Layer'),
      category,
      settings: { options: LAYERS.map((value) => ({ value, label: layerName(value) })) },
    })
    .addTextInput({
      path: 'service',
      name: t('triage-panel.service', 'Service'),
      description: t('triage-panel.service-help', 'Names with commas between them, or a variable such as $service.'),
      category,
      defaultValue: DEFAULTS.service,
    })
    .addTextInput({
      path: 'words',
      name: t('triage-panel.words', 'Words in the title'),
      category,
      defaultValue: DEFAULTS.words,
    })
    .addBooleanSwitch({
      path: 'unacknowledged',
      name: t('triage-panel.unacknowledged', 'Only what nobody acknowledged'),
      category,
      defaultValue: DEFAULTS.unacknowledged,
    });
}

function addFields(builder: Builder) {
  const category = [t('triage-panel.category.fields', 'Fields of the query')];
  for (const role of ROLES) {
    builder.addCustomEditor({
      id: `fields.${role}`,
      path: `fields.${role}`,
      name: roleName(role),
      description: roleHelp(role),
      category,
      editor: FieldEditor,
      showIf: ({ input }) => input !== 'incidents',
    });
  }
}

/** Data links, value mappings, names and the text for an empty board; a board has no numbers to format. */
export const FIELD_OPTIONS: SetFieldConfigOptionsArgs = {
  disableStandardOptions: [
    FieldConfigProperty.Unit,
    FieldConfigProperty.Min,
    FieldConfigProperty.Max,
    FieldConfigProperty.Decimals,
    FieldConfigProperty.Thresholds,
    FieldConfigProperty.Color,
    FieldConfigProperty.Filterable,
    FieldConfigProperty.Actions,
  ],
};
