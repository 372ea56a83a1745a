import { momentsOf } from '../../dev/story/moments';
import type { SimulatorEvent } from '../../dev/story/followSimulator';

const REFERENCE = 'DEMO-1';
const BEGUN = { kind: 'push_accepted', prompt: 7, accountReference: REFERENCE };

function told(...events: Record<string, unknown>[]): string {
  const lines: string[] = [];
  const onEvent = momentsOf(REFERENCE, (line) => lines.push(line));
  for (const event of events) onEvent({ seq: 1, ...event } as SimulatorEvent);
  return lines.map((line) => line.split(':')[0]).join(', ');
}

// Guarantees that the story never calls a proof what is none, and tells of its own payment only.
describe('the story of a payment', () => {
  it('tells a happy payment from the prompt to the proof', () => {
    const events = ['prompt_shown', 'prompt_approved', 'callback_delivered'].map((kind) => ({
      kind,
      prompt: 7,
    }));
    const moved = { kind: 'money_moved', accountReference: REFERENCE };
    const answered = { kind: 'query_answered', prompt: 7, resultCode: 0 };
    expect(told(BEGUN, ...events, moved, answered)).toBe(
      'Prompted, Approved, Called back, Paid, Corroborated',
    );
  });

  it.each([undefined, 4999, 1032, 'SFC_IC0003'])('calls the answer %p no proof', (resultCode) => {
    expect(told(BEGUN, { kind: 'query_answered', prompt: 7, resultCode })).toBe('Asked');
  });

  it('leaves out what happens to other payments', () => {
    const other = { kind: 'query_answered', prompt: 6, resultCode: 0 };
    const moved = { kind: 'money_moved', accountReference: 'ORD-9' };
    expect(told(other, moved, BEGUN, other, moved)).toBe('');
  });
});
