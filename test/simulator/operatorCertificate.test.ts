import { constants, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import { send } from './darajaClient';
import { operatorClient, type OperatorClient } from './operatorClient';
import { startTestBed, type TestBed } from './testBed';

let bed: TestBed;
let operator: OperatorClient;
beforeAll(async () => {
  bed = await startTestBed();
  operator = await operatorClient(bed);
});
afterAll(() => bed.stop());
beforeEach(async () => {
  await bed.client.post('/reset');
  await bed.client.post('/settings', { resultDelayMs: 10 });
});

async function certificateText(): Promise<string> {
  return (await send(`${bed.simulator.url}/control/certificate.cer`)).text;
}

const ask = (SecurityCredential: string, Initiator = 'testapi') =>
  operator.send('/mpesa/accountbalance/v1/query', {
    ...{ Initiator, CommandID: 'AccountBalance', PartyA: '174379', IdentifierType: '4' },
    SecurityCredential,
  });

async function codeOf(credential: string, initiator?: string): Promise<unknown> {
  return (await operator.result(await ask(credential, initiator)))['ResultCode'];
}

const strange = (): string => randomBytes(256).toString('base64');

// Guarantees that a client that loads the .cer of Safaricom can load the one of the simulator.
describe('the X.509 certificate of the simulator', () => {
  it('is PEM that is signed by its own key and valid now', async () => {
    const text = await certificateText();
    expect(text).toMatch(/^-----BEGIN CERTIFICATE-----\n[\S\n]+\n-----END CERTIFICATE-----\n$/);
    const certificate = new X509Certificate(text);
    expect(certificate.subject).toBe(certificate.issuer);
    expect(certificate.subject).toContain('CN=');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(new Date(certificate.validFrom).getTime()).toBeLessThan(Date.now());
    expect(new Date(certificate.validTo).getTime()).toBeGreaterThan(Date.now());
    expect(certificate.serialNumber).toMatch(/^0?1[0-9A-F]+$/);
  });

  it('bears the key of /control/certificate', async () => {
    const { text } = await send(`${bed.simulator.url}/control/certificate`);
    const { publicKey } = new X509Certificate(await certificateText());
    expect(publicKey.export({ type: 'spki', format: 'pem' })).toBe(text);
    expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2_048);
  });

  it('seals a password that is accepted', async () => {
    const key = { key: await certificateText(), padding: constants.RSA_PKCS1_PADDING };
    const sealed = publicEncrypt(key, Buffer.from('Simulator#2026')).toString('base64');
    expect(await codeOf(sealed)).toBe('0');
  });
});

describe('a SecurityCredential of another certificate', () => {
  it('is refused by the result with 2001, unless the setting takes any', async () => {
    expect(await codeOf(strange())).toBe('2001');
    await bed.client.post('/settings', { anySecurityCredential: true });
    expect(await codeOf(strange())).toBe('0');
  });

  it('is taken for a subscriber too under the setting', async () => {
    await bed.client.post('/settings', { anySecurityCredential: true });
    const sent = await operator.send('/mpesa/transactionstatus/v1/query', {
      ...{ Initiator: 'testapi', CommandID: 'TransactionStatusQuery', IdentifierType: '1' },
      ...{ PartyA: '254700000001', TransactionID: 'UKN4A1B2C3', SecurityCredential: strange() },
    });
    expect(await operator.result(sent)).toMatchObject({ ResultCode: 2032 });
  });

  it.each([
    ['too short', randomBytes(128).toString('base64')],
    ['too long', randomBytes(512).toString('base64')],
    ['without padding', strange().slice(0, -2)],
    ['with padding in excess', `${strange()}=`],
    ['the password in clear', 'Simulator#2026'],
    ['not base64', '%'.repeat(344)],
  ])('is refused at once under the setting when it is %s', async (_, credential) => {
    await bed.client.post('/settings', { anySecurityCredential: true });
    const { json } = await ask(credential);
    expect(json).toMatchObject({ errorMessage: 'Bad Request - Invalid SecurityCredential' });
  });

  it('does not excuse another operator, and opens no lock', async () => {
    await bed.client.post('/settings', { anySecurityCredential: true });
    expect(await codeOf(strange(), 'nobody')).toBe('2001');
    await codeOf(strange(), 'nobody');
    await codeOf(strange(), 'nobody');
    expect(await codeOf(strange())).toBe('8006');
  });
});
