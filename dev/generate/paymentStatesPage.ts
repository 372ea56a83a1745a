import {
  isOpen,
  nextState,
  PAYMENT_EVENTS,
  PAYMENT_STATES,
  type PaymentEvent,
  type PaymentState,
} from '../../domain/payment/state';
import { code, literal, page, table } from './page';

/** docs/generated/payment-states.md, from the transition table of domain/payment/state.ts. */
export function paymentStatesPage(): string {
  return page(
    'Payment states',
    'Made from `TRANSITIONS` in `domain/payment/state.ts`. What the states mean is told in ' +
      '[architecture.md](../architecture.md#what-the-states-mean).',
    '## The diagram',
    'Events that leave a payment in its state are in the table only.',
    code('mermaid', diagram()),
    '## The table',
    'A row is what happens, a column is the state in which it happens, a cell is the next state. ' +
      'A dash marks what must never happen: it stops that payment with an `InvariantError`.',
    table(['event', ...PAYMENT_STATES.map(literal)], PAYMENT_EVENTS.map(row)),
    '## Open and decided',
    `Open, so that no second payment may use the same reference: ${states(isOpen)}.`,
    `Decided: ${states((state) => !isOpen(state))}.`,
  );
}

function row(event: PaymentEvent): string[] {
  const cells = PAYMENT_STATES.map((state) => {
    const next = nextState(state, event);
    return literal(next === 'never' ? null : next);
  });
  return [literal(event), ...cells];
}

function diagram(): string {
  const arrows = PAYMENT_STATES.flatMap((from) =>
    PAYMENT_STATES.filter((to) => to !== from).flatMap((to) => {
      const events = PAYMENT_EVENTS.filter((event) => nextState(from, event) === to);
      return events.length === 0 ? [] : [`    ${from} --> ${to}: ${events.join(', ')}`];
    }),
  );
  const decided = PAYMENT_STATES.filter((state) => !isOpen(state));
  const ends = decided.map((state) => `    ${state} --> [*]`);
  return ['stateDiagram-v2', '    [*] --> created', ...arrows, ...ends].join('\n');
}

function states(belongs: (state: PaymentState) => boolean): string {
  return PAYMENT_STATES.filter(belongs).map(literal).join(', ');
}
