import type { DarajaAccount } from './account';
import { AccessTokens } from './http/accessTokens';
import { createHttpSender } from './http/http';
import { DARAJA_LIMITS } from './http/limits';
import type { DarajaExchange, DarajaPorts } from './ports';
import { tokenStep, type ProofStep } from './proveAccount';

/** Somebody waits for all the answers together. */
const LIMITS = { ...DARAJA_LIMITS, connectTimeoutMs: 4_000, tokenTimeoutMs: 4_500 };

/**
 * Asks for an OAuth token, and for nothing else: nobody is prompted. A client of its own, so that
 * no cached token answers for it.
 */
export async function proveToken(ports: DarajaPorts, account: DarajaAccount): Promise<ProofStep> {
  let seen: DarajaExchange | undefined;
  const http = createHttpSender(LIMITS);
  const logExchange = (exchange: DarajaExchange) => {
    seen = exchange;
    ports.logExchange(exchange);
  };
  try {
    await new AccessTokens({ http, ports: { ...ports, logExchange } }, LIMITS).get(account);
    return tokenStep(seen);
  } finally {
    await http.close();
  }
}
