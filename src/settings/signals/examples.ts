/** What stands in empty fields: a signal of a shop that Strata cannot know of. */
export const EXAMPLES = {
  id: 'shop-orders',
  expr: 'sum by (service) (rate(orders_total{service=~"$service"}[$__rate_interval]))',
  exporter: 'shop',
  legend: '{{service}}',
  metric: 'orders_total',
  duration: '5m',
  alert: 'NoOrders',
  runbook: 'no-orders',
  summary: 'No orders at {{ $labels.service }}',
  elasticsearch:
    '{ "index": "logs-*", "query": "*", "metrics": [{ "id": "1", "type": "count" }], "bucketAggs": [], "needs": [] }',
} as const;
