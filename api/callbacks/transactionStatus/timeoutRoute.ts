import type { RequestHandler } from 'express';
import type { ApiDependencies } from '../../dependencies';
import { ACKNOWLEDGED } from '../receive';
import { provenPayment } from './address';

/**
 * The question was not queued (Daraja: QueueTimeOutURL). That says nothing about the payment, so it
 * is noted and the plan asks again.
 */
export function transactionStatusTimeout(deps: ApiDependencies): RequestHandler {
  return (request, response) => {
    const paymentId = provenPayment(deps, request.params);
    deps.report.callbackReceived('status_timeout', { paymentId });
    response.status(200).json(ACKNOWLEDGED);
  };
}
