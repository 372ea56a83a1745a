import type { Express } from 'express';
import type { ApiDependencies } from '../dependencies';
import { hardenedApp } from '../http/hardenedApp';
import { errorHandler, notFound, onlyMethods } from '../http/middleware/errorHandler';
import { requestContext } from '../http/middleware/requestContext';
import { requireHost } from '../http/middleware/requireHost';
import { allowSources } from '../http/middleware/sourceAddress';
import { selfTest, SELF_TEST_PATH } from './selfTest';
import { stkCallback } from './stk/route';
import { reportRefusals } from './reportRefusals';
import { transactionStatusResult } from './transactionStatus/route';
import { transactionStatusTimeout } from './transactionStatus/timeoutRoute';

/** The listener that Safaricom calls back. Nothing else is served here. */
export function createCallbacksApp(deps: ApiDependencies): Express {
  const app = hardenedApp(deps.trustedProxies);
  app.use(requestContext(deps.log, deps.metrics));
  app.use(reportRefusals(deps.report));
  app.use(requireHost);
  // A caller here this proves more than an address does.
  app.get(SELF_TEST_PATH, selfTest(deps.callbackProof));
  app.use(allowSources(deps.callbackSources));
  app.route('/callbacks/stk/:paymentId/:token').post(stkCallback(deps)).all(onlyMethods('POST'));
  app
    .route('/callbacks/transaction-status/:paymentId/:proof')
    .post(transactionStatusResult(deps))
    .all(onlyMethods('POST'));
  app
    .route('/callbacks/transaction-status/:paymentId/:proof/timeout')
    .post(transactionStatusTimeout(deps))
    .all(onlyMethods('POST'));
  app.use(notFound);
  app.use(errorHandler(deps.log));
  return app;
}
