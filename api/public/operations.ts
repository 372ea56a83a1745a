import type { Operation } from '../contract/operation';
import { getEvent } from './events/get/route';
import { listEvents } from './events/list/route';
import { resendEvent } from './events/resend/route';
import { resendEvents } from './events/resendRange/route';
import { cancelPayment } from './payments/cancel/route';
import { createPayment } from './payments/create/route';
import { getPayment } from './payments/get/route';
import { listPayments } from './payments/list/route';
import { searchPayments } from './payments/search/route';
import { getDocs } from './reference/page/route';
import { getOpenApi } from './reference/openapi/route';

/** Every operation of the public API, in the order in which the reference shows them. */
export const OPERATIONS: readonly Operation[] = [
  createPayment,
  listPayments,
  // Before the one whose path takes any word in the place of "search".
  searchPayments,
  getPayment,
  cancelPayment,
  listEvents,
  // Before the one whose path takes any word in the place of "resend".
  resendEvents,
  getEvent,
  resendEvent,
  getOpenApi,
  getDocs,
];
