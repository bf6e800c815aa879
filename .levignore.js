// Read by @grafana/levitate (scripts/levitate.mjs): names whose change between Grafana versions was looked at.
module.exports = {
  changes: [
    // The type GrafanaBootConfig grew; that every field which src/ reads is in the oldest version is checked in scripts/levitate.mjs.
    /^config$/,
  ],
};
