// The whole panel is this one file: a dashboard loads it at once.
import React, { lazy, Suspense } from 'react';
import { PanelPlugin, type PanelProps } from '@grafana/data';

import { loadFromApp } from '../../publicPath';
import { initTranslations } from '../../translations';
import { migrate } from './migrate';
import { addOptions, FIELD_OPTIONS } from './options';
import { suggest } from './suggest';
import { type TimelineOptions } from './types';

loadFromApp();
// English is there at once; another language is a file, which the panel waits for.
const translated = initTranslations();

const Panel = lazy(async () => {
  await translated;
  return { default: (await import(/* webpackMode: "eager" */ './TimelinePanel')).TimelinePanel };
});

function TimelinePanel(props: PanelProps<TimelineOptions>) {
  return (
    <Suspense fallback={null}>
      <Panel {...props} />
    </Suspense>
  );
}

export const plugin = new PanelPlugin<TimelineOptions>(TimelinePanel)
  .setPanelOptions(addOptions)
  .useFieldConfig(FIELD_OPTIONS)
  .setMigrationHandler(migrate)
  .setDataSupport({ annotations: true, alertStates: false })
  .setSuggestionsSupplier(suggest);
