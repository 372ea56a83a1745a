import type { About } from '../contract/openapi/document';

/** What the reference says about the admin API as a whole. */
export const ADMIN_ABOUT: About = {
  info: {
    title: 'Hakika admin API',
    version: '1.0.0',
    description:
      'What operators do: merchants, shortcodes, keys, operators, payments, audit log. It is on ' +
      'the operations listener alone and never on the internet.\n\n' +
      'Every change needs a `reason` and, where nothing else is named, the role `admin`; it has ' +
      'its entry in the audit log before it takes effect. Looking needs any role. Secrets that ' +
      'Hakika makes are in one answer and never again. Errors are as in the public API.',
  },
  apiKey:
    'A key of an operator: `Authorization: Bearer op_…`. Each operation names the role that it ' +
    'needs. Every role lets its holder look (`viewer`).',
  tags: [
    { name: 'Merchants', description: 'Who takes payments.' },
    { name: 'Shortcodes', description: 'The paybills and tills of merchants.' },
    { name: 'Keys', description: 'Keys of merchants and of operators.' },
    { name: 'Operators', description: 'Who may use this API.' },
    { name: 'Payments', description: 'What customers of all merchants were asked to pay.' },
    { name: 'Events', description: 'What merchants were told by webhook.' },
    { name: 'Views', description: 'Saved questions to the Temporal UI.' },
    { name: 'Doctor', description: 'What is wrong with this installation, and what to do.' },
    { name: 'Audit', description: 'Who changed what, and why.' },
    { name: 'Reference', description: 'This description of the API.' },
  ],
};
