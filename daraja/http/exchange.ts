import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { parseJsonObject, type Envelope } from './answer';
import {
  classifyDarajaFailure,
  type DarajaAnswer,
  type DarajaResult,
} from '../classifyDarajaFailure';
import type { HttpRequest, HttpSender } from './http';
import type { HttpResult } from './httpExchange';
import type { DarajaOperation, DarajaPorts, DarajaSubject } from '../ports';

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
  readonly result: DarajaResult;
  readonly answer: Answer | null;
}

export interface ExchangeContext {
  readonly http: HttpSender;
  readonly ports: DarajaPorts;
}

/** What is asked of Daraja, and about what; null where it serves many. */
interface Question {
  readonly request: unknown;
  readonly subject: DarajaSubject | null;
}

/** Sends one request, classifies its end, counts it, and hands it to the log exactly once. */
export async function exchange<Answer>(
  context: ExchangeContext,
  spec: OperationSpec<Answer>,
  { request, subject }: Question,
  httpRequest: HttpRequest,
): Promise<ExchangeResult<Answer>> {
  const { operation } = spec;
  const startedAtMs = performance.now();
  const ended = await context.http.send(httpRequest);
  const durationMs = performance.now() - startedAtMs;
  const body = ended.kind === 'answered' ? parseJsonObject(ended.text) : null;
  const parsed = body === null ? null : spec.answerSchema.safeParse(body);
  const answer = parsed?.success ? parsed.data : null;
  const result = classifyDarajaFailure(operation, answerOf(ended, answer, spec));
  const { darajaRequests, darajaRequestSeconds } = context.ports.metrics;
  darajaRequests.inc({ operation, result: result.kind });
  darajaRequestSeconds.observe({ operation }, durationMs / 1000);
  context.ports.logExchange({
    operation,
    subject,
    schemaForRequest: spec.requestSchema,
    request,
    schemaForResponse: spec.answerSchema,
    ...shownResponse(ended, body),
    durationMs,
    result: resultText(result),
  });
  return { result, answer };
}

function answerOf<Answer>(
  ended: HttpResult,
  answer: Answer | null,
  spec: OperationSpec<Answer>,
): DarajaAnswer {
  if (ended.kind !== 'answered') return ended;
  const envelope = answer === null ? null : spec.envelopeOf(answer);
  return { kind: 'answered', status: ended.status, envelope };
}

function shownResponse(
  ended: HttpResult,
  body: unknown,
): { response: unknown; responseSha256: string | null; status: number | null } {
  if (ended.kind !== 'answered') return { response: null, responseSha256: null, status: null };
  const { status, text } = ended;
  if (body !== null) return { response: body, responseSha256: null, status };
  const responseSha256 = createHash('sha256').update(text).digest('hex');
  return { response: text, responseSha256, status };
}

function resultText(result: DarajaResult): string {
  if (result.kind === 'accepted') return result.kind;
  return `${result.kind}:${'errorCode' in result ? result.errorCode : result.reason}`;
}
