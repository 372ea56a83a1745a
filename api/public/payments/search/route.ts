import { operation } from '../../../contract/operation';
import { pageOfPayments } from '../pageOfPayments';
import { searchPaymentsContract } from './contract';

/** The list by what may not stand in an address. The number is looked up by its keyed hash. */
export const searchPayments = operation(searchPaymentsContract)(
  (deps) =>
    async ({ body: { phone, ...wanted }, principal }) => {
      const phoneHash = phone === undefined ? undefined : deps.store.payments.phoneHash(phone);
      const found = await pageOfPayments(deps, principal.merchantId, { ...wanted, phoneHash });
      return { status: 200, body: found };
    },
);
