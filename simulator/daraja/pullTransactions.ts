import { eastAfricaFields, parseCompactTime } from '../eastAfricaTime';
import type { Movement } from '../ledger/ledger';
import type { Organisation } from '../ledger/shortcodes';
import type { Settings } from '../settings';
import type { WireValue } from '../wireJson';
import type { World } from '../world';
import { organisationField } from '../results/initiatorRequest';
import { addressField } from './addressField';
import { choiceField, digitsField, textField, type Body } from './fields';
import type { OperationCall } from './operation';
import { jsonReply, Refusal, type Reply } from './reply';

const windowMsMax = 48 * 3_600_000;

/** Registers a shortcode for Pull, once; the second time answers 1001 (Daraja: Pull). */
export function pullRegister(world: World, call: OperationCall): Reply {
  const { body } = call;
  const organisation = organisationField(world, body, 'ShortCode');
  choiceField(body, 'RequestType', ['Pull']);
  digitsField(body, 'NominatedNumber', /^(0|254)[17]\d{8}$/);
  addressField(body, 'CallBackURL', world.settings.current);
  const known = organisation.pullRegistered;
  organisation.pullRegistered = true;
  const spaced = world.settings.current.pullKeys === 'spaced';
  const description = known ? 'ShortCode already Registered' : 'ShortCode registered successfully';
  return jsonReply(200, {
    ResponseRefID: world.identifiers.requestId(Date.now()),
    [spaced ? 'Response Status' : 'ResponseStatus']: known ? '1001' : '1000',
    ShortCode: organisation.shortcode,
    [spaced ? 'Response Description' : 'ResponseDescription']: description,
  });
}

/**
 * Lists customers' payments of a window of at most 48 hours out of the last 48 (Daraja: Pull).
 * OffSetValue counts rows; the rows come inside an array inside an array.
 */
export function pullQuery(world: World, call: OperationCall): Reply {
  const settings = world.settings.current;
  const { body } = call;
  const organisation = organisationField(world, body, 'ShortCode');
  const fromMs = dateField(body, 'StartDate');
  const toMs = dateField(body, 'EndDate');
  const offset = Number(digitsField(body, 'OffSetValue', /^\d{1,9}$/));
  const registered = organisation.pullRegistered || !settings.pullRequiresRegistration;
  if (toMs < fromMs || toMs - fromMs > windowMsMax) throw badRequest();
  // One that is not registered was seen to answer like a till without payments.
  if (!registered && settings.requestRules === 'documented') throw badRequest();
  const oldestMs = Math.max(fromMs, Date.now() - windowMsMax);
  const rows = world.ledger
    .filter(
      ({ shortcode, kind, completedAtMs }) =>
        registered &&
        shortcode === organisation.shortcode &&
        (kind === 'stk' || kind === 'c2b') &&
        completedAtMs >= oldestMs &&
        completedAtMs < toMs + 1_000,
    )
    .slice(offset, offset + settings.pullPageSize)
    .map((movement) => row(movement, organisation, settings));
  const responseRefId = world.identifiers.requestId(Date.now());
  return jsonReply(200, answer(responseRefId, rows, settings));
}

function answer(responseRefId: string, rows: WireValue[], settings: Settings): WireValue {
  const empty = rows.length === 0;
  return {
    ResponseRefID: responseRefId,
    ResponseCode: empty ? '1001' : '1000',
    ResponseMessage: empty ? 'No transactions' : 'Success',
    Response: empty && settings.pullEmptyShape === 'text' ? '[[]]' : [rows],
  };
}

/** `2026-11-23 20:30:31` in East Africa Time. */
function dateField(body: Body, name: string): number {
  const text = textField(body, name, 19);
  const isShaped = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text);
  const atMs = isShaped ? parseCompactTime(text.replaceAll(/\D/g, '')) : undefined;
  if (atMs === undefined) throw badRequest();
  return atMs;
}

function badRequest(): Refusal {
  return new Refusal(400, '400.001', 'Bad Request');
}

function row(movement: Movement, organisation: Organisation, settings: Settings): WireValue {
  const kind = organisation.kind === 'store' ? 'c2b-buy-goods-debit' : 'c2b-pay-bill-debit';
  return {
    transactionId: movement.receipt,
    trxDate: zuluDate(movement.completedAtMs, settings.pullZone),
    msisdn: Number((movement.msisdn ?? '').slice(3)),
    sender: movement.payerName ?? '',
    transactiontype: kind,
    billreference: movement.accountReference ?? '',
    amount: movement.amountKes.toFixed(2),
    organizationname: organisation.name,
  };
}

/** Carries a Z, though other times of C2B are East Africa Time; which it is, is not known. */
function zuluDate(atMs: number, zone: Settings['pullZone']): string {
  if (zone === 'utc') return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
  const f = eastAfricaFields(atMs);
  const shown = Date.UTC(f.year, f.month - 1, f.day, f.hour, f.minute, f.second);
  return `${new Date(shown).toISOString().slice(0, 19)}Z`;
}
