import { z } from 'zod';

/**
 * Why a field may not be shown as it stands, and so how its mask looks:
 * - `msisdn`: a phone number; first four and last three digits stay, `2547****149`;
 * - `secret`: a key, password or token; nothing stays;
 * - `personal`: a person's name or free text that may hold one; nothing stays;
 * - `free_text`: somebody else's words, which may repeat what we sent; addresses and long runs of
 *   characters go, since those may be credentials;
 * - `url_with_token`: an address whose path is a credential; only the origin stays;
 * - `checkout_request_id`: Daraja's handle of a prompt; it ends in nine digits of the payer's
 *   number, so those go and the rest stays to compare with.
 */
export const SENSITIVE_KINDS = [
  'msisdn',
  'secret',
  'personal',
  'free_text',
  'url_with_token',
  'checkout_request_id',
] as const;

export type SensitiveKind = (typeof SENSITIVE_KINDS)[number];

declare module 'zod' {
  interface GlobalMeta {
    /** Read by `redactBySchema`; a mark is the only step needed to keep a field out of logs. */
    sensitive?: SensitiveKind;
  }
}

/** Marks a schema, so that every log of a value held against it masks that field. */
export function sensitive<Schema extends z.ZodType>(schema: Schema, kind: SensitiveKind): Schema {
  return schema.meta({ sensitive: kind });
}

/** The mark on exactly this schema, or null. Wrappers are looked through by `redactBySchema`. */
export function sensitiveKindOf(schema: z.core.$ZodType): SensitiveKind | null {
  const kind = z.globalRegistry.get(schema)?.sensitive;
  return SENSITIVE_KINDS.find((known) => known === kind) ?? null;
}
