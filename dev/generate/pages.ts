import { adminDocument } from '../../api/admin/app';
import { publicDocument } from '../../api/public/app';
import { accessPage } from './accessPage';
import { configurationPage } from './configurationPage';
import { errorsPage } from './errorsPage';
import { eventsPage } from './eventsPage';
import { failuresPage } from './failuresPage';
import type { Page } from './page';
import { isOpen, PAYMENT_MACHINE } from '../../domain/payment/state';
import { metricsPage } from './metricsPage';
import { resultCodesPage } from './resultCodesPage';
import { statesPage } from './statesPage';

/** Every page of docs/generated/. */
export const PAGES: readonly Page[] = [
  { name: 'access.md', render: accessPage },
  { name: 'configuration.md', render: configurationPage },
  { name: 'errors.md', render: errorsPage },
  { name: 'events.md', render: eventsPage },
  { name: 'failures.md', render: failuresPage },
  { name: 'metrics.md', render: metricsPage },
  {
    name: 'payment-states.md',
    render: () =>
      statesPage({
        machine: PAYMENT_MACHINE,
        source: 'domain/payment/state.ts',
        isOpen,
        whileOpen: 'no second payment may use the same reference',
      }),
  },
  { name: 'admin-openapi.json', render: () => `${JSON.stringify(adminDocument(), null, 2)}\n` },
  { name: 'openapi.json', render: () => `${JSON.stringify(publicDocument(), null, 2)}\n` },
  { name: 'result-codes.md', render: resultCodesPage },
];
