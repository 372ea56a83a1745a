import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { StartFailure } from '../startFailure';

const credentialsSchema = z.object({
  merchantId: z.string(),
  apiKey: z.string(),
  webhookSecret: z.string(),
});

/** The demo merchant's own papers, kept so that the pasted command works in the next run too. */
export type DemoCredentials = z.infer<typeof credentialsSchema>;

/** Reads the demo merchant's papers, or makes them at the first start. */
export function demoCredentials(file: string, newMerchantId: () => string): DemoCredentials {
  if (existsSync(file)) {
    const read = credentialsSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
    if (read.success) return read.data;
    throw new StartFailure(`${file} is damaged: begin anew with npm start -- --fresh.`);
  }
  const made = {
    merchantId: newMerchantId(),
    apiKey: `sk_test_${randomBytes(32).toString('hex')}`,
    webhookSecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema refuses it with the sentence for a damaged file.
    return null;
  }
}
