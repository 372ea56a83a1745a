import { operation } from '../../../contract/operation';
import { invalidField } from '../../../http/problem';
import { readPayments } from '../../../public/payments/readPayments';
import { presentForOperator } from '../operatorPaymentSchema';
import { NARROWING, searchAllPaymentsContract } from './contract';

/** Finds payments of all merchants. */
export const searchAllPayments = operation(searchAllPaymentsContract)(
  (deps) =>
    async ({ body }) => {
      if (NARROWING.every((name) => body[name] === undefined)) throw nothingNarrows();
      const { merchantId, phone, ...wanted } = body;
      const phoneHash = phone === undefined ? undefined : deps.store.payments.phoneHash(phone);
      const found = await readPayments(deps, merchantId ?? null, { ...wanted, phoneHash });
      return {
        status: 200,
        body: {
          object: 'list',
          data: found.items.map(presentForOperator),
          nextCursor: found.nextCursor,
        },
      };
    },
);

function nothingNarrows() {
  return invalidField({
    field: 'body',
    rule: `must give ${NARROWING.slice(0, -1).join(', ')} or ${NARROWING.at(-1) ?? ''}`,
    remedy: 'Say what is known of the payment. By its id, look at it directly.',
  });
}
