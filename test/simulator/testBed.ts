import { darajaClient, type DarajaClient, type Json } from './darajaClient';
import { startReceiver, type Receiver } from './receiver';
import { startSimulator, type SimulatorProcess } from './startSimulator';

/** A simulator, a merchant that receives, and a client: what most test files need. */
export interface TestBed {
  readonly simulator: SimulatorProcess;
  readonly receiver: Receiver;
  readonly client: DarajaClient;
  /** A number and a callback path that no other test uses. */
  readonly fresh: () => { msisdn: string; path: string };
  /** Pushes to a fresh phone; the answer, the number and the path of its callback. */
  readonly pushFresh: (overrides?: Json) => Promise<Pushed>;
  readonly stop: () => Promise<void>;
}

export interface Pushed {
  readonly status: number;
  readonly text: string;
  readonly json: Json;
  readonly id: string;
  readonly msisdn: string;
  readonly path: string;
}

export async function startTestBed(flags: readonly string[] = []): Promise<TestBed> {
  const [simulator, receiver] = await Promise.all([startSimulator(flags), startReceiver()]);
  const client = darajaClient(simulator.url, () => receiver.url('/cb/default'));
  let count = 0;
  const fresh = (): { msisdn: string; path: string } => {
    count += 1;
    return { msisdn: `2547000${String(count).padStart(5, '0')}`, path: `/cb/${count}` };
  };
  return {
    simulator,
    receiver,
    client,
    fresh,
    pushFresh: async (overrides = {}) => {
      const { msisdn: freshNumber, path } = fresh();
      const given = overrides['PhoneNumber'];
      const msisdn = typeof given === 'string' ? given : freshNumber;
      const CallBackURL = receiver.url(path);
      const pushed = await client.push({
        ...{ PartyA: msisdn, PhoneNumber: msisdn, CallBackURL },
        ...overrides,
      });
      return { ...pushed, msisdn, path, id: String(pushed.json['CheckoutRequestID']) };
    },
    stop: async () => {
      await simulator.stop();
      await receiver.stop();
    },
  };
}

/** The stkCallback object of a callback body. */
export function stkCallback(body: string): Json {
  const parsed = JSON.parse(body) as { Body: { stkCallback: Json } };
  return parsed.Body.stkCallback;
}

/** The metadata of a callback by name, as a reader ought to look at it. */
export function metadata(body: string): Json {
  const item = stkCallback(body)['CallbackMetadata'] as { Item: Json[] } | undefined;
  const entries = (item?.Item ?? []).map((each) => [String(each['Name']), each['Value']] as const);
  return Object.fromEntries(entries);
}
