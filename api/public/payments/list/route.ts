import { operation } from '../../../contract/operation';
import { pageOfPayments } from '../pageOfPayments';
import { listPaymentsContract } from './contract';

/** The merchant's payments, page by page. */
export const listPayments = operation(listPaymentsContract)(
  (deps) =>
    async ({ query, principal }) => ({
      status: 200,
      body: await pageOfPayments(deps, principal.merchantId, query),
    }),
);
