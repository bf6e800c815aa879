import React from 'react';
import { Alert } from '@grafana/ui';
import { useLocation } from 'react-router';
import { PluginPage } from './PluginPage';

/** Stands for every page that only a real Grafana has: dashboards, alert rules, administration. */
export function GrafanaPage() {
  const { pathname, search } = useLocation();
  return (
    <PluginPage pageNav={{ text: 'A page of Grafana' }}>
      <Alert severity="info" title="This link opens a page of Grafana, which the devhost does not have">
        <code>
          {pathname}
          {search}
        </code>
      </Alert>
    </PluginPage>
  );
}
