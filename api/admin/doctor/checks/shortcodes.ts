import { fault, fine, warning, type Check } from '../finding';

/** Each costs a request to Safaricom, and all are under way at once. */
const LOOKED_AT = 20;

/** Whether Safaricom gives a token for each shortcode's credentials; nobody is prompted. */
export const shortcodes: Check = {
  area: 'shortcodes',
  whenBlind: 'Is Safaricom reachable from here? Otherwise look at the area mongodb.',
  async look({ store, doctor }) {
    const all = await store.shortcodes.list({ after: null, limit: LOOKED_AT + 1 });
    if (all.length === 0) {
      const remedy = 'Take one into service by "hakika shortcodes create".';
      return [warning('none', 'No merchant has a shortcode.', remedy)];
    }
    const found = all.slice(0, LOOKED_AT).map(async (entry) => {
      const { proven, detail } = await doctor.tokenOf(entry);
      if (proven) return fine(entry.shortcode, 'Safaricom gives it a token.');
      return fault(
        entry.shortcode,
        `Safaricom gives it no token: ${detail}. Its payments fail before the prompt.`,
        'Compare consumer key and secret with the Daraja portal, and see that it is reached.',
      );
    });
    const more = fine('others', `Only the first ${LOOKED_AT} were looked at.`);
    return [...(await Promise.all(found)), ...(all.length > LOOKED_AT ? [more] : [])];
  },
};
