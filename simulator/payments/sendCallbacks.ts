import type { World } from '../world';
import { deliveryFault, forgedCallback, planCallbacks, type PlannedCallback } from './callbackPlan';
import type { Outcome, Prompt } from './prompts';

/**
 * Sends what a finished payment tells the merchant; resolves when the first has arrived, or never
 * will because the world was reset.
 */
export function sendCallbacks(world: World, prompt: Prompt, outcome: Outcome): Promise<void> {
  const planned = planCallbacks({ ...planInput(world, prompt), outcome });
  const reordered = deliveryFault(prompt.deliveryFaults, 'callback_reordered');
  return new Promise((resolve) => {
    if (planned.length === 0) resolve();
    for (const callback of planned) {
      const send = async (): Promise<void> => {
        await post(world, prompt, callback);
        resolve();
        if (reordered === undefined) world.callbackHold.overtake();
      };
      if (reordered === undefined) world.timers.after(callback.afterMs, send, resolve);
      else holdBack(world, { send, onForgotten: resolve }, reordered.holdMsMax);
    }
  });
}

/** Sends a made-up callback, if a fault asks for one, while the prompt is still open. */
export function sendForgedCallback(world: World, prompt: Prompt): void {
  const forged = forgedCallback(planInput(world, prompt));
  if (forged === undefined) return;
  world.timers.after(forged.afterMs, () => post(world, prompt, forged));
}

interface Held {
  readonly send: () => Promise<void>;
  readonly onForgotten: () => void;
}

function holdBack(world: World, { send, onForgotten }: Held, holdMsMax: number): void {
  const release = world.callbackHold.hold(() => world.timers.after(0, send, onForgotten));
  world.timers.after(holdMsMax, release, onForgotten);
}

function planInput(world: World, prompt: Prompt) {
  const balanceCents = world.shortcodes.find(prompt.shortcode)?.mainCents ?? 0;
  return { prompt, balanceCents, settings: world.settings.current, random: world.random };
}

async function post(world: World, prompt: Prompt, callback: PlannedCallback): Promise<void> {
  await world.courier.post({
    operation: 'stk_push',
    url: prompt.callbackUrl,
    body: callback.body,
    ...(callback.contentType === undefined ? {} : { contentType: callback.contentType }),
    headers: { Businessshortcode: prompt.shortcode },
    details: { prompt: prompt.sequence, merchantRequestId: prompt.merchantRequestId },
  });
}
