import type { AnswerFault } from '../faults/faultSchema';
import type { Facts } from '../faults/operations';
import type { Prompt } from '../payments/prompts';
import { resultDesc, type ResultCode } from '../payments/resultCodes';
import type { Settings } from '../settings';
import type { World } from '../world';
import { scalarField, shortcodeField, textField } from './fields';
import type { OperationCall } from './operation';
import { checkPassword } from './password';
import { jsonReply, merchantRefusal, Refusal, type Reply } from './reply';

type PendingShape = Exclude<Settings['queryPendingShape'], 'mixed'>;

/**
 * Answers what became of a push (Daraja: M-PESA Express Query). While it is open there are three
 * shapes of "not yet"; an unknown id is HTTP 500; the final code is a string.
 */
export function stkQuery(world: World, call: OperationCall): Reply {
  const shortcode = shortcodeField(call.body, 'BusinessShortCode');
  checkPassword(world, call.body, shortcode);
  const prompt = world.prompts.find(textField(call.body, 'CheckoutRequestID', 64));
  if (prompt === undefined || prompt.shortcode !== shortcode) {
    throw merchantRefusal('The transaction does not Exist');
  }
  prompt.queries += 1;
  const fault = claimFault(world, prompt);
  const reply =
    fault === undefined ? truth(world, prompt, call) : spoilt(world, prompt, call, fault);
  const { sequence, merchantRequestId } = prompt;
  world.events.tell('query_answered', {
    prompt: sequence,
    merchantRequestId,
    status: reply.status,
    ...(reply.resultCode === undefined ? {} : { resultCode: reply.resultCode }),
  });
  return reply;
}

/** A query names no phone; its facts are those of the push it asks about. */
export function stkQueryFacts(world: World, call: OperationCall): Facts {
  const prompt = world.prompts.find(scalarField(call.body, 'CheckoutRequestID') ?? '');
  if (prompt === undefined) return {};
  const { msisdn, amountKes, shortcode } = prompt;
  return { msisdn, amountKes, shortcode };
}

interface Answer extends Reply {
  readonly resultCode?: ResultCode;
}

function claimFault(world: World, prompt: Prompt): AnswerFault | undefined {
  const { msisdn, amountKes, shortcode } = prompt;
  const ageMs = Date.now() - prompt.acceptedAtMs;
  const accepts = (fault: { kind: string; windowMs?: number | undefined }): boolean =>
    fault.windowMs === undefined || ageMs <= fault.windowMs;
  return world.faults.claimOne('answer', 'stk_query', { msisdn, amountKes, shortcode }, accepts);
}

function truth(world: World, prompt: Prompt, call: OperationCall): Answer {
  const { outcome } = prompt;
  if (outcome === undefined) return pending(world, prompt, call);
  return result(world, prompt, outcome.resultCode, outcome.resultDesc);
}

function spoilt(world: World, prompt: Prompt, call: OperationCall, fault: AnswerFault): Answer {
  switch (fault.kind) {
    case 'query_pending':
      return pending(world, prompt, call, fault.shape);
    case 'query_error':
      return new Refusal(fault.status, fault.errorCode, fault.errorMessage).reply(call.requestId);
    case 'query_lies':
      return result(world, prompt, fault.resultCode, fault.resultDesc);
  }
}

function pending(
  world: World,
  prompt: Prompt,
  call: OperationCall,
  shape: PendingShape = pendingShape(world, prompt),
): Answer {
  if (shape === '200_4999') {
    return result(world, prompt, 4999, 'The transaction is still under processing');
  }
  const { requestId } = call;
  if (shape === '200_envelope') {
    return jsonReply(200, { requestId, errorCode: '500.001.1001', errorMessage: '' });
  }
  const reply = merchantRefusal('The transaction is being processed').reply(requestId);
  return { ...reply, isAnswer: true };
}

/** Chosen by the seed from the payment and how often it was asked about, not by arrival order. */
function pendingShape(world: World, prompt: Prompt): PendingShape {
  const { queryPendingShape } = world.settings.current;
  if (queryPendingShape !== 'mixed') return queryPendingShape;
  const key = `pending:${prompt.sequence}:${prompt.queries}`;
  return world.random.pick(key, ['200_4999', '200_4999', '200_envelope', '500_envelope']);
}

function result(world: World, prompt: Prompt, code: ResultCode, text?: string): Answer {
  const { queryResultCodeType, cancelledText } = world.settings.current;
  const asNumber = queryResultCodeType === 'number';
  const reply = jsonReply(200, {
    ResponseCode: '0',
    ResponseDescription: 'The service request has been accepted successsfully',
    MerchantRequestID: prompt.merchantRequestId,
    CheckoutRequestID: prompt.checkoutRequestId,
    ResultCode: asNumber && typeof code === 'number' ? code : String(code),
    ResultDesc: text ?? resultDesc(code, 'query', cancelledText),
  });
  return { ...reply, resultCode: code };
}
