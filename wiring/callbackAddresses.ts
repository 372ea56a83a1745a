import type { CallbackAddresses } from '../activities/dependencies';
import { Secret } from '../domain/values/secret';
import type { Keyring } from '../crypto/keyring';
import { statusProof } from '../crypto/callbackProof';

/**
 * The addresses that Safaricom is given. A push gets a random token of its own; a status question
 * gets one that is derived from the payment, so that nothing needs to be stored for it.
 */
export function callbackAddresses(baseUrl: string, keyring: Keyring): CallbackAddresses {
  const root = baseUrl.replace(/\/+$/, '');
  return {
    stk: (paymentId, token) => new Secret(`${root}/callbacks/stk/${paymentId}/${token.expose()}`),
    transactionStatus(paymentId) {
      const proof = statusProof(keyring, paymentId);
      const address = `${root}/callbacks/transaction-status/${paymentId}/${proof}`;
      return {
        resultUrl: new Secret(address),
        timeoutUrl: new Secret(`${address}/timeout`),
      };
    },
  };
}
