import { constants, publicEncrypt } from 'node:crypto';
import type { Answered, Json } from './darajaClient';
import type { TestBed } from './testBed';

/** Makes requests an operator signs, with a SecurityCredential for this simulator's key. */
export interface OperatorClient {
  readonly credential: (password?: string) => string;
  /** Sends a request with fresh result addresses; the paths say where results will come. */
  readonly send: (path: string, body: Json) => Promise<Sent>;
  readonly result: (sent: Sent) => Promise<Json>;
}

export interface Sent extends Answered {
  readonly resultPath: string;
  readonly timeoutPath: string;
}

export async function operatorClient(bed: TestBed): Promise<OperatorClient> {
  const pem = await (await fetch(`${bed.simulator.url}/control/certificate`)).text();
  const credential = (password = 'Simulator#2026'): string =>
    publicEncrypt(
      { key: pem, padding: constants.RSA_PKCS1_PADDING },
      Buffer.from(password),
    ).toString('base64');
  return {
    credential,
    send: async (path, body) => {
      const { path: base } = bed.fresh();
      const [resultPath, timeoutPath] = [`${base}/result`, `${base}/timeout`];
      const answered = await bed.client.call(path, {
        SecurityCredential: credential(),
        ResultURL: bed.receiver.url(resultPath),
        QueueTimeOutURL: bed.receiver.url(timeoutPath),
        Remarks: 'OK',
        ...body,
      });
      return { ...answered, resultPath, timeoutPath };
    },
    result: async ({ resultPath }) => {
      const [arrival] = await bed.receiver.expect(resultPath);
      return resultOf(arrival?.body ?? '');
    },
  };
}

/** The Result object of a body. */
export function resultOf(body: string): Json {
  return (JSON.parse(body) as { Result: Json }).Result;
}

/** ResultParameters as they came: a list, because a key may come twice. */
export function parametersOf(result: Json): readonly Json[] {
  return (result['ResultParameters'] as { ResultParameter: Json[] }).ResultParameter;
}

export function parameter(result: Json, key: string): unknown {
  return parametersOf(result).find((each) => each['Key'] === key)?.['Value'];
}
