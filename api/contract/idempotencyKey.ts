import { z } from 'zod';
import { err, ok } from '../../domain/values/result';
import { AppError } from '../http/errors';
import { field } from './field';

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** The header by which a repeat is known. Doubled headers arrive joined by a blank, so refused. */
export const idempotencyKey = field<string>(
  z
    .string()
    .regex(IDEMPOTENCY_KEY)
    .meta({
      description:
        'Your own name for this request, such as the id of the order: 1 to 255 visible ASCII ' +
        'characters. Send the same one when you repeat the request, and it is done once.',
      examples: ['order-1042'],
    }),
  (value) => {
    if (typeof value === 'string' && IDEMPOTENCY_KEY.test(value)) return ok(value);
    return err({
      field: 'Idempotency-Key',
      rule: 'must be 1 to 255 visible ASCII characters',
      remedy: "Send your order's id or a fresh UUID, and the same one when you repeat the request.",
    });
  },
  (error) =>
    new AppError('idempotency_key_required', {
      publicMessage: 'Each payment needs an Idempotency-Key of its own.',
      ...error,
    }),
);
