import { certificateFound } from '../certificate';
import { fault, fine, type Check } from '../finding';

/** Merchants that are read, and endpoints that are connected to at once. */
const READ = 500;
const LOOKED_AT = 20;

/** Whether each merchant's endpoint takes a connection; no event is sent to it. */
export const webhooks: Check = {
  area: 'webhooks',
  whenBlind: 'Look at the area mongodb first: merchants could not be read.',
  async look({ store, doctor }) {
    const merchants = await store.merchants.list({ after: null, limit: READ });
    const all = merchants.flatMap(({ merchantId, webhook }) =>
      webhook === null ? [] : [{ merchantId, url: webhook.url }],
    );
    const found = all.slice(0, LOOKED_AT).map(async ({ merchantId, url }) => {
      const reached = await doctor.reachMerchants(url);
      if (reached.kind === 'reached') {
        const line = fine(merchantId, 'The endpoint takes a connection.');
        return [line, ...certificateFound(merchantId, reached, Date.now())];
      }
      const meaning = `The endpoint takes no connection (${reached.reason}); its events wait.`;
      const remedy = 'Ask the merchant to start it, or correct it by "hakika merchants update".';
      return [fault(merchantId, meaning, remedy)];
    });
    const more = fine('others', `Only the first ${LOOKED_AT} were looked at.`);
    return [...(await Promise.all(found)).flat(), ...(all.length > LOOKED_AT ? [more] : [])];
  },
};
