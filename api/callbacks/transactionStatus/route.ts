import type { RequestHandler } from 'express';
import { newId } from '../../../crypto/newId';
import { sha256 } from '../../../crypto/sha256';
import {
  parseStatusResult,
  statusResultSchema,
  type StatusResult,
} from '../../../daraja/inbound/statusResult';
import type { KeptNotice } from '../../../domain/evidence/notice';
import { paymentOwner } from '../../../domain/values/owner';
import { maskMsisdn } from '../../../domain/values/msisdn';
import { redactBySchema } from '../../../telemetry/redaction/redactBySchema';
import type { ApiDependencies } from '../../dependencies';
import { contextOf } from '../../http/middleware/requestContext';
import { parseCallbackJson, readCallbackBody, type CallbackBody } from '../callbackBody';
import { ACKNOWLEDGED, receive } from '../receive';
import { provenPayment } from './address';

/** `POST /callbacks/transaction-status/:paymentId/:proof`: the answer to a question of ours. */
export function transactionStatusResult(deps: ApiDependencies): RequestHandler {
  return async (request, response) => {
    const paymentId = provenPayment(deps, request.params);
    const { logged } = contextOf(request);
    logged['paymentId'] = paymentId;
    const body = await readCallbackBody(request);
    const json = parseCallbackJson(body, request.headers['content-encoding'] ?? '');
    const result = parseStatusResult(json);
    logged['result'] = redactBySchema(statusResultSchema, json);
    const evidence = evidenceOf(deps, body, result);
    const callbackId = newId('callback');
    await receive(deps, {
      callbackId,
      paymentId,
      // It was asked for lately, so that the plan or the asking workflow looks in the inbox.
      isDecided: false,
      // The answer itself is read from the inbox: a signal could be anybody's.
      notice: { kind: 'look_in_inbox' },
      row: {
        callbackId,
        owner: paymentOwner(paymentId),
        source: 'transaction_status_result',
        rawBody: body.bytes,
        evidence,
        setAsideReason: null,
        sealedCheckoutRequestId: null,
        receivedAtMs: evidence.atMs,
      },
    });
    deps.report.callbackReceived(result === null ? 'unreadable' : 'accepted', { paymentId });
    response.status(200).json(ACKNOWLEDGED);
  };
}

function evidenceOf(
  deps: ApiDependencies,
  body: CallbackBody,
  result: StatusResult | null,
): KeptNotice['evidence'] {
  const seen = { evidenceId: newId('evidence'), atMs: Date.now() };
  if (result === null) {
    const callbackId = newId('callback');
    return { ...seen, callbackId, kind: 'unreadable_callback', bodySha256: sha256(body.bytes) };
  }
  const { payer, ...shown } = result;
  return {
    ...seen,
    ...shown,
    kind: 'transaction_status',
    payerMasked: payer && maskMsisdn(payer),
    payerHash: payer && deps.store.payments.phoneHash(payer),
  };
}
