import type { RequestHandler } from 'express';
import type { TransactionStatusEvidence } from '../../../domain/evidence/evidence';
import { currentAttempt } from '../../../domain/payment/payment';
import { newId } from '../../../crypto/newId';
import { redactBySchema } from '../../../telemetry/redaction/redactBySchema';
import type { ApiDependencies } from '../../dependencies';
import { contextOf } from '../../http/middleware/requestContext';
import { malformedCallback, parseRawJson } from '../rawBody';
import { ACKNOWLEDGED, receive } from '../receive';
import { provenPayment } from './address';
import { parseStatusResult, statusResultSchema } from '../../../daraja/inbound/statusResult';

/** `POST /callbacks/transaction-status/:paymentId/:proof`: the answer to a question of ours. */
export function transactionStatusResult(deps: ApiDependencies): RequestHandler {
  return async (request, response) => {
    const paymentId = provenPayment(deps, request.params);
    const { logged } = contextOf(request);
    logged['paymentId'] = paymentId;
    const { bytes, json } = parseRawJson(request.body);
    const result = parseStatusResult(json);
    logged['result'] = redactBySchema(statusResultSchema, json);
    if (result === null) throw malformedCallback('a documented field is missing');
    const payment = await deps.store.payments.find(paymentId);
    const attemptId = (payment && currentAttempt(payment)?.attemptId) ?? newId('attempt');
    const evidence: TransactionStatusEvidence = {
      kind: 'transaction_status',
      evidenceId: newId('evidence'),
      attemptId,
      atMs: Date.now(),
      ...result,
    };
    const callbackId = newId('callback');
    await receive(deps, {
      callbackId,
      paymentId,
      // The answer itself is read from the inbox: a signal could be anybody's.
      notice: { kind: 'look_in_inbox' },
      row: {
        callbackId,
        paymentId,
        attemptId,
        kind: 'transaction_status',
        rawBody: bytes,
        evidence,
        orphanReason: null,
        sealedCheckoutRequestId: null,
        receivedAtMs: evidence.atMs,
      },
    });
    deps.metrics.callbacks.inc({ outcome: 'accepted' });
    response.status(200).json(ACKNOWLEDGED);
  };
}
