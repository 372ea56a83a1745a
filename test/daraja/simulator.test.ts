import { createDarajaClient, type DarajaClient } from '../../daraja/client';
import type { DarajaAccount } from '../../daraja/account';
import { Secret } from '../../domain/values/secret';
import { startSimulator, type SimulatorProcess } from '../kit/simulatorProcess';
import { until } from '../kit/until';
import { Gateway, json } from './gateway';
import { accountAt, LIMITS, PUSH, QUERY } from './harness';

const START_UP_MS = 60_000;

/** The client against the simulated Safaricom, which shares no code with it. */
describe('the client and the simulator', () => {
  let simulator: SimulatorProcess;
  let receiver: Gateway;
  let account: DarajaAccount;
  let client: DarajaClient;
  let callbackUrl: Secret<string>;
  const results: string[] = [];

  beforeAll(async () => {
    const quick = [
      '--approve-delay-ms',
      '20',
      '--prompt-timeout-ms',
      '150',
      '--log-level',
      'silent',
    ];
    simulator = await startSimulator(quick);
    receiver = new Gateway().on('/cb', json(200, { ResultCode: 0, ResultDesc: 'Accepted' }));
    callbackUrl = new Secret(`${await receiver.start()}/cb`);
  }, START_UP_MS);

  beforeEach(async () => {
    await simulator.control('POST', '/reset');
    const shortcodes = await simulator.control<{
      shortcodes: { shortcode: string; passkey: string }[];
    }>('GET', '/shortcodes');
    const passkey = shortcodes.shortcodes.find((s) => s.shortcode === '174379')?.passkey ?? '';
    account = accountAt(simulator.url, {
      passkey: new Secret(passkey),
      consumerKey: new Secret('simulator-consumer-key'),
      consumerSecret: new Secret('simulator-consumer-secret'),
    });
    results.length = 0;
    client = createDarajaClient(
      {
        clock: { nowMs: () => Date.now() },
        metrics: {
          darajaRequests: { inc: ({ operation, result }) => results.push(operation, result) },
          darajaRequestSeconds: { observe: () => undefined },
        },
        logExchange: () => undefined,
      },
      LIMITS,
    );
  });

  afterEach(() => client.close());
  afterAll(async () => {
    await receiver.stop();
    await simulator.stop();
  });

  const push = () => client.stkPush(account, { ...PUSH, callbackUrl });

  /** Asks until there is a final answer, noting how the client read the others. */
  async function finalCode(): Promise<string> {
    const result = await push();
    if (result.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(result)}`);
    const { checkoutRequestId } = result;
    return until('a final answer', async () => {
      const answer = await client.stkQuery(account, { ...QUERY, checkoutRequestId });
      return answer.kind === 'answered' ? answer.resultCode : null;
    });
  }

  it('agree that a wrong passkey is a fault of the set-up', async () => {
    account = { ...account, passkey: new Secret('wrong') };
    expect(await push()).toMatchObject({ kind: 'refused', failure: 'shortcode_misconfigured' });
  });

  it.each(['envelope', 'empty'])('agree on wrong consumer keys, told by an %s', async (shape) => {
    await simulator.control('POST', '/settings', { oauthErrorShape: shape });
    account = { ...account, consumerSecret: new Secret('wrong') };
    expect(await push()).toMatchObject({ kind: 'not_sent', failure: 'shortcode_misconfigured' });
  });

  it('agree on a token that died, and on one that replaced it', async () => {
    await push();
    await simulator.control('POST', '/tokens/expire');
    await simulator.control('POST', '/reset');
    expect(await push()).toMatchObject({ kind: 'accepted' });
    expect(results.join(' ')).toBe(
      'oauth accepted stk_push accepted stk_push invalid_token oauth accepted stk_push accepted',
    );
  });

  it.each([
    ['cancel', '1032'],
    ['wrong_pin', '2001'],
    ['insufficient_funds', '1'],
    ['pin_locked', '8006'],
    ['ignore', '1037'],
    ['approve', '0'],
  ])('agree on the code of a customer who does %s', async (behaviour, code) => {
    await simulator.control('POST', `/phones/${PUSH.msisdn}`, { behaviour, delayMs: 20 });
    expect(await finalCode()).toBe(code);
  });

  // Guarantees that wherever sources disagree about Daraja, the client reads both ways.
  it.each([
    { expiresInType: 'number' },
    { responseCodeType: 'number' },
    { queryResultCodeType: 'number' },
    { queryPendingShape: '200_4999' },
    { queryPendingShape: '200_envelope' },
    { queryPendingShape: '500_envelope' },
    { killTokensOnReissue: true },
  ])('agree where Daraja is set to %p', async (settings) => {
    await simulator.control('POST', '/settings', settings);
    await simulator.control('POST', `/phones/${PUSH.msisdn}`, { behaviour: 'approve' });
    expect(await finalCode()).toBe('0');
  });
});
