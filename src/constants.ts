/** The id in plugin.json; a test keeps the two equal. */
export const PLUGIN_ID = 'strata-sre-app';
