import React from 'react';
import { t } from '@grafana/i18n';
import { PluginPage } from '@grafana/runtime';

import { navUrl, ROUTES } from '../app/nav';
import { EmptyState } from '../ui/EmptyState';
import { isAdmin } from '../ui/user';
import { ChannelsSection } from './channels/ChannelsSection';
import { OnCallSection } from './channels/OnCallSection';
import { HeartbeatsSection } from './heartbeats/HeartbeatsSection';
import { MaintenanceSection } from './maintenance/MaintenanceSection';
import { RulesSection } from './rules/RulesSection';
import { SignalsSection } from './signals/SignalsSection';
import { SourcesSection } from './sources/SourcesSection';
import { StatusSection } from './status/StatusSection';

export function SettingsPage() {
  return (
    <PluginPage
      pageNav={{ text: t('settings.title', 'Settings'), url: navUrl(ROUTES.settings) }}
      subTitle={t('settings.subtitle', 'What works, where alerts come from, and what is watched')}
    >
      {isAdmin() ? (
        <>
          <StatusSection />
          <SourcesSection />
          <RulesSection />
        </>
      ) : (
        <EmptyState icon="lock" title={t('settings.admins', 'Status and sources are for administrators')}>
          {t(
            'settings.why',
            'A source holds a token that lets alerts in, so it needs the role Admin of this organisation. Ask one of its administrators.'
          )}
        </EmptyState>
      )}
      <ChannelsSection />
      <OnCallSection />
      <MaintenanceSection />
      <HeartbeatsSection />
      <SignalsSection />
    </PluginPage>
  );
}
