import { t } from '@grafana/i18n';

import { type AppSettings, teamOf, type TeamSettings, useAppSettings } from '../../../api/appSettings';
import { isAdmin } from '../../../ui/user';

interface Team {
  /** Undefined while they are loaded, and for everybody but administrators. */
  settings?: AppSettings;
  team?: TeamSettings;
  /** Why nothing can be changed now; undefined when it can. */
  why?: string;
  loading: boolean;
}

/** Channels, contacts and rotations as Grafana keeps them, for those who may change them. */
export function useTeam(): Team {
  const admin = isAdmin();
  const { data, error } = useAppSettings(admin);
  if (!admin) {
    return {
      loading: false,
      why: t('team.admins', 'Administrators change channels, contacts, rotations and connections'),
    };
  }
  if (!data) {
    return { loading: !error, why: error?.message ?? t('team.loading', 'The settings are being loaded') };
  }
  return { loading: false, settings: data, team: teamOf(data) };
}
