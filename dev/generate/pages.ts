import { configurationPage } from './configurationPage';
import { errorsPage } from './errorsPage';
import { eventsPage } from './eventsPage';
import { failuresPage } from './failuresPage';
import type { Page } from './page';
import { paymentStatesPage } from './paymentStatesPage';
import { resultCodesPage } from './resultCodesPage';

/** Every page of docs/generated/. */
export const PAGES: readonly Page[] = [
  { name: 'configuration.md', render: configurationPage },
  { name: 'errors.md', render: errorsPage },
  { name: 'events.md', render: eventsPage },
  { name: 'failures.md', render: failuresPage },
  { name: 'payment-states.md', render: paymentStatesPage },
  { name: 'result-codes.md', render: resultCodesPage },
];
