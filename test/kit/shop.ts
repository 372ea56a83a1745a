import { randomUUID } from 'node:crypto';
import type { PresentedPayment } from '../../api/public/payments/presentPayment';
import type { TestSystem } from './system';
import { freshPhone, freshReference } from './fresh';
import { until } from './until';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

interface Call {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call of the public API with the test merchant's key. */
export async function call<T = Record<string, unknown>>(
  system: TestSystem,
  method: string,
  path: string,
  { body, headers = {} }: Call = {},
): Promise<Answer<T>> {
  const response = await fetch(system.urls.api + path, {
    method,
    headers: {
      authorization: `Bearer ${system.merchant.apiKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = (text === '' ? {} : JSON.parse(text)) as T;
  return { status: response.status, headers: response.headers, body: parsed };
}

interface Order {
  readonly amountKes?: number;
  readonly phone?: string;
  readonly reference?: string;
}

/** Asks for a payment and returns it as it was accepted. */
export async function askFor(system: TestSystem, order: Order = {}): Promise<PresentedPayment> {
  const answer = await call<PresentedPayment>(system, 'POST', '/v1/payments', {
    body: { amountKes: 100, phone: freshPhone(), reference: freshReference(), ...order },
    headers: { 'idempotency-key': randomUUID() },
  });
  if (answer.status !== 202) throw new Error(`Not accepted: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** The payment once it is in one of the states. */
export async function reaches(
  system: TestSystem,
  paymentId: string,
  ...states: readonly string[]
): Promise<PresentedPayment> {
  return until(`payment ${paymentId} to be ${states.join(' or ')}`, async () => {
    const { body } = await call<PresentedPayment>(system, 'GET', `/v1/payments/${paymentId}`);
    return states.includes(body.state) && body;
  });
}
