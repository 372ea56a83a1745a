import type { Operation } from '../contract/operation';
import { listAudit } from './audit/list/route';
import { verifyAudit } from './audit/verify/route';
import { runDoctor } from './doctor/route';
import { listMerchantEvents } from './events/list/route';
import { resendMerchantEvent } from './events/resend/route';
import { resendMerchantEvents } from './events/resendRange/route';
import { showMerchantEvent } from './events/show/route';
import { createKey } from './keys/create/route';
import { listKeys } from './keys/list/route';
import { revokeKey } from './keys/revoke/route';
import { rotateKey } from './keys/rotate/route';
import { createMerchant } from './merchants/create/route';
import { listMerchants } from './merchants/list/route';
import { showMerchant } from './merchants/show/route';
import { updateMerchant } from './merchants/update/route';
import { createOperator } from './operators/create/route';
import { listOperators } from './operators/list/route';
import { revokeOperator } from './operators/revoke/route';
import { getAdminOpenApi } from './reference/openapi/route';
import { askPayment } from './payments/ask/route';
import { attachReceipt } from './payments/attachReceipt/route';
import { decidePayment } from './payments/decide/route';
import { searchAllPayments } from './payments/search/route';
import { showPayment } from './payments/show/route';
import { createShortcode } from './shortcodes/create/route';
import { listShortcodes } from './shortcodes/list/route';
import { showShortcode } from './shortcodes/show/route';
import { listViews } from './views/list/route';

/** Every operation of the admin API, in the order in which the reference shows them. */
export const ADMIN_OPERATIONS: readonly Operation[] = [
  ...[createMerchant, listMerchants, showMerchant, updateMerchant],
  ...[createShortcode, listShortcodes, showShortcode],
  ...[createKey, listKeys, rotateKey, revokeKey],
  ...[createOperator, listOperators, revokeOperator],
  ...[searchAllPayments, showPayment, askPayment, attachReceipt, decidePayment],
  // That of the range goes first: an id would match its path too.
  ...[resendMerchantEvents, listMerchantEvents, showMerchantEvent, resendMerchantEvent],
  ...[runDoctor, listViews],
  ...[listAudit, verifyAudit, getAdminOpenApi],
];
