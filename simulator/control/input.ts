import type { Request, Response } from 'express';
import type { z } from 'zod';

/**
 * Parses what a caller of the control API sent; answers 400 with every violation and returns
 * undefined when it is wrong.
 */
export function accepted<T>(
  schema: z.ZodType<T>,
  given: unknown,
  response: Response,
): T | undefined {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || 'body',
    rule: issue.message,
  }));
  response.status(400).json({ error: 'Correct these fields and send it again.', problems });
  return undefined;
}

/** A path parameter; Express types a wildcard's as a list. */
export function parameter(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}

/** Answers 404 with a sentence. */
export function notFound(response: Response, error: string): void {
  response.status(404).json({ error });
}
