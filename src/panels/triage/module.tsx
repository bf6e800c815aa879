// The whole panel is this one file, without scenes: a dashboard loads it at once.
import React, { lazy, Suspense } from 'react';
import { PanelPlugin, type PanelProps } from '@grafana/data';

import { loadFromApp } from '../../publicPath';
import { initTranslations } from '../../translations';
import { changedFrom, migrate } from './migrate';
import { addOptions, FIELD_OPTIONS } from './options';
import { suggest } from './suggest';
import { type TriageOptions } from './types';

loadFromApp();
// English is there at once; another language is a file, which the panel waits for.
const translated = initTranslations();

const Panel = lazy(async () => {
  await translated;
  return { default: (await import(/* webpackMode: "eager" */ './TriagePanel')).TriagePanel };
});

function TriagePanel(props: PanelProps<TriageOptions>) {
  return (
    <Suspense fallback={null}>
      <Panel {...props} />
    </Suspense>
  );
}

export const plugin = new PanelPlugin<TriageOptions>(TriagePanel)
  .setPanelOptions(addOptions)
  .useFieldConfig(FIELD_OPTIONS)
  .setMigrationHandler(migrate)
  .setPanelChangeHandler(changedFrom)
  .setSuggestionsSupplier(suggest);
