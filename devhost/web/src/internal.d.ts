// Modules of @grafana packages without a public name; build.mjs maps `internal:` to their files.
declare module 'internal:@grafana/i18n/i18n' {
  import { type BackendModule } from 'i18next';
  export function initializeI18n(options: {
    language: string;
    ns?: string[];
    module?: BackendModule;
  }): Promise<{ language: string | undefined }>;
}

declare module 'internal:@grafana/runtime/services/dataSource/settings' {
  import { type DataSourceInstanceSettings } from '@grafana/data';
  export function initDataSourceInstanceSettings(
    settings: Record<string, DataSourceInstanceSettings>,
    defaultName: string
  ): void;
}

declare module 'internal:@grafana/runtime/components/PluginPage' {
  import { type ComponentType } from 'react';
  import { type PluginPageProps } from '@grafana/runtime';
  export function setPluginPage(component: ComponentType<PluginPageProps>): void;
}

declare module 'systemjs/dist/*';
declare module 'prismjs';
