import React, { type ComponentType } from 'react';
import { t } from '@grafana/i18n';

import { AlertRulesSection } from './alertrules/AlertRulesSection';
import { AuditSection } from './audit/AuditSection';
import { ChannelsSection } from './channels/ChannelsSection';
import { ConnectionsSection } from './channels/ConnectionsSection';
import { ContactsSection } from './channels/ContactsSection';
import { OnCallSection } from './channels/OnCallSection';
import { BackupsSection } from './data/BackupsSection';
import { RetentionSection } from './data/RetentionSection';
import { HeartbeatsSection } from './heartbeats/HeartbeatsSection';
import { MaintenanceSection } from './maintenance/MaintenanceSection';
import { RulesSection } from './rules/RulesSection';
import { SignalsSection } from './signals/SignalsSection';
import { SourcesSection } from './sources/SourcesSection';
import { StatusSection } from './status/StatusSection';
import { CheckSection } from './transfer/CheckSection';
import { ExportSection } from './transfer/ExportSection';

export interface SettingsTab {
  /** As it stands in the address; links lead to it, so it must not change. */
  id: string;
  label: string;
  /** Others see why they cannot. */
  admins: boolean;
  Content: ComponentType;
}

/** The tabs in the order in which an installation is set up. */
export function settingsTabs(): SettingsTab[] {
  return [
    { id: 'status', label: t('settings.tab.status', 'Status'), admins: true, Content: StatusSection },
    { id: 'sources', label: t('settings.tab.sources', 'Sources'), admins: true, Content: SourcesSection },
    {
      id: 'alert-rules',
      label: t('settings.tab.alert-rules', 'Alert rules'),
      admins: false,
      Content: AlertRulesSection,
    },
    { id: 'rules', label: t('settings.tab.rules', 'Rules'), admins: true, Content: RulesSection },
    { id: 'quiet', label: t('settings.tab.quiet', 'Quiet'), admins: false, Content: Quiet },
    { id: 'channels', label: t('settings.tab.channels', 'Channels and on call'), admins: false, Content: Channels },
    { id: 'signals', label: t('settings.tab.signals', 'Signals'), admins: false, Content: SignalsSection },
    { id: 'data', label: t('settings.tab.data', 'Data'), admins: true, Content: Data },
    { id: 'transfer', label: t('settings.tab.transfer', 'Import and export'), admins: true, Content: Transfer },
    { id: 'audit', label: t('settings.tab.audit', 'Audit'), admins: true, Content: AuditSection },
  ];
}

function Quiet() {
  return (
    <>
      <MaintenanceSection />
      <HeartbeatsSection />
    </>
  );
}

function Channels() {
  return (
    <>
      <ChannelsSection />
      <OnCallSection />
      <ContactsSection />
      <ConnectionsSection />
    </>
  );
}

function Data() {
  return (
    <>
      <RetentionSection />
      <BackupsSection />
    </>
  );
}

function Transfer() {
  return (
    <>
      <ExportSection />
      <CheckSection />
    </>
  );
}
