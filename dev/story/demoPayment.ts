import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { StartFailure } from '../startFailure';

const paymentSchema = z.object({
  id: z.string(),
  state: z.string(),
  phone: z.string(),
  amountKes: z.number(),
  receipt: z.string().nullable(),
  grade: z.string().nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});

const problemSchema = z.object({ detail: z.string() });

export type DemoPayment = z.infer<typeof paymentSchema>;

/** A merchant's server, as far as the demo needs one: two calls of the public API. */
export class DemoShop {
  constructor(
    private readonly apiUrl: string,
    private readonly apiKey: string,
    private readonly signal: AbortSignal,
  ) {}

  async askFor(phone: string, amountKes: number, reference: string): Promise<DemoPayment> {
    return this.call('/v1/payments', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ amountKes, phone, reference }),
    });
  }

  async outcomeOf(paymentId: string, waitSeconds: number): Promise<DemoPayment> {
    return this.call(`/v1/payments/${paymentId}?waitSeconds=${waitSeconds}`, {});
  }

  private async call(path: string, init: RequestInit): Promise<DemoPayment> {
    const headers = { ...init.headers, authorization: `Bearer ${this.apiKey}` };
    const response = await fetch(this.apiUrl + path, { ...init, headers, signal: this.signal });
    const body: unknown = await response.json();
    if (response.ok) return paymentSchema.parse(body);
    throw new StartFailure(`The API refused the demo payment: ${problemSchema.parse(body).detail}`);
  }
}
