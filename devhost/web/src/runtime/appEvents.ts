import { EventBusSrv } from '@grafana/data';

/** The page's event bus: what plugins get from getAppEvents(). */
export const appEvents = new EventBusSrv();
