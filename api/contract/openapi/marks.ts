import { z } from 'zod';

declare module 'zod' {
  interface GlobalMeta {
    /** Values may be added to this enumeration without notice; the reference says so. */
    extensible?: boolean;
  }
}

/** Marks an enumeration of an answer that may grow: callers must expect values unknown to them. */
export function extensible<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.meta({ extensible: true });
}

/** A moment as answers write it: ISO 8601, in UTC. */
export const moment = z.iso.datetime();
