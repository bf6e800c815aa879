import {
  FieldColorModeId,
  FieldConfigProperty,
  type PanelOptionsEditorBuilder,
  type SetFieldConfigOptionsArgs,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { commonOptionsBuilder } from '@grafana/ui';

import { type SeriesOptions } from '../../timeline/tracks';
import { FieldEditor } from './FieldEditor';
import { roleHelp, roleName } from './roles';
import { DEFAULTS, ROLES, type TimelineOptions } from './types';

type Builder = PanelOptionsEditorBuilder<TimelineOptions>;

export function addOptions(builder: Builder) {
  addShown(builder);
  addGaps(builder);
  addFields(builder);
}

function addShown(builder: Builder) {
  const category = [t('timeline-panel.category.timeline', 'Timeline')];
  builder
    .addBooleanSwitch({
      path: 'phases',
      name: t('timeline-panel.phases', 'Phases'),
      description: t('timeline-panel.phases-help', 'Undetected, triage, mitigation and monitoring, shaded.'),
      category,
      defaultValue: DEFAULTS.phases,
    })
    .addBooleanSwitch({
      path: 'severity',
      name: t('timeline-panel.severity', 'Severity over time'),
      category,
      defaultValue: DEFAULTS.severity,
    })
    .addBooleanSwitch({
      path: 'changeLines',
      name: t('timeline-panel.change-lines', 'Lines for changes'),
      description: t(
        'timeline-panel.change-lines-help',
        'A line over everything for each entry of the lane of changes.'
      ),
      category,
      defaultValue: DEFAULTS.changeLines,
    })
    .addBooleanSwitch({
      path: 'annotations',
      name: t('timeline-panel.annotations', 'Annotations of the dashboard'),
      category,
      defaultValue: DEFAULTS.annotations,
    })
    .addRadio({
      path: 'logs',
      name: t('timeline-panel.logs', 'Lines of logs'),
      category,
      defaultValue: DEFAULTS.logs,
      settings: {
        options: [
          { value: 'count', label: t('timeline-panel.logs-count', 'Count over time') },
          { value: 'entries', label: t('timeline-panel.logs-entries', 'An entry each') },
        ],
      },
    });
}

function addGaps(builder: Builder) {
  const category = [t('timeline-panel.category.timeline', 'Timeline')];
  builder
    .addRadio({
      path: 'gaps',
      name: t('timeline-panel.gaps', 'Gaps'),
      description: t(
        'timeline-panel.gaps-help',
        'Marks times without an entry. Automatic: an eighth of the timeline, at least 5 minutes.'
      ),
      category,
      defaultValue: DEFAULTS.gaps,
      settings: {
        options: [
          { value: 'auto', label: t('timeline-panel.gaps-auto', 'Automatic') },
          { value: 'minutes', label: t('timeline-panel.gaps-minutes', 'Minutes') },
          { value: 'off', label: t('timeline-panel.gaps-off', 'Off') },
        ],
      },
    })
    .addNumberInput({
      path: 'gapMinutes',
      name: t('timeline-panel.gap-minutes', 'Gap of at least (minutes)'),
      category,
      defaultValue: DEFAULTS.gapMinutes,
      settings: { min: 1 },
      showIf: ({ gaps }) => gaps === 'minutes',
    });
}

function addFields(builder: Builder) {
  const category = [t('timeline-panel.category.fields', 'Fields of the entries')];
  for (const role of ROLES) {
    builder.addCustomEditor({
      id: `fields.${role}`,
      path: `fields.${role}`,
      name: roleName(role),
      description: roleHelp(role),
      category,
      editor: FieldEditor,
    });
  }
}

/** Of the series: standard options, how they are drawn, and the value that was promised. */
export const FIELD_OPTIONS: SetFieldConfigOptionsArgs<SeriesOptions> = {
  disableStandardOptions: [FieldConfigProperty.Thresholds, FieldConfigProperty.Filterable, FieldConfigProperty.Actions],
  standardOptions: { [FieldConfigProperty.Color]: { defaultValue: { mode: FieldColorModeId.PaletteClassic } } },
  useCustomConfig: (builder) => {
    const category = [t('timeline-panel.category.series', 'Series')];
    builder
      .addRadio({
        path: 'draw',
        name: t('timeline-panel.draw', 'Draw as'),
        category,
        defaultValue: 'line',
        settings: {
          options: [
            { value: 'line', label: t('timeline-panel.draw-line', 'Line') },
            { value: 'bars', label: t('timeline-panel.draw-bars', 'Bars') },
          ],
        },
      })
      .addNumberInput({
        path: 'slo',
        name: t('timeline-panel.slo', 'SLO line'),
        description: t(
          'timeline-panel.slo-help',
          'The promised value, in the unit of the series as it is stored: 0.01 for 1 %.'
        ),
        category,
      });
    commonOptionsBuilder.addHideFrom(builder);
  },
};
