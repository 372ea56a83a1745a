import { z } from 'zod';
import { modeOfBaseUrl, MODES } from '../../../domain/merchant/mode';
import type { ListedShortcode } from '../../../store/merchants/shortcodes';
import { moment } from '../../contract/openapi/marks';

export const shortcodeSchema = z
  .strictObject({
    shortcode: z.string().meta({ description: 'The paybill, or the store number of the till.' }),
    merchantId: z.string().meta({ description: 'Its merchant.' }),
    type: z.enum(['paybill', 'till']).meta({ description: 'What it is.' }),
    tillNumber: z.string().nullable().meta({ description: 'The number that customers pay to.' }),
    mode: z.enum(MODES).meta({ description: 'Where its money is; it follows from the base URL.' }),
    baseUrl: z.string().meta({ description: 'Where Daraja is called.' }),
    hasInitiator: z.boolean().meta({ description: 'Whether Transaction Status can be asked.' }),
    provenAt: moment
      .nullable()
      .meta({ description: 'When Safaricom took its credentials before it was stored.' }),
  })
  .meta({ id: 'Shortcode', description: 'A shortcode; its credentials are never shown.' });

export function presentShortcode(entry: ListedShortcode): z.output<typeof shortcodeSchema> {
  const isTill = entry.transactionType === 'CustomerBuyGoodsOnline';
  return {
    shortcode: entry.shortcode,
    merchantId: entry.merchantId,
    type: isTill ? 'till' : 'paybill',
    tillNumber: isTill ? entry.partyB : null,
    mode: modeOfBaseUrl(entry.baseUrl),
    baseUrl: entry.baseUrl,
    hasInitiator: entry.initiator !== null,
    provenAt: entry.provenAt?.toISOString() ?? null,
  };
}
