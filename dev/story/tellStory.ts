import { reasonOf } from '../startFailure';
import { addresses } from './addresses';
import type { StoryContext, StoryOutcome } from './context';
import { DEMO_PHONE, DemoShop, type DemoPayment } from './demoPayment';
import { followSimulator, type SimulatorEvent } from './followSimulator';
import { seedDemo } from './seedDemo';
import { startWebhookReceiver } from './webhookReceiver';

const AMOUNT_KES = 150;
const OUTCOME_WAIT_SECONDS = 60;
const ROUNDS = 5;

/** What each moment at the simulated Safaricom means for the payment. */
const MOMENTS: Readonly<Record<string, string>> = {
  prompt_shown: 'Prompted: the STK prompt is on the phone.',
  prompt_approved: 'Approved: the customer entered the PIN.',
  money_moved: 'Paid: M-Pesa moved the money.',
  callback_delivered: 'Called back: Safaricom reported the outcome; a claim, not yet a proof.',
};

/** Seeds a demo merchant, makes one payment through the public API and tells what happens. */
export async function tellStory(context: StoryContext): Promise<StoryOutcome> {
  const { system, options, say, signal } = context;
  const { ports, temporalUiUrl } = system;
  const webhookUrl = options.webhookUrl ?? `http://127.0.0.1:${ports.webhookReceiver}/webhooks`;
  const demo = await seedDemo(system, webhookUrl);
  const told = tellEvents(say);
  const receiver = await startWebhookReceiver({
    port: ports.webhookReceiver,
    secret: demo.webhookSecret,
    onEvent: (event, valid) => {
      const verdict = valid ? 'its signature is valid' : 'its signature is NOT valid';
      told.tell(`Announced: the shop got the webhook ${event.type}; ${verdict}.`);
      told.announced();
    },
  });
  receiver.unref();
  if (process.env.DARAJA_BASE_URL === undefined) follow(context, told.tell);
  const shop = new DemoShop(`http://127.0.0.1:${ports.api}`, demo.apiKey, signal);
  say('');
  const payment = await shop.askFor(AMOUNT_KES, `DEMO-${Date.now().toString(36).slice(-6)}`);
  told.tell(`Asked: payment ${payment.id}, KES ${AMOUNT_KES} from ${payment.phone}.`);
  const outcome = await finalState(shop, payment);
  const ended = tellOutcome(outcome, told.tell);
  if (ended.succeeded && options.webhookUrl === undefined) await told.untilAnnounced(signal);
  say('');
  const page = `${temporalUiUrl}/namespaces/default/workflows/payment%3A${payment.id}`;
  say(`Its workflow in the Temporal UI: ${page}`);
  if (ended.succeeded && !options.once) for (const line of addresses(system, demo)) say(line);
  return ended;
}

function tellEvents(say: StoryContext['say']) {
  const startedAt = performance.now();
  let announced: () => void = () => undefined;
  const announcement = new Promise<void>((resolve) => (announced = resolve));
  return {
    tell: (line: string) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
      say(`${seconds} s  ${line}`);
    },
    announced: () => announced(),
    untilAnnounced: (signal: AbortSignal) =>
      Promise.race([
        announcement,
        new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 10_000);
          signal.addEventListener('abort', () => (clearTimeout(timer), resolve()));
        }),
      ]),
  };
}

function follow({ system, signal }: StoryContext, tell: (line: string) => void): void {
  const onEvent = ({ kind }: SimulatorEvent) => {
    const line = MOMENTS[kind];
    if (line !== undefined) tell(line);
  };
  followSimulator(`http://127.0.0.1:${system.ports.simulator}`, onEvent, signal).catch((error) => {
    if (!signal.aborted) tell(`(The simulator's story broke off: ${reasonOf(error)})`);
  });
}

async function finalState(shop: DemoShop, payment: DemoPayment): Promise<DemoPayment> {
  let latest = payment;
  for (let round = 0; round < ROUNDS && !hasOutcome(latest); round += 1) {
    latest = await shop.outcomeOf(payment.id, OUTCOME_WAIT_SECONDS);
  }
  return latest;
}

function hasOutcome({ state }: DemoPayment): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'needs_review';
}

function tellOutcome(payment: DemoPayment, tell: (line: string) => void): StoryOutcome {
  if (payment.state === 'succeeded') {
    tell('Corroborated: Hakika asked Safaricom itself, and it says paid.');
    tell(`Succeeded: receipt ${payment.receipt ?? 'to follow'}, ${payment.grade} proof.`);
    return { succeeded: true };
  }
  const cause = payment.failure?.message ?? `the payment is still ${payment.state}`;
  tell(`Ended as ${payment.state}: ${cause}`);
  return {
    succeeded: false,
    cause: `${payment.state}, ${payment.failure?.code ?? 'no outcome in time'}: ${cause}`,
    remedy: `look at .hakika/logs, then try again; the phone was ${DEMO_PHONE.slice(0, 4)}…`,
  };
}
