import type { About } from '../contract/openapi/document';

/** What the reference says about the API as a whole. */
export const ABOUT: About = {
  info: {
    title: 'Hakika API',
    version: '1.0.0',
    description:
      'Hakika takes M-Pesa payments for merchants and is never wrong about them. A payment is ' +
      '`succeeded` only when money moved, and `failed` only when it did not. Until one of the ' +
      'two is proven, Hakika keeps asking Safaricom.\n\n' +
      'Requests and answers are JSON in UTF-8. Send your key as `Authorization: Bearer sk_…`. ' +
      'A field, header or query parameter that breaks its rule is refused, and so is one that ' +
      'is not listed here. An answer may get new fields: ignore those that you do not know.\n\n' +
      'Every error is `application/problem+json` (RFC 9457) with a stable `code`, and with ' +
      '`field`, `rule` and `remedy` where they help. `retry` says whether the same request may ' +
      'be sent again. A path that does not exist is answered with 404 `not_found`, and one that ' +
      'does not take the method with 405 `method_not_allowed`.',
  },
  apiKey:
    'An API key of your merchant: `Authorization: Bearer sk_…`. A key has the roles `read`, ' +
    '`pay` and `refund`, or some of them; each operation names the one that it needs.',
  tags: [
    { name: 'Payments', description: 'Money that a customer pays to you.' },
    { name: 'Events', description: 'What you were told by webhook, and how that went.' },
    { name: 'Reference', description: 'This description of the API. No key is needed.' },
  ],
};
