// What Grafana 13.2 reads from its provisioning files, as JSON Schemas of our own: every field is listed, so a
// misspelt one is an error here, where Grafana would silently ignore it.
// Source: Grafana's documentation, "Provision Grafana" and "Use configuration files to provision alerting resources".

const text = { type: 'string', minLength: 1 };
const flag = { type: 'boolean' };
const count = { type: 'integer' };
const time = { type: 'string', pattern: '^([0-9]+(ms|s|m|h|d|w))+$' };
const texts = { type: 'object', additionalProperties: { type: 'string' } };
const anything = { type: 'object' };
// Grafana puts the environment in the place of $NAME in labels, but takes annotations as they are.
const ruleLabels = { type: 'object', additionalProperties: { type: 'string', not: { pattern: '(^|[^$])[$](labels|values|value)\\b' } } };
const ruleAnnotations = { type: 'object', additionalProperties: { type: 'string', not: { pattern: '[$][$]' } } };

function object(required, properties) {
  return { type: 'object', required, properties, additionalProperties: false };
}

function listOf(items) {
  return { type: 'array', minItems: 1, items };
}

const datasource = object(['name', 'type', 'access', 'uid'], {
  name: text, uid: text, type: text, orgId: count, url: text, user: text, database: text,
  access: { enum: ['proxy', 'direct'] },
  basicAuth: flag, basicAuthUser: text, withCredentials: flag, isDefault: flag, editable: flag, version: count,
  jsonData: anything, secureJsonData: texts,
});

const app = object(['type'], {
  type: text, org_id: count, org_name: text, disabled: flag, pinned: flag, jsonData: anything, secureJsonData: texts,
});

const webhookSettings = object(['url'], {
  url: { type: 'string', format: 'uri' },
  httpMethod: { enum: ['POST', 'PUT'] },
  username: text, password: text, authorization_scheme: text, authorization_credentials: text,
  headers: texts, maxAlerts: count, title: text, message: text, payload: anything, hmacConfig: anything, tlsConfig: anything,
});

const receiver = object(['uid', 'type', 'settings'], {
  uid: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' },
  type: { const: 'webhook' },
  disableResolveMessage: flag,
  settings: webhookSettings,
});

const contactPoint = object(['name', 'receivers'], { orgId: count, name: text, receivers: listOf(receiver) });

const route = {
  receiver: text, group_by: listOf(text), group_wait: time, group_interval: time, repeat_interval: time,
  continue: flag, mute_time_intervals: listOf(text), active_time_intervals: listOf(text),
  matchers: listOf(text), object_matchers: listOf({ type: 'array', minItems: 3, maxItems: 3 }),
  routes: listOf(anything),
};

const policy = object(['receiver'], { orgId: count, ...route });

const ruleQuery = object(['refId', 'datasourceUid', 'model'], {
  refId: text, queryType: text, datasourceUid: text,
  relativeTimeRange: object(['from', 'to'], { from: count, to: count }),
  model: { type: 'object', required: ['refId'], properties: { refId: text } },
});

const rule = object(['uid', 'title', 'condition', 'data', 'for', 'noDataState', 'execErrState'], {
  uid: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' },
  title: { type: 'string', maxLength: 190 },
  condition: text, for: time, keep_firing_for: time, isPaused: flag, dashboardUid: text, panelId: count,
  noDataState: { enum: ['OK', 'NoData', 'Alerting', 'KeepLast'] },
  execErrState: { enum: ['OK', 'Error', 'Alerting', 'KeepLast'] },
  labels: ruleLabels, annotations: ruleAnnotations, notification_settings: anything, record: anything,
  data: listOf(ruleQuery),
});

const ruleGroup = object(['name', 'folder', 'interval', 'rules'], {
  orgId: count, name: text, folder: text, interval: time, rules: listOf(rule),
});

// Grafana puts the environment in the place of $NAME here too.
const template = object(['name', 'template'], {
  orgId: count, name: text, template: { type: 'string', minLength: 1, not: { pattern: '[$][A-Za-z_{]' } },
});

function file(name, items) {
  return object(['apiVersion', name], { apiVersion: { const: 1 }, prune: flag, [name]: listOf(items) });
}

/** Schema by the folder and the list that a file carries. */
export const schemas = {
  datasources: { datasources: file('datasources', datasource) },
  plugins: { apps: file('apps', app) },
  alerting: {
    contactPoints: file('contactPoints', contactPoint),
    policies: file('policies', policy),
    groups: file('groups', ruleGroup),
    templates: file('templates', template),
  },
};
