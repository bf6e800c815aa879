import React from 'react';
import { Alert } from '@grafana/ui';
import { useLocation } from 'react-router';
import { PluginPage } from './PluginPage';

function panesOf(search: string): string {
  const params = new URLSearchParams(search);
  const raw = params.get('panes') ?? params.get('left');
  if (!raw) {
    return 'The link has no panes.';
  }
  try {
    return JSON.stringify(JSON.parse(raw), null, 2);
  } catch {
    return `The panes are not JSON: ${raw}`;
  }
}

/** Where links to Explore lead: shows what Grafana would open. */
export function ExplorePage() {
  return (
    <PluginPage pageNav={{ text: 'Explore' }}>
      <div>
        <Alert severity="info" title="This link opens Explore in a Grafana; the devhost shows what it asks for" />
        <pre data-testid="devhost explore panes">{panesOf(useLocation().search)}</pre>
      </div>
    </PluginPage>
  );
}
