import { Schema } from 'mongoose';

/**
 * A collection whose documents zod checks on the way in and out, so that mongoose need not: it only
 * guards filters, against operators where a value is expected. `strict` stays off for that reason.
 */
export function recordSchema(collection: string): Schema {
  return new Schema({ _id: { type: String } }, { collection, versionKey: false, strict: false });
}
