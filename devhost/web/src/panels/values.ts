import {
  type FieldDisplay,
  type PanelOptionsEditorBuilder,
  type PanelProps,
  getFieldDisplayValues,
} from '@grafana/data';
import { type SingleStatBaseOptions, VizOrientation } from '@grafana/schema';
import { useTheme2 } from '@grafana/ui';

/** Registers reduceOptions, orientation and text with Grafana's defaults. */
export function addValueOptions<T>(builder: PanelOptionsEditorBuilder<T>) {
  addOption(builder, 'reduceOptions.values', false);
  addOption(builder, 'reduceOptions.calcs', ['lastNotNull']);
  addOption(builder, 'reduceOptions.fields', '');
  addOption(builder, 'orientation', VizOrientation.Auto);
}

/** Adds an option without editor: the devhost has no panel editor. */
export function addOption<T>(builder: PanelOptionsEditorBuilder<T>, path: string, defaultValue: unknown) {
  builder.addCustomEditor({ id: path, path, name: path, editor: () => null, defaultValue });
}

/** The values a stat-like panel shows. */
export function useValues<T extends SingleStatBaseOptions>(
  props: PanelProps<T>,
  sparkline: boolean
): () => FieldDisplay[] {
  const theme = useTheme2();
  const { data, options, fieldConfig, replaceVariables, timeZone } = props;
  return () =>
    getFieldDisplayValues({
      data: data.series,
      reduceOptions: options.reduceOptions,
      fieldConfig,
      replaceVariables,
      timeZone,
      theme,
      sparkline,
    });
}
