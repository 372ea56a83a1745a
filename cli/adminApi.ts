import { z } from 'zod';
import { CliError, EXIT } from './exit';
import { jsonOf, type Settings } from './settings';

/** Longer than a shortcode's proof may take. */
const TIMEOUT_MS = 60_000;

const answerSchema = z.record(z.string(), z.unknown());

export type Answer = z.output<typeof answerSchema>;

const problemSchema = z.looseObject({
  code: z.string(),
  detail: z.string(),
  remedy: z.string().optional(),
  requestId: z.string(),
});

const causeSchema = z.object({ cause: z.object({ code: z.string() }) });

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below /admin/v1. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

/**
 * Calls the admin API once; nothing is repeated.
 * @throws CliError `refused` with what the API says, or `unreachable`.
 */
export async function callAdminApi({ url, key }: Settings, request: Request): Promise<Answer> {
  const { method, path, query = {}, body } = request;
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given as [string, string][]).toString();
  const address = `${url}/admin/v1${path}${search === '' ? '' : `?${search}`}`;
  const response = await send(address, {
    method,
    // A key must not follow to wherever an answer points.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const parsed = jsonOf(response.text);
  if (response.ok) {
    const answer = answerSchema.safeParse(parsed);
    if (answer.success) return answer.data;
  }
  throw refusal(response.status, parsed, url);
}

async function send(address: string, init: RequestInit) {
  try {
    const response = await fetch(address, init);
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch (error) {
    const code = causeOf(error);
    const where = new URL(address).origin;
    const remedy = 'Is the API running, and is HAKIKA_ADMIN_URL its operations listener?';
    throw new CliError(EXIT.unreachable, `No answer from ${where}${code}. ${remedy}`);
  }
}

/** The code of what kept a request from being answered, such as ECONNREFUSED. */
function causeOf(error: unknown): string {
  const known = causeSchema.safeParse(error);
  return known.success ? ` (${known.data.cause.code})` : '';
}

function refusal(status: number, parsed: unknown, url: string): CliError {
  const problem = problemSchema.safeParse(parsed);
  if (!problem.success) {
    const what = `${url} answered ${status}, and not as Hakika's admin API does.`;
    return new CliError(EXIT.unreachable, what);
  }
  const { code, detail, remedy = '', requestId } = problem.data;
  const advice = remedy === '' || detail.includes(remedy) ? '' : ` ${remedy}`;
  return new CliError(EXIT.refused, `${code}: ${detail}${advice} (${requestId})`);
}
