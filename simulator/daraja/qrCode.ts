import type { World } from '../world';
import { amountField, choiceField, digitsField, textField } from './fields';
import type { OperationCall } from './operation';
import { jsonReply, type Reply } from './reply';

/** A PNG of one white pixel: the simulator draws no code that a phone could scan. */
const blankPng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII=';

/** Answers with the picture of a code (Daraja: Dynamic QR); sources differ on ResponseCode. */
export function qrCode(world: World, call: OperationCall): Reply {
  const { body } = call;
  textField(body, 'MerchantName', 100);
  textField(body, 'RefNo', 100);
  amountField(body, 'Amount', 1);
  choiceField(body, 'TrxCode', ['BG', 'WA', 'PB', 'SM', 'SB']);
  textField(body, 'CPI', 20);
  digitsField(body, 'Size', /^\d{1,4}$/);
  const nowMs = Date.now();
  const isAg = world.settings.current.qrResponseCode === 'AG';
  return jsonReply(200, {
    ResponseCode: isAg ? world.identifiers.conversationId(nowMs) : '00',
    RequestID: world.identifiers.requestId(nowMs),
    ResponseDescription: 'QR Code Successfully Generated.',
    QRCode: blankPng,
  });
}
