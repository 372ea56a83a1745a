import { businessDate } from '../domain/values/eastAfricaTime';
import type { MerchantId } from '../domain/values/ids';
import { WORKFLOW_TYPES } from '../workflows/messages';
import { searchAttributes } from '../workflows/searchAttributes';

/** A question to the list of the Temporal UI. */
export interface SavedView {
  readonly name: string;
  /** As the UI's own search takes it. */
  readonly query: string;
  /** The page that shows the answer; null where no UI is configured. */
  readonly url: string | null;
}

/** What a question is narrowed to. */
export interface ViewGiven {
  readonly merchantId?: MerchantId | undefined;
  readonly failureCode?: string | undefined;
  readonly nowMs: number;
}

export type SavedViews = (given: ViewGiven) => readonly SavedView[];

interface Ui {
  readonly TEMPORAL_UI_URL?: string | undefined;
  readonly TEMPORAL_NAMESPACE: string;
}

const STUCK_MS = 300_000;
const HOUR_MS = 3_600_000;

/**
 * The questions that operators ask every day, as links. The times in them are those of the call,
 * since the list of Temporal knows no "five minutes ago".
 */
export function savedViews(ui: Ui, given: ViewGiven): readonly SavedView[] {
  const questions = [...aboutPayments(given), ...aboutOthers(given)];
  return questions.map(([name, query]) => ({ name, query, url: linkTo(ui, query) }));
}

type Question = readonly [name: string, query: string];

const RUNNING = 'ExecutionStatus = "Running"';

function aboutPayments({ merchantId, failureCode, nowMs }: ViewGiven): readonly Question[] {
  const { needsAttention, paymentStatus, merchantId: merchant } = searchAttributes;
  const today = is(searchAttributes.businessDate.name, businessDate(nowMs));
  const failed = failureCode ?? 'cancelled_by_customer';
  const ofMerchant = merchantId === undefined ? [] : [is(merchant.name, merchantId)];
  const whose = merchantId === undefined ? 'all merchants' : merchantId;
  return [
    ['open payments', payments(RUNNING)],
    ['open for longer than 5 minutes', payments(RUNNING, before('StartTime', nowMs - STUCK_MS))],
    ['needs attention', payments(`${needsAttention.name} = true`)],
    ['needs review', payments(is(paymentStatus.name, 'needs_review'))],
    ['outcome not known yet', payments(is(paymentStatus.name, 'unresolved'))],
    [`failed as ${failed}`, payments(is(searchAttributes.failureCode.name, failed))],
    [`today, of ${whose}`, payments(today, ...ofMerchant)],
    ['stopped by a broken rule', payments('ExecutionStatus = "Failed"')],
  ];
}

function aboutOthers({ nowMs }: ViewGiven): readonly Question[] {
  const sweeps = is('WorkflowType', WORKFLOW_TYPES.sweep);
  return [
    ['events being sent again', `${is('WorkflowType', WORKFLOW_TYPES.webhook)} AND ${RUNNING}`],
    ['sweeps of the last hour', `${sweeps} AND ${after('StartTime', nowMs - HOUR_MS)}`],
  ];
}

function payments(...conditions: readonly string[]): string {
  return [is('WorkflowType', WORKFLOW_TYPES.payment), ...conditions].join(' AND ');
}

function is(name: string, value: string): string {
  return `${name} = "${value}"`;
}

function before(name: string, atMs: number): string {
  return `${name} < "${new Date(atMs).toISOString()}"`;
}

function after(name: string, atMs: number): string {
  return `${name} > "${new Date(atMs).toISOString()}"`;
}

function linkTo({ TEMPORAL_UI_URL: ui, TEMPORAL_NAMESPACE: namespace }: Ui, query: string) {
  if (ui === undefined) return null;
  const path = `/namespaces/${encodeURIComponent(namespace)}/workflows`;
  return `${ui.replace(/\/$/, '')}${path}?query=${encodeURIComponent(query)}`;
}
