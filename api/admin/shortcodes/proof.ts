import { z } from 'zod';
import type { Shortcode } from '../../../store/merchants/shortcodes';

const step = z.strictObject({
  proven: z.boolean().meta({ description: 'Whether Safaricom took it.' }),
  detail: z.string().meta({ description: 'What came of it.' }),
});

export const proofSchema = z
  .strictObject({
    token: step.meta({ description: 'An OAuth token: consumer key and secret.' }),
    query: step.meta({ description: 'A harmless STK query: shortcode and passkey.' }),
  })
  .meta({ id: 'ShortcodeProof', description: 'What Safaricom said to the credentials.' });

export type ShortcodeProof = z.output<typeof proofSchema>;

/** Tries a shortcode's credentials with Safaricom; nobody is prompted and no money moves. */
export type ProveShortcode = (shortcode: Shortcode) => Promise<ShortcodeProof>;
