import { Schema } from 'mongoose';
import { sealedField } from '../mongo/sealedField';

/** A paybill or till with its Daraja credentials, which lie sealed as one value. */
export const shortcodeSchema = new Schema(
  {
    /** The number itself: one shortcode has one owner. */
    _id: { type: String, required: true },
    merchantId: { type: String, required: true },
    baseUrl: { type: String, required: true },
    transactionType: {
      type: String,
      required: true,
      enum: ['CustomerPayBillOnline', 'CustomerBuyGoodsOnline'],
    },
    partyB: { type: String, required: true },
    credentials: { type: sealedField, required: true },
    createdAt: { type: Date, required: true },
  },
  { collection: 'shortcodes', versionKey: false, strict: 'throw' },
);
