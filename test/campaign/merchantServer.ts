import { setTimeout as pause } from 'node:timers/promises';
import type { PresentedPayment } from '../../api/public/payments/presentPayment';
import type { Installation } from './installation';
import type { Purchase } from './purchases';

/** How the calls for one purchase ended. */
export interface Asked {
  readonly purchase: Purchase;
  /** The payment that the API named; null where no call was ever accepted. */
  readonly paymentId: string | null;
  readonly calls: number;
  /** An answer that a good client must never get. */
  readonly refusedWith: string | null;
}

type Calling = Pick<Installation, 'apiUrl' | 'merchant'>;

const CALL_TIMEOUT_MS = 20_000;
const REPEAT_AFTER_MS = 700;
const REPEAT_FOR_MS = 110_000;

/**
 * A merchant's server as it should be: where the answer is lost or says so, it repeats the request
 * with the same Idempotency-Key. One that gives up calls once, and never learns what became of it.
 */
export async function buy(calling: Calling, purchase: Purchase): Promise<Asked> {
  const fromMs = performance.now();
  for (let calls = 1; ; calls += 1) {
    const answer = await ask(calling, purchase);
    if (answer.kind === 'accepted') {
      return { purchase, paymentId: answer.paymentId, calls, refusedWith: null };
    }
    if (answer.kind === 'refused') {
      return { purchase, paymentId: null, calls, refusedWith: answer.text };
    }
    const isOver = performance.now() - fromMs > REPEAT_FOR_MS;
    if (purchase.givesUp || isOver) return { purchase, paymentId: null, calls, refusedWith: null };
    await pause(REPEAT_AFTER_MS);
  }
}

type Answer =
  | { readonly kind: 'accepted'; readonly paymentId: string }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'refused'; readonly text: string };

async function ask({ apiUrl, merchant }: Calling, purchase: Purchase): Promise<Answer> {
  const { amountKes, phone, reference, idempotencyKey } = purchase;
  try {
    const response = await fetch(`${apiUrl}/v1/payments`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${merchant.apiKey}`,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
      },
      body: JSON.stringify({ amountKes, phone, reference }),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    const text = await response.text();
    if (response.ok) {
      return { kind: 'accepted', paymentId: (JSON.parse(text) as PresentedPayment).id };
    }
    const isUnderWay = response.status === 409 && text.includes('request_in_flight');
    if (response.status >= 500 || isUnderWay) return { kind: 'repeat' };
    return { kind: 'refused', text: `${response.status} ${text}` };
  } catch {
    // No answer, or half of one: the request may have been carried out.
    return { kind: 'repeat' };
  }
}

/** The payment that the API shows for a purchase; null where there is none. */
export async function paymentFor(
  { apiUrl, merchant }: Calling,
  { reference }: Purchase,
): Promise<PresentedPayment | null> {
  const response = await fetch(`${apiUrl}/v1/payments?reference=${reference}`, {
    headers: { authorization: `Bearer ${merchant.apiKey}` },
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`GET /v1/payments answers ${response.status}`);
  const { data } = (await response.json()) as { data: readonly PresentedPayment[] };
  return data[0] ?? null;
}
