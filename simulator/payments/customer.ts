import type { World } from '../world';
import { answerPrompt, approveLate, type PromptAnswer } from './answerPrompt';
import type { Behaviour } from './phones';
import type { Prompt } from './prompts';

interface Intention {
  readonly behaviour: Behaviour;
  readonly delayMs: number;
}

/** What the customer will do: as set by control call, else as the tables say, else approve. */
export function intentionOf(world: World, msisdn: string, amountKes: number): Intention {
  const phone = world.phones.find(msisdn);
  const row = world.tables
    .rows({ msisdn, amountKes })
    .find((candidate) => candidate.behaviour !== undefined);
  const behaviour = phone.behaviour ?? row?.behaviour ?? 'approve';
  const delayMs = phone.delayMs ?? row?.delayMs ?? world.settings.current.approveDelayMs;
  return { behaviour, delayMs };
}

/** Shows a prompt, if the phone can be reached, and lets the customer act on it in their time. */
export function presentPrompt(world: World, prompt: Prompt, intention: Intention): void {
  const { behaviour, delayMs } = intention;
  if (behaviour === 'unreachable') {
    world.timers.after(delayMs, async () => void (await answerPrompt(world, prompt, behaviour)));
    return;
  }
  show(world, prompt);
  const answer = answerOf(behaviour);
  const pending = [
    world.timers.after(world.settings.current.promptTimeoutMs, () =>
      expire(world, prompt, intention),
    ),
  ];
  if (answer !== undefined) {
    const act = async (): Promise<void> => void (await answerPrompt(world, prompt, answer));
    pending.push(world.timers.after(delayMs, act));
  }
  prompt.callOff = () => {
    for (const callOff of pending) callOff();
  };
}

async function expire(world: World, prompt: Prompt, intention: Intention): Promise<void> {
  const told = answerPrompt(world, prompt, 'expire');
  if (intention.behaviour === 'approve_after_timeout') {
    world.timers.after(intention.delayMs, () => approveLate(world, prompt));
  }
  await told;
}

/** A prompt the core refuses never reaches the phone; its result comes like any other. */
export function refuseUnshown(world: World, prompt: Prompt): void {
  const { approveDelayMs } = world.settings.current;
  world.timers.after(
    approveDelayMs,
    async () => void (await answerPrompt(world, prompt, 'expire')),
  );
}

/** The customer acts at once, so that the callback overtakes the answer to the push. */
export async function answerAtOnce(
  world: World,
  prompt: Prompt,
  answer: PromptAnswer,
): Promise<void> {
  if (answer !== 'unreachable') show(world, prompt);
  await answerPrompt(world, prompt, answer);
}

function show(world: World, prompt: Prompt): void {
  prompt.shown = true;
  world.events.tell('prompt_shown', {
    prompt: prompt.sequence,
    merchantRequestId: prompt.merchantRequestId,
    checkoutRequestId: prompt.checkoutRequestId,
    msisdn: prompt.msisdn,
    amountKes: prompt.amountKes,
    shortcode: prompt.shortcode,
    accountReference: prompt.accountReference,
  });
}

/** What a phone answers by itself; undefined: nothing, or a person has to press a key. */
export function answerOf(behaviour: Behaviour): PromptAnswer | undefined {
  switch (behaviour) {
    case 'ignore':
    case 'manual':
    case 'approve_after_timeout':
      return undefined;
    default:
      return behaviour;
  }
}
