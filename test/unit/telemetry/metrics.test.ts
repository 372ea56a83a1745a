import { createMetrics } from '../../../telemetry/metrics/metrics';

const PRIVATE_LABEL = /phone|msisdn|merchant|payment|shortcode|receipt|reference|token|checkout/i;

describe('the metrics of a process', () => {
  // Guarantees that a scrape names nobody, and that labels cannot grow with the customers (M15).
  it('has no label that names a phone, a merchant or a payment', () => {
    const all: object[] = createMetrics('test').registry.getMetricsAsArray();
    const labels = all.flatMap((metric) => Reflect.get(metric, 'labelNames') as string[]);
    expect(labels).toContain('result');
    for (const label of labels) expect(label).not.toMatch(PRIVATE_LABEL);
  });

  it('offers each series under its name', async () => {
    const metrics = createMetrics('worker');
    metrics.darajaRequests.inc({ operation: 'stk_push', result: 'accepted' });
    metrics.darajaRequestSeconds.observe({ operation: 'stk_push' }, 0.4);
    metrics.httpRequests.inc({ route: '/v1/payments', method: 'POST', status: '202' });
    metrics.httpRequestSeconds.observe({ route: '/v1/payments' }, 0.01);
    metrics.storeCommands.inc({ kind: 'write', command: 'update' });
    metrics.paymentsSettled.inc({ state: 'succeeded' });
    metrics.webhookDeliveries.inc({ result: 'delivered' });
    metrics.callbacks.inc({ outcome: 'stored' });
    const text = await metrics.registry.metrics();
    for (const series of [
      'hakika_daraja_requests_total{operation="stk_push",result="accepted",service="worker"} 1',
      'hakika_daraja_request_seconds_count{service="worker",operation="stk_push"} 1',
      'hakika_http_requests_total{route="/v1/payments",method="POST",status="202",',
      'hakika_http_request_seconds_count{service="worker",route="/v1/payments"} 1',
      'hakika_store_commands_total{kind="write",command="update",service="worker"} 1',
      'hakika_payments_settled_total{state="succeeded",service="worker"} 1',
      'hakika_webhook_deliveries_total{result="delivered",service="worker"} 1',
      'hakika_callbacks_total{outcome="stored",service="worker"} 1',
      'process_cpu_seconds_total',
    ]) {
      expect(text).toContain(series);
    }
  });

  it('keeps the processes of one test apart', async () => {
    const first = createMetrics('first');
    createMetrics('second').callbacks.inc({ outcome: 'stored' });
    expect(await first.registry.getSingleMetricAsString('hakika_callbacks_total')).not.toContain(
      'stored',
    );
  });
});
