import { jsonReply, type Reply } from '../daraja/reply';
import type { DeliveryFault, OutcomeFault } from '../faults/faultSchema';
import type { Facts, Operation } from '../faults/operations';
import { referenceOnlyId } from '../ledger/receiptNumber';
import { deliveryFault } from '../payments/callbackPlan';
import { spoiltText, type Written } from '../payments/malformedCallback';
import type { Settings } from '../settings';
import type { World } from '../world';
import type { InitiatorRequest } from './initiatorRequest';
import { resultBody, type AsyncResult, type ResultParameter } from './resultBody';

/** A request that is acknowledged now and answered at ResultURL later. */
export interface AsyncJob {
  readonly operation: Operation;
  readonly request: InitiatorRequest;
  readonly facts: Facts;
  readonly references: readonly ResultParameter[];
  readonly resultCodes?: Settings['b2bResultCodes'];
  /** Does what was asked; called once, unless credentials or a fault forbid it. */
  readonly perform: () => AsyncResult;
}

interface Faults {
  readonly delivery: readonly DeliveryFault[];
  readonly outcome: OutcomeFault | undefined;
}

/** Acknowledges a request and sees to its result (Daraja: Transaction Status and its kin). */
export function acceptAsync(world: World, job: AsyncJob): Reply {
  const { operation, request, facts } = job;
  const faults: Faults = {
    delivery: world.faults.claimAll('delivery', operation, facts),
    outcome: world.faults.claimOne('outcome', operation, facts),
  };
  const { conversationId, originatorConversationId } = request;
  world.events.tell('request_accepted', { operation, conversationId, msisdn: facts.msisdn });
  world.timers.after(world.settings.current.resultDelayMs, () => finish(world, job, faults));
  return jsonReply(200, {
    OriginatorConversationID: originatorConversationId,
    ConversationID: conversationId,
    ResponseCode: '0',
    ResponseDescription: 'Accept the service request successfully.',
  });
}

/** A result without success: the id moves no money and there are no parameters. */
export function failure(resultCode: number | string, resultDesc?: string): AsyncResult {
  const transactionId = referenceOnlyId(Date.now());
  return { resultCode, transactionId, ...(resultDesc === undefined ? {} : { resultDesc }) };
}

async function finish(world: World, job: AsyncJob, faults: Faults): Promise<void> {
  if (deliveryFault(faults.delivery, 'callback_queue_timeout') !== undefined) {
    const text = 'The service request timed out in the queue.';
    await post(world, job, job.request.timeoutUrl, { body: bodyOf(job, failure(1, text)) });
    return;
  }
  const body = bodyOf(job, resultOf(job, faults.outcome));
  if (deliveryFault(faults.delivery, 'callback_lost') !== undefined) return;
  const lateMs = deliveryFault(faults.delivery, 'callback_late')?.delayMs ?? 0;
  const { copies, gapMs } = deliveryFault(faults.delivery, 'callback_doubled') ?? {
    copies: 1,
    gapMs: 0,
  };
  const sent = spoilt(body, faults.delivery);
  for (let copy = 0; copy < copies; copy += 1) {
    const send = (): Promise<void> => post(world, job, job.request.resultUrl, sent);
    world.timers.after(lateMs + copy * gapMs, send);
  }
}

function resultOf(job: AsyncJob, outcome: OutcomeFault | undefined): AsyncResult {
  const { refusedWith } = job.request;
  if (refusedWith !== undefined) return failure(refusedWith);
  if (outcome?.kind !== 'result_code') return job.perform();
  if (outcome.moneyMoves) job.perform();
  return failure(outcome.resultCode, outcome.resultDesc);
}

function bodyOf(job: AsyncJob, result: AsyncResult): string {
  const { originatorConversationId, conversationId } = job.request;
  return resultBody(result, {
    originatorConversationId,
    conversationId,
    references: job.references,
    resultCodes: job.resultCodes ?? 'number',
  });
}

/** The variants of a malformed callback that make sense for any body. */
function spoilt(body: string, faults: readonly DeliveryFault[]): Written {
  const variant = deliveryFault(faults, 'callback_malformed')?.variant;
  return (variant && spoiltText(body, variant)) ?? { body };
}

async function post(world: World, job: AsyncJob, url: string, written: Written): Promise<void> {
  const { operation, request } = job;
  const details = { conversationId: request.conversationId };
  await world.courier.post({ operation, url, ...written, details });
}
