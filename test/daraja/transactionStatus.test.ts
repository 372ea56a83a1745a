import { constants, createPublicKey, privateDecrypt } from 'node:crypto';
import type { DarajaAccount } from '../../daraja/account';
import { securityCredential } from '../../daraja/operations/securityCredential';
import { InvariantError } from '../../domain/values/invariant';
import { Secret } from '../../domain/values/secret';
import { json, refusal, STATUS_PATH, text, type Answer } from './gateway';
import { PLANTED, STATUS, startHarness, type Harness } from './harness';
import { selfSignedCertificate } from './selfSignedCertificate';

const { certificatePem, privateKey } = selfSignedCertificate('apicrypt.example.test');
const INITIATOR = {
  name: 'testapi',
  password: new Secret(PLANTED.initiatorPassword),
  certificatePem,
};
const ACK = {
  OriginatorConversationID: '1236-7134259-1',
  ConversationID: 'AG_20261123_00004e48cf7e3533f581',
  ResponseCode: '0',
  ResponseDescription: 'Accept the service request successfully.',
};

/** The padded block, since Node itself no longer opens PKCS#1 v1.5 everywhere. */
function opened(credential: string): Buffer {
  const block = { key: privateKey, padding: constants.RSA_NO_PADDING };
  return privateDecrypt(block, Buffer.from(credential, 'base64'));
}

describe('the security credential', () => {
  it('is the password alone under PKCS#1 v1.5, by certificate or by public key', () => {
    const publicKeyPem = createPublicKey(certificatePem).export({ type: 'spki', format: 'pem' });
    for (const pem of [certificatePem, publicKeyPem.toString()]) {
      const credential = securityCredential({ ...INITIATOR, certificatePem: pem });
      expect(credential).toHaveLength(344);
      const block = opened(credential);
      expect(block.subarray(0, 2).toString('hex')).toBe('0002');
      const end = block.indexOf(0, 2);
      expect(end).toBeGreaterThanOrEqual(10);
      expect(block.subarray(end + 1).toString()).toBe(PLANTED.initiatorPassword);
    }
  });

  it('is different each time, as PKCS#1 v1.5 pads with random bytes', () => {
    expect(securityCredential(INITIATOR)).not.toBe(securityCredential(INITIATOR));
  });
});

describe('transactionStatus', () => {
  let harness: Harness;
  let account: DarajaAccount;
  beforeEach(async () => {
    harness = await startHarness();
    account = { ...harness.account, initiator: INITIATOR };
  });
  afterEach(() => harness.stop());

  async function ackOf(answer: Answer) {
    harness.gateway.on(STATUS_PATH, answer);
    return harness.client.transactionStatus(account, STATUS);
  }

  it('is never asked without an initiator', async () => {
    const asked = harness.client.transactionStatus(harness.account, STATUS);
    await expect(asked).rejects.toBeInstanceOf(InvariantError);
    expect(harness.gateway.received).toEqual([]);
  });

  it.each<[string, Answer, object]>([
    ['a refusal', refusal(400, '400.002.02'), { kind: 'refused', errorCode: '400.002.02' }],
    ['a dead token', refusal(400, '400.003.01'), { kind: 'no_answer', reason: '400.003.01' }],
    ['a quota', refusal(500, '500.003.03'), { kind: 'no_answer', reason: '500.003.03' }],
    ['an outage', text(503, ''), { kind: 'no_answer', reason: 'http_503' }],
    [
      'no ConversationID',
      json(200, { ...ACK, ConversationID: undefined }),
      { kind: 'no_answer', reason: 'response_code_0' },
    ],
    [
      'an acceptance',
      json(200, ACK),
      {
        kind: 'accepted',
        originatorConversationId: ACK.OriginatorConversationID,
        conversationId: ACK.ConversationID,
      },
    ],
  ])('reports %s', async (_name, answer, ack) => {
    expect(await ackOf(answer)).toEqual(ack);
  });

  it('asks by receipt, with every field that Daraja wants', async () => {
    await ackOf(json(200, ACK));
    const [body] = harness.gateway.bodiesAt(STATUS_PATH) as Record<string, string>[];
    expect(opened(body?.['SecurityCredential'] ?? '').toString()).toContain(
      PLANTED.initiatorPassword,
    );
    expect({ ...body, SecurityCredential: '' }).toEqual({
      Initiator: 'testapi',
      SecurityCredential: '',
      CommandID: 'TransactionStatusQuery',
      TransactionID: 'UKN4A1B2C3',
      PartyA: '174379',
      IdentifierType: '4',
      ResultURL: STATUS.resultUrl.expose(),
      QueueTimeOutURL: STATUS.timeoutUrl.expose(),
      Remarks: 'OK',
      Occasion: 'OK',
    });
  });
});
