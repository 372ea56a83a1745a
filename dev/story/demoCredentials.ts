import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readKeptFile } from '../system/keptFile';

const credentialsSchema = z.object({
  merchantId: z.string().startsWith('mer_'),
  apiKey: z.string().regex(/^sk_test_[0-9a-f]{64}$/),
  webhookSecret: z.string().regex(/^whsec_[A-Za-z0-9+/]{43}=$/),
});

/** The demo merchant's credentials, kept so that the pasted command works in the next run too. */
export type DemoCredentials = z.infer<typeof credentialsSchema>;

/** Reads the demo merchant's credentials, or makes them at the first start. */
export function demoCredentials(file: string, newMerchantId: () => string): DemoCredentials {
  if (existsSync(file)) return readKeptFile(file, credentialsSchema);
  const made = {
    merchantId: newMerchantId(),
    apiKey: `sk_test_${randomBytes(32).toString('hex')}`,
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}
