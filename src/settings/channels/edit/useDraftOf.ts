import { useEffect, useState } from 'react';

import { type AppSettings, type TeamSettings, useDraft } from '../../../api/appSettings';

const SETTLE_MS = 400;

/** What would come of settings, asked for when the typing pauses. */
export function useDraftOf(settings: AppSettings, team: TeamSettings, wanted: boolean) {
  const text = JSON.stringify(team);
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useDraft(settings, wanted ? (JSON.parse(settled) as TeamSettings) : undefined);
}
