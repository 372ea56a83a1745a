import type { CallbackEvidence, Evidence, StkQueryEvidence } from '../../domain/evidence/evidence';
import { ID_PREFIXES, type NewId } from '../../domain/values/ids';
import { parseAmountKes, kesToCents, type AmountKes } from '../../domain/values/money';
import { maskMsisdn, parseMsisdn } from '../../domain/values/msisdn';
import { beginPayment, type Payment } from '../../domain/payment/payment';
import { applyPushResult, reservePush, type PushResult } from '../../domain/payment/push';
import { parseReceipt, type Receipt } from '../../domain/values/receipt';
import { parseReference } from '../../domain/values/reference';
import type { Result } from '../../domain/values/result';
import { decidePayment } from '../../domain/payment/decide';
import { parseShortcode, type ShortcodeNumber } from '../../domain/values/shortcode';
import { PAYMENT_TIMING } from '../../domain/payment/timing';
import type { Acting, DomainHost } from '../../domain/machine/machine';
import { sha256 } from '../../crypto/sha256';

/** The moment at which every sample begins. */
const START_MS = Date.UTC(2026, 10, 23, 17, 30, 15);
const SECOND_MS = 1000;
const FENCE = sha256('the callback token of the sample');

/** One payment that goes through the real domain, with fixed times, ids and amounts. */
export class SamplePayment {
  #nowMs = START_MS;
  #count = 0;
  #payment: Payment;
  readonly #host: DomainHost;

  constructor() {
    // Ids of the right shape that count up, so that the pages are the same at every run.
    const newId: NewId = (kind) =>
      `${ID_PREFIXES[kind]}_01kaqq${String((this.#count += 1)).padStart(20, '0')}` as never;
    this.#host = { sha256, newId };
    this.#payment = order(newId);
  }

  get payment(): Payment {
    return this.#payment;
  }

  /** Lets time pass. */
  wait(seconds: number): this {
    this.#nowMs += seconds * SECOND_MS;
    return this;
  }

  /** Pushes once; with `accepted` the prompt is on the phone. */
  push(kind: 'accepted' | 'unknown'): this {
    const reserved = reservePush(this.#payment, FENCE, this.#acting());
    const result: PushResult =
      kind === 'unknown'
        ? { kind }
        : { kind, checkoutRequestId: 'ws_CO_sample', merchantRequestId: null };
    this.#payment = applyPushResult(reserved, FENCE, result, this.#acting());
    return this;
  }

  /** Decides on what Safaricom called back. */
  callback(resultCode: string, paid: { amountKes: number } | null = null): this {
    const evidence: CallbackEvidence = {
      ...this.#seen(),
      kind: 'callback',
      callbackId: this.#host.newId('callback'),
      resultCode,
      amountCents: paid && kesToCents(amount(paid.amountKes)),
      receipt: paid && receipt(),
      paidAtMs: paid && this.#nowMs,
    };
    return this.#decide(evidence);
  }

  /** Decides on what Safaricom answered to STK Query. */
  query(resultCode: string): this {
    const evidence: StkQueryEvidence = { ...this.#seen(), kind: 'stk_query', resultCode };
    return this.#decide(evidence);
  }

  #seen() {
    return { evidenceId: this.#host.newId('evidence'), atMs: this.#nowMs };
  }

  #acting(): Acting {
    return { nowMs: this.#nowMs, host: this.#host };
  }

  #decide(evidence: Evidence): this {
    const context = {
      timing: PAYMENT_TIMING,
      corroborateAboveKes: 0,
      canAskStatus: true,
      receiptTaken: false,
    };
    this.#payment = decidePayment(this.#payment, [evidence], context, this.#acting()).payment;
    return this;
  }
}

function order(newId: NewId): Payment {
  return beginPayment({
    paymentId: newId('payment'),
    merchantId: newId('merchant'),
    shortcode: shortcode(),
    amountKes: amount(150),
    reference: taken(parseReference('ORD-1042')),
    description: 'Order 1042',
    phoneMasked: maskMsisdn(taken(parseMsisdn('254708374149'))),
    phoneHash: sha256('the phone of the sample'),
    createdAtMs: START_MS,
    promptBeforeAtMs: START_MS + PAYMENT_TIMING.promptWithinMs,
  });
}

function amount(kes: number): AmountKes {
  return taken(parseAmountKes(kes));
}

function receipt(): Receipt {
  return present(parseReceipt('UKN4A1B2C3'));
}

function shortcode(): ShortcodeNumber {
  return present(parseShortcode('174379'));
}

function taken<T, E>(result: Result<T, E>): T {
  if (result.ok) return result.value;
  throw new Error(`A sample is refused: ${JSON.stringify(result.error)}`);
}

function present<T>(value: T | null): T {
  if (value !== null) return value;
  throw new Error('A sample is refused.');
}
