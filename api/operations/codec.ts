import type { Payload, PayloadCodec } from '@temporalio/common';
import { json, Router } from 'express';
import { z } from 'zod';
import { AppError } from '../http/errors';

export interface CodecOptions {
  readonly codec: PayloadCodec;
  /** The Temporal UI's origin: no other page may ask for decoded payloads. */
  readonly uiOrigin: string;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;

const bodySchema = z.object({
  payloads: z.array(
    z.object({
      metadata: z.record(z.string(), z.base64()).default({}),
      data: z.base64().default(''),
    }),
  ),
});

/**
 * Temporal's codec server, decoding only: with it the UI shows summaries and details in clear. The
 * payloads hold ids and codes; no phone number is ever among them.
 */
export function codecRoutes({ codec, uiOrigin }: CodecOptions): Router {
  const router = Router();
  router.use((request, response, next) => {
    response.set({
      'Access-Control-Allow-Origin': uiOrigin,
      'Access-Control-Allow-Methods': 'POST, OPTIONS',
      'Access-Control-Allow-Headers': 'X-Namespace, Content-Type, Authorization',
      Vary: 'Origin',
    });
    if (request.method === 'OPTIONS') return void response.sendStatus(204);
    next();
  });
  router.post(
    '/decode',
    json({ limit: MAX_BODY_BYTES, inflate: false }),
    async (request, response) => {
      const body = bodySchema.safeParse(request.body);
      if (!body.success) {
        throw new AppError('invalid_request', {
          publicMessage: 'The body must be {"payloads": […]} as the Temporal UI sends it.',
        });
      }
      const decoded = await decode(
        codec,
        body.data.payloads.map(({ metadata, data }) => ({
          metadata: mapValues(metadata, (text) => Buffer.from(text, 'base64')),
          data: Buffer.from(data, 'base64'),
        })),
      );
      response.json({
        payloads: decoded.map(({ metadata, data }) => ({
          metadata: mapValues(metadata ?? {}, base64),
          data: base64(data ?? new Uint8Array()),
        })),
      });
    },
  );
  return router;
}

/** @throws AppError `invalid_request` when a payload was not sealed here, or altered since. */
async function decode(codec: PayloadCodec, payloads: Payload[]): Promise<Payload[]> {
  try {
    return await codec.decode(payloads);
  } catch (cause) {
    throw new AppError(
      'invalid_request',
      {
        publicMessage: 'A payload cannot be opened.',
        field: 'payloads',
        rule: 'must be sealed under a key that this process has',
        remedy: 'Send the payloads as Temporal holds them; the log of the API says more.',
      },
      {},
      { cause },
    );
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
