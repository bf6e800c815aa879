// The whole panel is this one file: a dashboard loads it at once.
import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';

import { loadFromApp } from '../../publicPath';
import { migrate } from './migrate';
import { addOptions, FIELD_OPTIONS } from './options';
import { suggest } from './suggest';
import { TimelinePanel } from './TimelinePanel';
import { type TimelineOptions } from './types';

loadFromApp();
// Nothing is awaited inside as long as no file has to be loaded, so texts are there before Grafana asks for the options.
void initPluginTranslations('strata-pirtimeline-panel');

export const plugin = new PanelPlugin<TimelineOptions>(TimelinePanel)
  .setPanelOptions(addOptions)
  .useFieldConfig(FIELD_OPTIONS)
  .setMigrationHandler(migrate)
  .setDataSupport({ annotations: true, alertStates: false })
  .setSuggestionsSupplier(suggest);
