import type { RequestHandler } from 'express';
import type { CallbackProof } from '../../crypto/callbackProof';

export const SELF_TEST_PATH = '/callbacks/self-test/:nonce/:proof';

const NONCE = /^[0-9a-f]{32}$/;

/** The address at which this installation knows itself again. */
export function selfTestAddress(baseUrl: string, proof: CallbackProof, nonce: string): string {
  const root = baseUrl.replace(/\/+$/, '');
  return `${root}/callbacks/self-test/${nonce}/${proof.ofSelfTest('question', nonce)}`;
}

/**
 * `GET /callbacks/self-test/:nonce/:proof`: answers those alone who hold the callback proof key,
 * with a proof that this process holds it too. For everybody else the path does not exist.
 */
export function selfTest(proof: CallbackProof): RequestHandler {
  return (request, response, next) => {
    const { nonce, proof: given } = request.params;
    if (typeof nonce !== 'string' || typeof given !== 'string') return next();
    if (!NONCE.test(nonce) || !proof.isOfSelfTest('question', nonce, given)) return next();
    response.status(200).json({ proof: proof.ofSelfTest('answer', nonce) });
  };
}
