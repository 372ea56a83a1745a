import { z } from 'zod';
import {
  ID_PATTERNS,
  isId,
  type EventId,
  type IdKind,
  type IdOf,
  type PaymentId,
} from '../../domain/values/ids';
import { err, ok } from '../../domain/values/result';
import { AppError, type ErrorDetail } from '../http/errors';
import { field } from './field';

/** One answer for what never was and for another merchant's: nobody learns which. */
export const NO_SUCH_PAYMENT = {
  publicMessage: 'No such payment.',
  remedy: 'Use the id that creating the payment returned.',
};

/** The same for an event. */
export const NO_SUCH_EVENT = {
  publicMessage: 'No such event.',
  remedy: 'Use the id of a webhook, or one from the list of events.',
};

interface Shown {
  readonly name: string;
  readonly description: string;
  readonly example: string;
}

function idField<K extends IdKind>(
  kind: K,
  { name, description, example }: Shown,
  absent: ErrorDetail,
): z.ZodType<IdOf[K]> {
  return field<IdOf[K]>(
    z
      .string()
      .regex(ID_PATTERNS[kind])
      .meta({ description, examples: [example] }),
    (value) => {
      if (typeof value === 'string' && isId(kind, value)) return ok(value);
      return err({ field: name, rule: `must be the id of a ${kind}`, remedy: '' });
    },
    () => new AppError('not_found', absent),
  );
}

/** The payment that a path names. What has not the shape of an id is as absent as any other. */
export const paymentIdField: z.ZodType<PaymentId> = idField(
  'payment',
  {
    name: 'paymentId',
    description: 'The id that creating the payment returned.',
    example: 'pay_01kaqq00000000000000000001',
  },
  NO_SUCH_PAYMENT,
);

/** The event that a path names. */
export const eventIdField: z.ZodType<EventId> = idField(
  'event',
  {
    name: 'eventId',
    description: 'The id of the event, the same as `webhook-id` of its deliveries.',
    example: 'evt_01kaqq00000000000000000002',
  },
  NO_SUCH_EVENT,
);
