import { nextState, type Machine } from '../../domain/machine/machine';
import { code, literal, page, table } from './page';

interface Described<State extends string, Step extends string> {
  readonly machine: Machine<State, Step>;
  /** The file that holds the table. */
  readonly source: string;
  readonly isOpen: (state: State) => boolean;
  /** What an open one keeps from happening, as the end of a sentence. */
  readonly whileOpen: string;
}

/** docs/generated/<subject>-states.md, from the transition table of one machine. */
export function statesPage<State extends string, Step extends string>(
  described: Described<State, Step>,
): string {
  const { machine, source, isOpen, whileOpen } = described;
  const { subject, states, steps } = machine;
  const listed = (belongs: (state: State) => boolean) =>
    states.filter(belongs).map(literal).join(', ');
  return page(
    `${subject[0]?.toUpperCase()}${subject.slice(1)} states`,
    `Made from the transitions in \`${source}\`. What the states mean is told in ` +
      '[architecture.md](../architecture.md#what-the-states-mean).',
    '## The diagram',
    `Steps that leave a ${subject} in its state are in the table only.`,
    code('mermaid', diagram(described)),
    '## The table',
    'A row is what happens, a column is the state in which it happens, a cell is the next state. ' +
      `A dash marks what must never happen: it stops that ${subject} with an \`InvariantError\`.`,
    table(
      ['step', ...states.map(literal)],
      steps.map((step) => row(machine, step)),
    ),
    '## Open and decided',
    `Open, so that ${whileOpen}: ${listed(isOpen)}.`,
    `Decided: ${listed((state) => !isOpen(state))}.`,
  );
}

function row<State extends string, Step extends string>(
  machine: Machine<State, Step>,
  step: Step,
): string[] {
  const cells = machine.states.map((state) => {
    const next = nextState(machine, state, step);
    return literal(next === 'never' ? null : next);
  });
  return [literal(step), ...cells];
}

function diagram<State extends string, Step extends string>({
  machine,
  isOpen,
}: Described<State, Step>): string {
  const { states, steps, initial } = machine;
  const arrows = states.flatMap((from) =>
    states
      .filter((to) => to !== from)
      .flatMap((to) => {
        const taken = steps.filter((step) => nextState(machine, from, step) === to);
        return taken.length === 0 ? [] : [`    ${from} --> ${to}: ${taken.join(', ')}`];
      }),
  );
  const ends = states.filter((state) => !isOpen(state)).map((state) => `    ${state} --> [*]`);
  return ['stateDiagram-v2', `    [*] --> ${initial}`, ...arrows, ...ends].join('\n');
}
