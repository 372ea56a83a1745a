import type { CallbackAddresses } from '../activities/payment/dependencies';
import { Secret } from '../domain/values/secret';
import type { CallbackProof } from '../crypto/callbackProof';
import { paymentOwner } from '../domain/values/owner';

/**
 * The addresses that Safaricom is given. A push gets a random token of its own; a status question
 * gets one that is derived from the payment, so that nothing needs to be stored for it.
 */
export function callbackAddresses(baseUrl: string, proof: CallbackProof): CallbackAddresses {
  const root = baseUrl.replace(/\/+$/, '');
  return {
    stk: (paymentId, token) => new Secret(`${root}/callbacks/stk/${paymentId}/${token.expose()}`),
    transactionStatus(paymentId) {
      const secret = proof.of(paymentOwner(paymentId));
      const address = `${root}/callbacks/transaction-status/${paymentId}/${secret}`;
      return {
        resultUrl: new Secret(address),
        timeoutUrl: new Secret(`${address}/timeout`),
      };
    },
  };
}
