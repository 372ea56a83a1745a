import { raw } from 'express';
import { AppError } from '../http/errors';
import { parseJson } from '../http/parseJson';

const MAX_CALLBACK_BYTES = 16 * 1024;

/** Keeps a callback's bytes as they came, whatever type they claim: the inbox wants those. */
export const rawBody = raw({ limit: MAX_CALLBACK_BYTES, inflate: false, type: () => true });

/**
 * Reads the kept bytes as JSON.
 * @throws AppError `malformed_callback`
 */
export function parseRawJson(body: unknown): { readonly bytes: Buffer; readonly json: unknown } {
  if (!Buffer.isBuffer(body) || body.length === 0) throw malformedCallback('it is empty');
  try {
    return { bytes: body, json: parseJson(body.toString('utf8').replace(/^\uFEFF/, '')) };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw malformedCallback('it is not JSON, or gives a name twice');
  }
}

export function malformedCallback(why: string): AppError {
  return new AppError('malformed_callback', {
    publicMessage: `The callback cannot be read: ${why}.`,
    remedy: 'Send the body that Daraja documents for this callback.',
  });
}
