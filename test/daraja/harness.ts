import { createDarajaClient, type DarajaClient } from '../../daraja/client';
import { DARAJA_LIMITS, type DarajaLimits } from '../../daraja/http/limits';
import type { DarajaAccount } from '../../daraja/account';
import type { DarajaExchange } from '../../daraja/ports';
import type { PushRequest } from '../../daraja/operations/stkPush';
import type { AmountKes } from '../../domain/values/money';
import type { Msisdn } from '../../domain/values/msisdn';
import type { Receipt } from '../../domain/values/receipt';
import type { Reference } from '../../domain/values/reference';
import { Secret } from '../../domain/values/secret';
import type { ShortcodeNumber } from '../../domain/values/shortcode';
import { Gateway } from './gateway';

/** 2026-11-23 20:30:15 in Nairobi, 17:30:15 in UTC. */
export const NOW_MS = Date.UTC(2026, 10, 23, 17, 30, 15);

/** Short enough for a test to see the end of them, long enough for a busy machine. */
export const LIMITS: DarajaLimits = {
  ...DARAJA_LIMITS,
  connectTimeoutMs: 400,
  pushTimeoutMs: 5_000,
  queryTimeoutMs: 5_000,
  tokenTimeoutMs: 5_000,
};

export const PLANTED = {
  consumerKey: 'planted-consumer-key',
  consumerSecret: 'planted-consumer-secret',
  passkey: 'planted-passkey',
  initiatorPassword: 'planted#Initiator%1',
  callbackToken: 'planted-callback-token',
  accessToken: 'planted-access-token',
} as const;

/** Every exchange of the harness is about this payment. */
export const PAYMENT_ID = 'pay_01kaqq00000000000000000001';

const SUBJECT = { kind: 'payment', id: PAYMENT_ID } as const;

export const PUSH: PushRequest = {
  subject: SUBJECT,
  amountKes: 1_500 as AmountKes,
  msisdn: '254708374149' as Msisdn,
  callbackUrl: new Secret(`https://pay.example.test/cb/${PLANTED.callbackToken}`),
  reference: 'ORD-1042' as Reference,
  description: 'Order 1042',
};

export const QUERY = {
  subject: SUBJECT,
  checkoutRequestId: 'ws_CO_23112026203016412708374149',
};

export const STATUS = {
  subject: SUBJECT,
  receipt: 'UKN4A1B2C3' as Receipt,
  resultUrl: new Secret(`https://pay.example.test/status/${PLANTED.callbackToken}`),
  timeoutUrl: new Secret(`https://pay.example.test/timeout/${PLANTED.callbackToken}`),
};

export function accountAt(baseUrl: string, change: Partial<DarajaAccount> = {}): DarajaAccount {
  return {
    baseUrl,
    shortcode: '174379' as ShortcodeNumber,
    transactionType: 'CustomerPayBillOnline',
    partyB: '174379',
    consumerKey: new Secret(PLANTED.consumerKey),
    consumerSecret: new Secret(PLANTED.consumerSecret),
    passkey: new Secret(PLANTED.passkey),
    initiator: null,
    ...change,
  };
}

interface Moving {
  /** What the clock reads next. */
  nowMs: number;
  /** How far it goes on at each reading. */
  stepMs: number;
}

/** A client, a gateway that it talks to, and everything that the client reported. */
export interface Harness {
  readonly gateway: Gateway;
  readonly account: DarajaAccount;
  readonly client: DarajaClient;
  readonly clock: Moving;
  readonly exchanges: DarajaExchange[];
  readonly counted: { operation: string; result: string }[];
  readonly seconds: number[];
  stop(): Promise<void>;
}

export async function startHarness(change: Partial<DarajaLimits> = {}): Promise<Harness> {
  const gateway = new Gateway();
  const account = accountAt(await gateway.start());
  const clock: Moving = { nowMs: NOW_MS, stepMs: 0 };
  const exchanges: DarajaExchange[] = [];
  const counted: { operation: string; result: string }[] = [];
  const seconds: number[] = [];
  const client = createDarajaClient(
    {
      clock: { nowMs: () => (clock.nowMs += clock.stepMs) - clock.stepMs },
      metrics: {
        darajaRequests: { inc: (labels) => counted.push(labels) },
        darajaRequestSeconds: { observe: (_labels, value) => seconds.push(value) },
      },
      logExchange: (exchange) => exchanges.push(exchange),
    },
    { ...LIMITS, ...change },
  );
  const stop = async (): Promise<void> => {
    await gateway.stop();
    await client.close();
  };
  return { gateway, account, client, clock, exchanges, counted, seconds, stop };
}
