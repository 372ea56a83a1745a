import { z } from 'zod';

/** What came of asking for the events of a time again. */
export const resentSchema = z
  .strictObject({
    object: z.literal('resend'),
    queued: z.int().meta({ description: 'How many events are being sent.' }),
    nextCursor: z.string().nullable().meta({
      description: 'Not null where the range holds more: repeat the request with it as `cursor`.',
    }),
  })
  .meta({ id: 'Resend', description: 'What is being sent again.' });
