import type { PaymentId } from '../../domain/values/ids';
import { freshPhone } from './fresh';
import { promptsOf } from './invariants';
import { askFor, reaches } from './shop';
import type { TestSystem } from './system';

/** A payment whose prompt is on a phone that waits for the test. */
export interface OpenPayment {
  readonly id: PaymentId;
  readonly phone: string;
  approve(): Promise<void>;
  cancel(): Promise<void>;
}

/** Asks for a payment on a phone of its own, and waits until its prompt is there. */
export async function openPayment(
  system: TestSystem,
  amountKes = 100,
  phone = freshPhone(),
): Promise<OpenPayment> {
  await system.simulator.control('POST', `/phones/${phone}`, { behaviour: 'manual' });
  const { id } = await askFor(system, { phone, amountKes });
  await reaches(system, id, 'awaiting_customer');
  const answer = async (verb: string) => {
    const [prompt] = await promptsOf(system, phone);
    const path = `/prompts/${prompt?.checkoutRequestId ?? ''}/${verb}`;
    await system.simulator.control('POST', path, {});
  };
  return {
    id: id as PaymentId,
    phone,
    approve: () => answer('approve'),
    cancel: () => answer('cancel'),
  };
}

/** A payment that was paid, and of which no callback ever tells. */
export async function unheardPayment(system: TestSystem): Promise<OpenPayment> {
  const phone = freshPhone();
  await faultFor(system, phone).callbackLost();
  const payment = await openPayment(system, 100, phone);
  await payment.approve();
  return payment;
}

type Fault = Readonly<Record<string, unknown>>;

/** What the simulated Safaricom does wrong to one phone, for as long as the system runs. */
export function faultFor({ simulator }: TestSystem, phone: string) {
  const strike = async (operation: string, fault: Fault) => {
    await simulator.control('POST', '/faults', { match: { operation, msisdn: phone }, fault });
  };
  return {
    callbackLost: () => strike('stk_push', { kind: 'callback_lost' }),
    queryPending: () => strike('stk_query', { kind: 'query_pending' }),
    queryLies: (resultCode: number, windowMs?: number) =>
      strike('stk_query', { kind: 'query_lies', resultCode, ...(windowMs ? { windowMs } : {}) }),
    queryError: (status: number, errorCode: string) =>
      strike('stk_query', { kind: 'query_error', status, errorCode }),
  };
}
