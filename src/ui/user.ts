import { config } from '@grafana/runtime';

/** The signed-in user's rights, only to explain: the backend decides. */
export function isAdmin(): boolean {
  const { orgRole, isGrafanaAdmin } = config.bootData.user;
  return isGrafanaAdmin || orgRole === 'Admin';
}

export function isEditor(): boolean {
  return isAdmin() || config.bootData.user.orgRole === 'Editor';
}
