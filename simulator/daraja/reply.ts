import { wireJson, type WireValue } from '../wireJson';

/** An answer of the simulated Daraja before faults have spoilt it. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** True for an answer with an error's status that refuses nothing: a query's "not yet". */
  readonly isAnswer?: boolean;
}

/** A JSON answer. */
export function jsonReply(status: number, body: WireValue): Reply {
  return { status, contentType: 'application/json;charset=UTF-8', body: wireJson(body) };
}

/**
 * A refusal in Daraja's error envelope. Thrown by whatever checks a request; the operation runner
 * turns it into the answer.
 */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    readonly errorMessage: string,
  ) {
    super(`${errorCode} ${errorMessage}`);
  }

  /** The envelope of Daraja: M-PESA Express, errors. */
  reply(requestId: string): Reply {
    const { errorCode, errorMessage } = this;
    return jsonReply(this.status, { requestId, errorCode, errorMessage });
  }
}

/** A field that is missing or wrong; C2B has a code of its own for it. */
export class InvalidField extends Refusal {
  constructor(
    readonly field: string,
    errorCode = '400.002.02',
  ) {
    super(400, errorCode, `Bad Request - Invalid ${field}`);
  }
}

/** 400.002.02 with the field's name (Daraja: M-PESA Express, errors). */
export function invalidField(name: string): InvalidField {
  return new InvalidField(name);
}

/** The overloaded 500.001.1001 with one of its texts. */
export function merchantRefusal(text: string): Refusal {
  return new Refusal(500, '500.001.1001', text);
}
