import type { ErrorDetail } from '../../http/errors';
import { idField } from '../fields';

/** Events lie with their merchant, so that one is found by both ids. */
export const merchantId = idField('merchant', 'merchantId', 'The merchant who was told.');

export const NO_ENDPOINT: ErrorDetail = {
  publicMessage: 'The merchant has no webhook endpoint.',
  remedy: 'Give it one by updating the merchant, then send the events again.',
};
