import { wireJson } from '../wireJson';

/** How a standing order ended, and what its result repeats of the order. */
export interface StandingOrderEnd {
  readonly responseRefId: string;
  /** Chosen by the caller; empty when they chose none. */
  readonly ownId: string;
  readonly code: number;
  readonly name: string;
  readonly amountKes: number;
  readonly endDate: string;
  readonly msisdn: string;
}

/**
 * The body POSTed to CallBackURL (Daraja: M-PESA Ratiba). A success begins its keys with small
 * letters and a failure with capitals; both carry the caller's own id.
 */
export function standingOrderResult(end: StandingOrderEnd): string {
  return end.code === 0 ? success(end) : failure(end);
}

function success({ responseRefId, ownId, name, amountKes, endDate, msisdn }: StandingOrderEnd) {
  const refId = ownId === '' ? responseRefId : ownId;
  const schedule = responseRefId.replaceAll(/\D/g, '').slice(0, 7);
  const data = [
    ['standingOrderName', name],
    ['amount', amountKes.toFixed(2)],
    ['issuePaymentReminderUntil', endDate],
    ['reminderScheduleId', schedule],
    ['status', 'ACTIVE'],
    ['TransactionID', schedule],
    ['ResponseCode', '0'],
    ['Status', 'OKAY'],
    ['Msisdn', `254******${msisdn.slice(-3)}`],
  ] as const;
  return wireJson({
    responseHeader: {
      responseRefID: refId,
      requestRefID: refId,
      responseCode: '0',
      responseDescription: 'Standing order created successfully',
    },
    responseBody: { responseData: data.map(([name, value]) => ({ name, value })) },
  });
}

/** The id of the answer comes back as responseRefID, as in the page's samples of the two. */
function failure({ responseRefId, ownId, code, msisdn }: StandingOrderEnd): string {
  const data = [
    ['TransactionID', '0000000000'],
    ['responseCode', String(code)],
    ['Status', 'ERROR'],
    ['Msisdn', `*********${msisdn.slice(-3)}`],
  ] as const;
  return wireJson({
    ResponseHeader: {
      responseRefID: responseRefId,
      requestRefID: ownId === '' ? responseRefId : ownId,
      responseCode: String(code),
      responseDescription: 'Error',
    },
    ResponseBody: { ResponseData: data.map(([Name, Value]) => ({ Name, Value })) },
  });
}
