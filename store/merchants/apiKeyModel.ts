import { Schema } from 'mongoose';

/** A merchant's API key. Only its hash is kept: 256 random bits need no slow hash. */
export const apiKeySchema = new Schema(
  {
    _id: { type: String, required: true },
    merchantId: { type: String, required: true },
    hash: { type: String, required: true },
    /** What people may see of the key, to tell it from others. */
    hint: { type: String, required: true },
    createdAt: { type: Date, required: true },
    revokedAt: { type: Date, default: null },
  },
  { collection: 'apiKeys', versionKey: false, strict: 'throw' },
);
