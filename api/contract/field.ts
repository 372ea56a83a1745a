import { z } from 'zod';
import type { FieldError } from '../../domain/values/fieldError';
import type { Result } from '../../domain/values/result';
import type { AppError } from '../http/errors';
import { invalidField } from '../http/problem';

/**
 * A field of a request. `shown` is how callers write it: it makes the reference, and its mark of
 * telemetry/redaction masks the field in logs. `parse` is the rule that decides, and what it
 * refuses becomes the answer as it stands, so that texts are written once, beside the rule.
 */
export function field<T>(
  shown: z.ZodType,
  parse: (value: unknown) => Result<T, FieldError>,
  refusal: (error: FieldError) => AppError = invalidField,
): z.ZodType<T> {
  const read = (value: unknown, context: z.RefinementCtx): unknown => {
    const parsed = parse(value);
    if (parsed.ok) return parsed.value;
    const error = refusal(parsed.error);
    context.addIssue({ code: 'custom', message: error.message, params: { error } });
    return z.NEVER;
  };
  // What `shown` lets through is what `parse` returned, so the type is that of `parse`.
  return z.preprocess(read, shown) as unknown as z.ZodType<T>;
}
