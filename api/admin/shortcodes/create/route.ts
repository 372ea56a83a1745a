import type { Shortcode } from '../../../../store/merchants/shortcodes';
import { operation } from '../../../contract/operation';
import type { ApiDependencies } from '../../../dependencies';
import { invalidField } from '../../../http/problem';
import { actorOf } from '../../fields';
import type { ShortcodeProof } from '../proof';
import { presentShortcode } from '../shortcodeSchema';
import { createShortcodeContract } from './contract';
import { newShortcode } from './newShortcode';

const { refuse } = createShortcodeContract;

/** Takes a shortcode into service once Safaricom has taken its credentials. */
export const createShortcode = operation(createShortcodeContract)(
  (deps) =>
    async ({ body, principal }) => {
      const { mode, unproven = false, reason } = body;
      const entry = newShortcode(body, deps.allowPlainHttp);
      const { shortcode, merchantId } = entry;
      const becomesDefault = await assertWanted(deps, entry);
      const proof = await deps.proveShortcode(entry);
      const isProven = proof.token.proven && proof.query.proven;
      if (!isProven && !unproven) throw notProven(proof);
      const provenAt = isProven ? new Date() : null;
      const { baseUrl, partyB, initiator } = entry;
      const facts = { merchantId, mode, baseUrl, type: body.type, partyB, becomesDefault };
      const draft = {
        who: actorOf(principal),
        action: 'shortcodes.create',
        subject: { kind: 'shortcode', id: shortcode },
        detail: { ...facts, isProven, hasInitiator: initiator !== null },
        why: reason,
      };
      await deps.store.auditLog.record(draft, async () => {
        if (!(await deps.store.shortcodes.add(entry, provenAt))) throw alreadyThere(entry);
        if (!becomesDefault) return;
        await deps.store.merchants.change(merchantId, { defaultShortcode: shortcode });
      });
      return { status: 201, body: { shortcode: presentShortcode({ ...entry, provenAt }), proof } };
    },
);

/** Says whether it becomes its merchant's default. @throws AppError where it cannot be made. */
async function assertWanted({ store }: ApiDependencies, entry: Shortcode): Promise<boolean> {
  const merchant = await store.merchants.findNow(entry.merchantId);
  if (merchant === null) {
    const rule = 'must be the id of a merchant that is there';
    throw invalidField({ field: 'merchantId', rule, remedy: 'List merchants to find it.' });
  }
  if ((await store.shortcodes.show(entry.shortcode)) !== null) throw alreadyThere(entry);
  return merchant.defaultShortcode === null;
}

function alreadyThere({ shortcode }: Shortcode) {
  return refuse('conflict', {
    publicMessage: `Shortcode ${shortcode} is there already.`,
    field: 'shortcode',
    remedy: 'Look at it to see whose it is.',
  });
}

function notProven({ token, query }: ShortcodeProof) {
  return refuse('shortcode_not_proven', {
    publicMessage: `Nothing was stored. OAuth token: ${token.detail}. STK query: ${query.detail}.`,
    field: 'credentials',
    rule: 'must be taken by Safaricom',
    remedy: 'Correct them, or send unproven: true to store them as they are.',
  });
}
