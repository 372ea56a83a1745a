import type { SimulatorEvent } from './followSimulator';

/** What each moment at the simulated Safaricom means for the payment. */
const MOMENTS: Readonly<Record<string, string>> = {
  prompt_shown: 'Prompted: the STK prompt is on the phone.',
  prompt_approved: 'Approved: the customer entered the PIN.',
  prompt_cancelled: 'Cancelled: the customer refused the prompt.',
  prompt_failed: 'Refused: M-Pesa did not take the payment.',
  prompt_expired: 'Expired: nobody answered the prompt.',
  money_moved: 'Paid: M-Pesa moved the money.',
  callback_delivered: 'Called back: Safaricom reported the outcome, which is not yet proven.',
};

/**
 * Tells of the events of one payment, known by its reference. Others may be going on at the same
 * time: an earlier run can have left some that are still being asked about.
 */
export function momentsOf(
  reference: string,
  tell: (line: string) => void,
): (event: SimulatorEvent) => void {
  let prompt: unknown = null;
  return (event) => {
    const isOurs = event['accountReference'] === reference;
    if (isOurs && event.kind === 'push_accepted') prompt = event['prompt'];
    if (!isOurs && (prompt === null || event['prompt'] !== prompt)) return;
    const line = event.kind === 'query_answered' ? answerIn(event) : MOMENTS[event.kind];
    if (line !== undefined) tell(line);
  };
}

/** An answer that is not final proves nothing, and is not called a proof. */
function answerIn(event: SimulatorEvent): string {
  const code = event['resultCode'];
  if (code === undefined || code === 4999) return 'Asked: Safaricom has no final answer yet.';
  return code === 0
    ? 'Corroborated: Hakika asked Safaricom itself over its own connection.'
    : `Asked: Safaricom says that nobody has paid (code ${JSON.stringify(code)}).`;
}
