import { z } from 'zod';
import { ERRORS, RETRY_ADVICE, type ErrorCode } from '../http/errors';
import type { Problem } from '../http/problem';
import { extensible } from './openapi/marks';

const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

/** Every error as callers get it. `satisfies` keeps its fields those of `Problem`. */
export const problemSchema = z
  .strictObject({
    type: z.string().meta({ description: '`urn:hakika:problem:` and the code.' }),
    title: z.string().meta({ description: 'What the code means.' }),
    status: z.int().meta({ description: 'The HTTP status.' }),
    code: extensible(z.enum(ERROR_CODES)).meta({
      description: 'Stable: what a program goes by. Codes may be added.',
    }),
    detail: z.string().meta({ description: 'What went wrong in this request.' }),
    field: z.string().optional().meta({ description: 'The field or header that was refused.' }),
    rule: z.string().optional().meta({ description: 'The rule that it breaks.' }),
    remedy: z.string().optional().meta({ description: 'What to do about it.' }),
    retry: z.enum(RETRY_ADVICE).meta({
      description:
        'Whether to send the same request again. `never`: it would be refused again. `safe`: ' +
        'after a moment. `unknown`: only with the same Idempotency-Key, and nothing is done twice.',
    }),
    requestId: z.string().meta({ description: 'Quote it when you ask for help.' }),
  } satisfies Readonly<Record<keyof Problem, z.ZodType>>)
  .meta({ id: 'Problem', description: 'An error (RFC 9457).' });
