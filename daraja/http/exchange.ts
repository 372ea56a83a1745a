import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { PaymentId } from '../../domain/values/ids';
import { parseJsonObject, type Envelope } from './answer';
import {
  classifyDarajaFailure,
  type DarajaAnswer,
  type DarajaVerdict,
} from '../classifyDarajaFailure';
import type { HttpRequest, HttpSender } from './http';
import type { HttpResult } from './httpExchange';
import type { DarajaOperation, DarajaPorts } from '../ports';

/** An operation of Daraja's: its name and the shapes of what goes out and comes back. */
export interface OperationSpec<Answer> {
  readonly operation: DarajaOperation;
  readonly requestSchema: z.ZodType;
  /** Accepts every JSON object: what is missing or odd in it comes out as undefined. */
  readonly answerSchema: z.ZodType<Answer>;
  envelopeOf(answer: Answer): Envelope;
}

/** What came of one exchange; `answer` is null where nothing readable came back. */
export interface ExchangeResult<Answer> {
  readonly verdict: DarajaVerdict;
  readonly answer: Answer | null;
}

export interface ExchangeContext {
  readonly http: HttpSender;
  readonly ports: DarajaPorts;
}

/** What is asked of Daraja, and for which payment; null where it serves many. */
interface Question {
  readonly request: unknown;
  readonly paymentId: PaymentId | null;
}

/** Sends one request, classifies its end, counts it, and hands it to the log exactly once. */
export async function exchange<Answer>(
  context: ExchangeContext,
  spec: OperationSpec<Answer>,
  { request, paymentId }: Question,
  httpRequest: HttpRequest,
): Promise<ExchangeResult<Answer>> {
  const { operation } = spec;
  const startedAtMs = performance.now();
  const result = await context.http.send(httpRequest);
  const durationMs = performance.now() - startedAtMs;
  const body = result.kind === 'answered' ? parseJsonObject(result.text) : null;
  const parsed = body === null ? null : spec.answerSchema.safeParse(body);
  const answer = parsed?.success ? parsed.data : null;
  const verdict = classifyDarajaFailure(operation, answerOf(result, answer, spec));
  const { darajaRequests, darajaRequestSeconds } = context.ports.metrics;
  darajaRequests.inc({ operation, result: verdict.kind });
  darajaRequestSeconds.observe({ operation }, durationMs / 1000);
  context.ports.logExchange({
    operation,
    paymentId,
    schemaForRequest: spec.requestSchema,
    request,
    schemaForResponse: spec.answerSchema,
    ...shownResponse(result, body),
    durationMs,
    outcome: outcomeText(verdict),
  });
  return { verdict, answer };
}

function answerOf<Answer>(
  result: HttpResult,
  answer: Answer | null,
  spec: OperationSpec<Answer>,
): DarajaAnswer {
  if (result.kind !== 'answered') return result;
  const envelope = answer === null ? null : spec.envelopeOf(answer);
  return { kind: 'answered', status: result.status, envelope };
}

function shownResponse(
  result: HttpResult,
  body: unknown,
): { response: unknown; responseSha256: string | null; status: number | null } {
  if (result.kind !== 'answered') return { response: null, responseSha256: null, status: null };
  const { status, text } = result;
  if (body !== null) return { response: body, responseSha256: null, status };
  const responseSha256 = createHash('sha256').update(text).digest('hex');
  return { response: text, responseSha256, status };
}

function outcomeText(verdict: DarajaVerdict): string {
  if (verdict.kind === 'accepted') return verdict.kind;
  return `${verdict.kind}:${'errorCode' in verdict ? verdict.errorCode : verdict.reason}`;
}
