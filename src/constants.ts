/** The id in plugin.json; a test keeps the two equal. */
export const PLUGIN_ID = 'strata-sre-app';

/** In `meta.custom.strata` of a frame: each row is an incident, `Number` is its number. */
export const INCIDENTS_FRAME = 'incidents';

/** In `meta.custom.strata` of a frame: each row is an entry of the timeline of the incident `meta.custom.incident`. */
export const TIMELINE_FRAME = 'timeline';
