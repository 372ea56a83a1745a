import { historyFault } from '../../domain/machine/history';
import { PAYMENT_MACHINE } from '../../domain/payment/state';
import type { PaymentId } from '../../domain/values/ids';
import { sha256 } from '../../crypto/sha256';
import type { TestSystem } from './system';

interface Prompt {
  readonly checkoutRequestId: string;
  readonly msisdn: string;
}

interface Debit {
  readonly receipt: string;
  readonly amountKes: number;
  readonly msisdn: string;
}

export async function promptsOf(system: TestSystem, phone: string): Promise<Prompt[]> {
  const { prompts } = await system.simulator.control<{ prompts: Prompt[] }>(
    'GET',
    '/prompts?all=true',
  );
  return prompts.filter((prompt) => prompt.msisdn === phone);
}

export async function debitsOf(system: TestSystem, phone: string): Promise<Debit[]> {
  const { entries } = await system.simulator.control<{ entries: Debit[] }>('GET', '/ledger');
  return entries.filter((entry) => entry.msisdn === phone);
}

/**
 * Holds one payment against the simulated Safaricom's own books: at most one prompt (M2), success
 * with the very debit and refusal without one (M4, M5), and a history that replays (M10).
 */
export async function expectBooksAgree(
  system: TestSystem,
  paymentId: string,
  phone: string,
): Promise<void> {
  const payment = await system.store.payments.find(paymentId as PaymentId);
  if (!payment) throw new Error(`Payment ${paymentId} is gone.`);
  const debits = await debitsOf(system, phone);
  expect((await promptsOf(system, phone)).length).toBeLessThanOrEqual(1);
  if (payment.state === 'succeeded') {
    expect(debits).toMatchObject([{ amountKes: payment.amountKes }]);
    if (payment.receipt !== null) expect(debits[0]?.receipt).toBe(payment.receipt);
  }
  if (payment.state === 'failed') expect(debits).toEqual([]);
  expect(historyFault(PAYMENT_MACHINE, { ...payment, id: paymentId }, sha256)).toBeNull();
}
