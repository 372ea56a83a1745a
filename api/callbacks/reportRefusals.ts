import type { RequestHandler } from 'express';
import type { BusinessEvents } from '../../telemetry/events';
import { isErrorCode } from '../http/errors';
import { contextOf } from '../http/middleware/requestContext';

const PAYMENT_IN_PATH = /\/(pay_[0-9a-z]{26})(?:\/|$)/;

/**
 * Counts and logs every callback that is refused, by the code of its refusal and, where the path
 * names one, with its payment: the one delivery of a callback must not go missing unseen.
 */
export function reportRefusals(report: Pick<BusinessEvents, 'callbackReceived'>): RequestHandler {
  return (request, response, next) => {
    response.once('close', () => {
      const { logged, requestId } = contextOf(request);
      const { code } = logged;
      if (!isErrorCode(code)) return;
      const paymentId = PAYMENT_IN_PATH.exec(request.path)?.[1];
      report.callbackReceived(code, { requestId, ...(paymentId ? { paymentId } : {}) });
    });
    next();
  };
}
