// Part of module.js, see register.tsx: nothing heavy may be imported here.
import React, { type ComponentType, lazy, Suspense } from 'react';
import { AppEvents, type PluginExtensionEventHelpers } from '@grafana/data';
import { getAppEvents, locationService } from '@grafana/runtime';
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

/** Follows a link by a handler: the menu of an alert rule knows no paths. What is not in this Grafana opens in a new tab. */
export function going<Context extends object>(
  addressOf: (context: Readonly<Context> | undefined) => string | undefined
) {
  return (_event: unknown, { context }: PluginExtensionEventHelpers<Context>) => {
    const address = addressOf(context);
    if (address?.startsWith('/')) {
      locationService.push(address);
    } else if (address) {
      window.open(address, '_blank', 'noopener,noreferrer');
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
