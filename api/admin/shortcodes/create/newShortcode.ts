import type { z } from 'zod';
import { baseUrlFault, SAFARICOM_URLS } from '../../../../domain/merchant/mode';
import type { Shortcode } from '../../../../store/merchants/shortcodes';
import { invalidField } from '../../../http/problem';
import type { createShortcodeBody } from './contract';
import { keptCredentials } from './credentials';

type Body = z.output<typeof createShortcodeBody>;

/**
 * The shortcode that a body describes.
 * @throws AppError where its parts do not fit each other, or the place where Hakika runs.
 */
export function newShortcode(body: Body, isLocal: boolean): Shortcode {
  const { merchantId, shortcode, credentials } = body;
  const number = { shortcode, merchantId };
  return {
    ...number,
    ...placeOf(body, isLocal),
    ...partyOf(body),
    ...keptCredentials(credentials),
  };
}

function placeOf({ mode, baseUrl }: Body, isLocal: boolean): Pick<Shortcode, 'baseUrl'> {
  if (mode === 'simulated' && !isLocal) {
    const remedy = 'Send sandbox or live.';
    throw invalidField({ field: 'mode', rule: 'is simulated with HAKIKA_ENV=local only', remedy });
  }
  const place = baseUrl ?? (mode === 'simulated' ? undefined : SAFARICOM_URLS[mode]);
  if (place === undefined) {
    const remedy = 'Send the address of the simulator.';
    throw invalidField({ field: 'baseUrl', rule: 'must be given for simulated', remedy });
  }
  const fault = baseUrlFault(mode, place);
  if (fault !== null) throw invalidField(fault);
  return { baseUrl: place };
}

function partyOf({ type, shortcode, tillNumber }: Body) {
  if (type === 'till' && tillNumber !== undefined) {
    return { transactionType: 'CustomerBuyGoodsOnline', partyB: tillNumber } as const;
  }
  if (type === 'paybill' && tillNumber === undefined) {
    return { transactionType: 'CustomerPayBillOnline', partyB: shortcode } as const;
  }
  throw invalidField({
    field: 'tillNumber',
    rule: 'must be given for a till, and for a till only',
    remedy: 'For a till, shortcode is the number of its store and tillNumber its own.',
  });
}
