import type { Request } from 'express';
import type { Facts, Operation } from '../faults/operations';
import type { World } from '../world';
import type { Body } from './fields';
import type { Reply } from './reply';

/** How an API refuses a bad token; each has its own code and status. */
export type TokenRefusal = readonly [status: number, errorCode: string];

/** One request to an operation, as its handler sees it. */
export interface OperationCall {
  readonly body: Body;
  readonly query: Request['query'];
  readonly authorization: string | undefined;
  readonly requestId: string;
  /** Which version of the path was called, such as v2. */
  readonly version: string;
}

/** One call of Daraja: where it lives, how it refuses a bad token, what it does. */
export interface OperationSpec {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly version: string;
  /** Absent for OAuth, which gives the tokens out. */
  readonly tokenRefusal?: TokenRefusal;
  /** The code of a wrong field where it is not 400.002.02. */
  readonly fieldErrorCode?: string;
  /** The code of a body that cannot be read where it is not 400.002.05. */
  readonly payloadErrorCode?: string;
  readonly facts: (world: World, call: OperationCall) => Facts;
  /** Answers, or throws Refusal. */
  readonly handle: (world: World, call: OperationCall) => Reply | Promise<Reply>;
}
