import React from 'react';
import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import { Navigate, useParams } from 'react-router-dom';

import { navUrl, ROUTES, settingsPath } from '../app/nav';
import { EmptyState } from '../ui/EmptyState';
import { isAdmin } from '../ui/user';
import { Page } from '../ui/Page';
import { SettingsTabs } from './SettingsTabs';
import { type SettingsTab, settingsTabs } from './tabs';

/** One tab of the settings; its name stands in the address. */
export function SettingsPage() {
  const styles = useStyles2(getStyles);
  const { tab = 'status' } = useParams();
  const tabs = settingsTabs();
  const open = tabs.find(({ id }) => id === tab);
  if (!open) {
    return <Navigate to={settingsPath()} replace />;
  }
  return (
    <Page
      width="text"
      pageNav={{ text: t('settings.title', 'Settings'), url: navUrl(ROUTES.settings) }}
      subTitle={t('settings.subtitle', 'What works, where alerts come from, and what is watched')}
    >
      <SettingsTabs tabs={tabs} open={open.id} />
      <div className={styles}>
        {open.admins && !isAdmin() ? <ForAdmins tab={open} /> : <open.Content key={open.id} />}
      </div>
    </Page>
  );
}

function ForAdmins({ tab }: { tab: SettingsTab }) {
  return (
    <EmptyState icon="lock" title={t('settings.admins', 'This is for administrators')}>
      {t('settings.why', '“{{tab}}” needs the role Admin of this organisation. Ask one of its administrators.', {
        tab: tab.label,
        interpolation: { escapeValue: false },
      })}
    </EmptyState>
  );
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    padding: theme.spacing(2, 0, 4),
    // Tabs begin at one height, and a heading keeps off the text that explains it.
    '> section:first-of-type': { marginTop: 0 },
    'h2 + p': { marginTop: theme.spacing(1) },
  });
