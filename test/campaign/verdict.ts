import { Webhook } from 'standardwebhooks';
import type { PaymentId } from '../../domain/values/ids';
import type { ReceivedWebhook } from '../kit/webhookInbox';
import { faultsOf, nameOf, type Announced, type Case, type Debit } from './case';
import type { Installation } from './installation';
import { paymentFor, type Asked } from './merchantServer';

/** What the campaign came to. */
export interface Verdict {
  readonly payments: number;
  /** Purchases of which nothing was kept, because their only call met an API that was gone. */
  readonly neverKept: number;
  readonly byState: ReadonlyMap<string, number>;
  readonly prompts: number;
  readonly paidKes: number;
  readonly ledgerKes: number;
  readonly webhooks: number;
  /** What must never be, one sentence each. */
  readonly violations: readonly string[];
}

/** The simulated Safaricom's own books, by phone; every purchase has a phone of its own. */
interface Books {
  readonly prompts: ReadonlyMap<string, number>;
  readonly debits: ReadonlyMap<string, readonly Debit[]>;
  readonly ledgerKes: number;
}

const OUTCOME_TYPES = new Set(['payment.succeeded', 'payment.failed']);

/** Holds every purchase against the ledger, the phones and the merchant's inbox. */
export async function judgeCampaign(
  installation: Installation,
  asked: readonly Asked[],
): Promise<Verdict> {
  const books = await readBooks(installation);
  const { announced, unsigned } = readWebhooks(installation);
  const cases: Case[] = [];
  for (const each of asked) {
    const shown = await paymentFor(installation, each.purchase);
    const payment = shown && (await installation.store.payments.find(shown.id as PaymentId));
    const { phone } = each.purchase;
    cases.push({
      asked: each,
      payment,
      prompts: books.prompts.get(phone) ?? 0,
      debits: books.debits.get(phone) ?? [],
      workerKillsMs: installation.worker.killedAtMs,
      outcomes: announced.filter(
        ({ type, data }) => OUTCOME_TYPES.has(type) && data.id === payment?.paymentId,
      ),
    });
  }
  const paid = cases.flatMap(({ payment }) => (payment?.state === 'succeeded' ? [payment] : []));
  const paidKes = sum(paid.map(({ amountKes }) => amountKes));
  const violations = cases.flatMap((each) =>
    faultsOf(each).map((fault) => `${nameOf(each)}: ${fault}`),
  );
  if (unsigned > 0) violations.push(`${unsigned} webhooks had no valid signature`);
  if (paidKes !== books.ledgerKes) {
    violations.push(`payments of KES ${paidKes} succeeded, KES ${books.ledgerKes} moved`);
  }
  const states = cases.flatMap(({ payment }) => (payment === null ? [] : [payment.state]));
  return {
    payments: states.length,
    neverKept: cases.length - states.length,
    byState: countEach(states),
    prompts: sum([...books.prompts.values()]),
    ...{ paidKes, ledgerKes: books.ledgerKes, webhooks: announced.length, violations },
  };
}

async function readBooks({ simulator }: Installation): Promise<Books> {
  const shown = await simulator.control<{ prompts: { msisdn: string; shown: boolean }[] }>(
    'GET',
    '/prompts?all=true',
  );
  const { entries } = await simulator.control<{ entries: Debit[] }>('GET', '/ledger');
  const debits = new Map<string, Debit[]>();
  for (const entry of entries) {
    const { msisdn = '' } = entry;
    debits.set(msisdn, [...(debits.get(msisdn) ?? []), entry]);
  }
  return {
    // One that could not be reached counts too: a push left for it.
    prompts: countEach(shown.prompts.map(({ msisdn }) => msisdn)),
    debits,
    ledgerKes: sum(entries.map(({ amountKes }) => amountKes)),
  };
}

function readWebhooks({ webhooks, merchant }: Installation) {
  const verifier = new Webhook(merchant.webhookSecret);
  const announced = webhooks.received.flatMap((webhook) => verified(verifier, webhook));
  return { announced, unsigned: webhooks.received.length - announced.length };
}

function verified(verifier: Webhook, { headers, body }: ReceivedWebhook): Announced[] {
  try {
    verifier.verify(body, headers as Record<string, string>);
    return [JSON.parse(body) as Announced];
  } catch {
    // Counted by who called: a webhook without a valid signature is a violation.
    return [];
  }
}

function countEach(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
