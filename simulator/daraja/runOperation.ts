import type { Request, Response } from 'express';
import { applyRefusalFault } from '../faults/refusalFaults';
import { sendSpoilt } from '../faults/transportFaults';
import type { World } from '../world';
import { isBody, type Body } from './fields';
import type { OperationCall, OperationSpec } from './operation';
import { payloadRefusal } from './payloadRefusal';
import { InvalidField, Refusal, type Reply } from './reply';
import { bearerToken, checkToken } from './bearerToken';
import { checkDocumentedTexts } from './requestRules';

/**
 * Serves one request: faults that strike before it, method, body and token, the operation
 * itself, and faults that strike its answer. Only a request that was accepted has its answer
 * spoilt: a refusal says what it says.
 */
export async function runOperation(
  world: World,
  spec: OperationSpec,
  request: Request,
  response: Response,
): Promise<void> {
  const parsed = parseBody(request.body);
  const call: OperationCall = {
    body: parsed ?? {},
    query: request.query,
    authorization: request.headers.authorization,
    requestId: world.identifiers.requestId(Date.now()),
    version: spec.version,
  };
  const facts = spec.facts(world, call);
  const before = world.faults.claimOne('before', spec.operation, facts);
  if (before !== undefined && 'processed' in before) {
    await sendSpoilt(world, response, before, undefined);
    return;
  }
  const reply = await answer(world, spec, call, () => {
    if (before !== undefined) applyRefusalFault(world, before, bearerToken(call.authorization));
    if (request.method !== spec.method) throw wrongMethod(world);
    checkToken(world, spec, call.authorization);
    if (parsed === undefined) throw payloadRefusal(spec);
    checkDocumentedTexts(parsed, world.settings.current);
  });
  const accepted = reply.status === 200 || reply.isAnswer === true;
  const after = accepted ? world.faults.claimOne('after', spec.operation, facts) : undefined;
  if (after === undefined) send(response, reply);
  else await sendSpoilt(world, response, after, reply);
}

async function answer(
  world: World,
  spec: OperationSpec,
  call: OperationCall,
  check: () => void,
): Promise<Reply> {
  try {
    check();
    return await spec.handle(world, call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refuse(world, spec, inWordsOf(spec, error), call.requestId);
  }
}

/** Adds a refusal to the story and answers with it; no spec: nobody lives at that path. */
export function refuse(
  world: World,
  spec: OperationSpec | undefined,
  refusal: Refusal,
  requestId: string,
): Reply {
  const operation = spec?.operation;
  const kind = operation === 'stk_push' ? 'push_refused' : 'request_refused';
  const { status, errorCode, errorMessage } = refusal;
  world.events.tell(kind, { operation, status, errorCode, errorMessage });
  return refusal.reply(requestId);
}

function inWordsOf(spec: OperationSpec, refusal: Refusal): Refusal {
  const code = spec.fieldErrorCode;
  if (code === undefined || !(refusal instanceof InvalidField)) return refusal;
  return new InvalidField(refusal.field, code);
}

/** Writes an answer as it is. */
export function send(response: Response, reply: Reply): void {
  response.status(reply.status).set('Content-Type', reply.contentType);
  // Buffer, because Express appends its own charset to the content type of a string.
  response.send(Buffer.from(reply.body));
}

function wrongMethod(world: World): Refusal {
  return world.settings.current.wrongMethodShape === '405'
    ? new Refusal(405, '405.001', 'Method Not Allowed')
    : new Refusal(404, '404.001.04', 'Invalid Authentication Header');
}

/** The JSON object of a body; {} when there is none, undefined when it is anything else. */
function parseBody(text: unknown): Body | undefined {
  if (typeof text !== 'string' || text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isBody(value) ? value : undefined;
  } catch {
    // The caller refuses what is not JSON.
    return undefined;
  }
}
