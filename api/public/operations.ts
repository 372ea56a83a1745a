import type { Operation } from '../contract/operation';
import { createPayment } from './payments/create/route';
import { getPayment } from './payments/get/route';
import { getDocs } from './reference/page/route';
import { getOpenApi } from './reference/openapi/route';

/** Every operation of the public API, in the order in which the reference shows them. */
export const OPERATIONS: readonly Operation[] = [createPayment, getPayment, getOpenApi, getDocs];
