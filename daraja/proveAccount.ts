import type { DarajaAccount } from './account';
import { createDarajaClient } from './client';
import type { DarajaExchange, DarajaOperation, DarajaPorts } from './ports';

/** What Safaricom said to one half of an account's credentials. */
export interface ProofStep {
  readonly proven: boolean;
  /** Our own words with Daraja's code: its texts may repeat what was sent. */
  readonly detail: string;
}

interface AccountProof {
  /** Consumer key and secret. */
  readonly token: ProofStep;
  /** Shortcode and passkey. */
  readonly query: ProofStep;
}

/** A handle in Daraja's form that belongs to no push. */
const NO_PUSH = 'ws_CO_00000000000000000000000000';

/** What Daraja says of a push that it does not know, once it has checked the passkey. */
const UNKNOWN_PUSH = /transaction (?:does not exist|is (?:still )?being processed)/i;

/**
 * Tries an account's credentials: fetches a token and asks about a push that there is not. Nobody
 * is prompted and no money moves. A client of its own, so that no cached token answers for it.
 */
export async function proveAccount(
  ports: DarajaPorts,
  account: DarajaAccount,
): Promise<AccountProof> {
  const seen = new Map<DarajaOperation, DarajaExchange>();
  const client = createDarajaClient({
    ...ports,
    logExchange: (exchange) => {
      seen.set(exchange.operation, exchange);
      ports.logExchange(exchange);
    },
  });
  try {
    const subject = { kind: 'shortcode', id: account.shortcode };
    const result = await client.stkQuery(account, { subject, checkoutRequestId: NO_PUSH });
    const asked = seen.get('stk_query');
    const isKnown = result.kind !== 'no_answer' || saysUnknownPush(asked?.response);
    return { token: tokenStep(seen.get('oauth')), query: queryStep(asked, isKnown) };
  } finally {
    await client.close();
  }
}

/** What an exchange for a token says of consumer key and secret. */
export function tokenStep(exchange: DarajaExchange | undefined): ProofStep {
  if (exchange?.result === 'accepted') return { proven: true, detail: 'taken' };
  return { proven: false, detail: `not taken (${exchange?.result ?? 'no answer'})` };
}

function queryStep(exchange: DarajaExchange | undefined, isKnown: boolean): ProofStep {
  if (exchange === undefined) return { proven: false, detail: 'not asked' };
  if (isKnown) return { proven: true, detail: 'taken' };
  return { proven: false, detail: `not taken (${exchange.result})` };
}

function saysUnknownPush(response: unknown): boolean {
  if (typeof response !== 'object' || response === null) return false;
  const { errorMessage } = response as { readonly errorMessage?: unknown };
  return typeof errorMessage === 'string' && UNKNOWN_PUSH.test(errorMessage);
}
