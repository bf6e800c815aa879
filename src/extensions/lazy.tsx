// Part of module.js, see register.tsx: nothing heavy may be imported here.
import React, { type ComponentType, lazy, Suspense } from 'react';
import { AppEvents, type PluginExtensionEventHelpers } from '@grafana/data';
import { getAppEvents } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';

import { type Actions } from './actions';

type Action<Context extends object> = (helpers: PluginExtensionEventHelpers<Context>) => void;

/** What a link does; its code is loaded when somebody uses it. */
export function later<Context extends object>(pick: (actions: Actions) => Action<Context>) {
  return async (_event: unknown, helpers: PluginExtensionEventHelpers<Context>) => {
    try {
      const { actions } = await import('./actions');
      await ready();
      pick(actions)(helpers);
    } catch (error) {
      // Translations come with what could not be loaded.
      const why = error instanceof Error ? error.message : String(error);
      getAppEvents().publish({ type: AppEvents.alertError.name, payload: ['Strata could not be loaded', why] });
    }
  };
}

async function ready() {
  const { initTranslations } = await import('../translations');
  await initTranslations();
}

/** A component of Strata in a page of somebody else. */
export function lazyComponent<Props extends object>(
  load: () => Promise<ComponentType<Props>>
): (props: Props) => React.JSX.Element {
  const Loaded = lazy<ComponentType<Props>>(async () => {
    await ready();
    return { default: await load() };
  }) as ComponentType<Props>;
  return function StrataComponent(props: Props) {
    return (
      <Suspense fallback={<LoadingPlaceholder text="" />}>
        <Loaded {...props} />
      </Suspense>
    );
  };
}
