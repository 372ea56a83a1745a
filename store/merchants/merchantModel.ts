import { Schema } from 'mongoose';
import { sealedField } from '../mongo/sealedField';

/** A business that takes payments through Hakika. */
export const merchantSchema = new Schema(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    defaultShortcode: { type: String, required: true },
    /** Up to this sum, in shillings, a callback alone is believed. 0: never. */
    corroborateAboveKes: { type: Number, required: true },
    webhook: {
      type: new Schema(
        {
          url: { type: String, required: true },
          secret: { type: sealedField, required: true },
        },
        { _id: false, strict: 'throw' },
      ),
      default: null,
    },
    createdAt: { type: Date, required: true },
  },
  { collection: 'merchants', versionKey: false, strict: 'throw' },
);
