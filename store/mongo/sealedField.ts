import { Schema } from 'mongoose';

/** How an encrypted value lies in a document. */
export const sealedField = new Schema(
  { keyId: { type: String, required: true }, data: { type: Buffer, required: true } },
  { _id: false, strict: 'throw' },
);

/** An encrypted value with the keyed hash by which it can be found. */
export const searchableSealedField = new Schema(
  {
    sealed: { type: sealedField, required: true },
    hash: { type: String, required: true },
  },
  { _id: false, strict: 'throw' },
);
