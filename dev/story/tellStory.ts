import { reasonOf } from '../startFailure';
import { addresses } from './addresses';
import { Announcements } from './announcements';
import type { StoryContext, StoryOutcome } from './context';
import { DemoShop, type DemoPayment } from './demoPayment';
import { followSimulator } from './followSimulator';
import { momentsOf } from './moments';
import { seedDemo } from './seedDemo';
import { startWebhookReceiver } from './webhookReceiver';

const AMOUNT_KES = 150;
const OUTCOME_WAIT_SECONDS = 60;
const ROUNDS = 5;
const ANNOUNCEMENT_TIMEOUT_MS = 15_000;

/** Seeds a demo merchant, makes one payment through the public API and tells what happens. */
export async function tellStory(context: StoryContext): Promise<StoryOutcome> {
  const { system, options, settings, say, signal } = context;
  const { ports, temporalUiUrl } = system;
  const webhookUrl = options.webhookUrl ?? `http://127.0.0.1:${ports.webhookReceiver}/webhooks`;
  const demo = await seedDemo(system, settings, webhookUrl);
  const announcements = new Announcements();
  const receiver = await startWebhookReceiver({
    port: ports.webhookReceiver,
    secret: demo.webhookSecret,
    onEvent: (event) => announcements.add(event),
  });
  receiver.unref();
  say('');
  const tell = teller(say);
  const told = new AbortController();
  const reference = `DEMO-${Date.now().toString(36).slice(-6)}`;
  if (settings.darajaBaseUrl === null) {
    const simulatorUrl = `http://127.0.0.1:${ports.simulator}`;
    follow(simulatorUrl, reference, tell, AbortSignal.any([signal, told.signal]));
  }
  const shop = new DemoShop(`http://127.0.0.1:${ports.api}`, demo.apiKey, signal);
  const payment = await shop.askFor(settings.phone, AMOUNT_KES, reference);
  tell(`Asked: payment ${payment.id}, KES ${AMOUNT_KES} from ${payment.phone}.`);
  const ended = tellOutcome(await finalState(shop, payment), tell);
  // The story is this one payment's; what comes later is not part of it.
  told.abort();
  if (ended.succeeded && options.webhookUrl === undefined) {
    const event = await announcements.of(payment.id, ANNOUNCEMENT_TIMEOUT_MS);
    tell(`Announced: the shop got the webhook ${event.type}, and its signature is valid.`);
  }
  say('');
  const page = `${temporalUiUrl}/namespaces/default/workflows/payment%3A${payment.id}`;
  say(`Its workflow in the Temporal UI: ${page}`);
  if (!options.once) for (const line of addresses(system, demo, settings.phone)) say(line);
  return ended;
}

function teller(say: StoryContext['say']): (line: string) => void {
  const startedAt = performance.now();
  return (line) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    say(`${seconds} s  ${line}`);
  };
}

function follow(
  simulatorUrl: string,
  reference: string,
  tell: (line: string) => void,
  signal: AbortSignal,
): void {
  followSimulator(simulatorUrl, momentsOf(reference, tell), signal).catch((error: unknown) => {
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

/** The cause stands in a sentence that ends itself. */
function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

function hasOutcome({ state }: DemoPayment): boolean {
  return state === 'succeeded' || state === 'failed' || state === 'needs_review';
}

function tellOutcome(payment: DemoPayment, tell: (line: string) => void): StoryOutcome {
  if (payment.state === 'succeeded') {
    tell(`Succeeded: receipt ${payment.receipt ?? 'to follow'}, ${payment.grade} proof.`);
    return { succeeded: true };
  }
  const cause = payment.failure?.message ?? `the payment is still ${payment.state}`;
  tell(`Ended as ${payment.state}: ${cause}`);
  const code = payment.failure?.code ?? 'no outcome in time';
  return {
    succeeded: false,
    cause: `${payment.state}, ${code}: ${withoutStop(cause)}`,
    remedy: `look at .hakika/logs, then try again; the phone was ${payment.phone}`,
  };
}
