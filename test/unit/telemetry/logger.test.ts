import { inspect } from 'node:util';
import { Writable } from 'node:stream';
import { z } from 'zod';
import { InvariantError } from '../../../domain/values/invariant';
import { Secret } from '../../../domain/values/secret';
import { logExchangeTo } from '../../../telemetry/log/exchangeLog';
import { createLogger, type Logger } from '../../../telemetry/log/logger';
import { sensitive } from '../../../telemetry/redaction/sensitive';

const PHONE = '254708374149';
const PLANTED = 'planted-value-91c2';

function logged(write: (log: Logger) => void): string {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  write(createLogger({ service: 'test', level: 'info', destination }));
  return lines.join('');
}

function line(write: (log: Logger) => void): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(logged(write)));
}

describe('the last resort of the log', () => {
  // Guarantees that a callback address shows no credential wherever somebody quotes it (A8).
  it.each(['stk', 'transaction-status'])(
    'masks the secret part of a %s callback address',
    (kind) => {
      const address = `https://pay.example.test/callbacks/${kind}/pay_01kaqq/${PLANTED}`;
      expect(logged((log) => log.info({ said: `not ${address}` }, address))).not.toContain(PLANTED);
    },
  );

  it.each<[string, (log: Logger) => void]>([
    ['a message', (log) => log.info(`called ${PHONE}`)],
    ['a message of digits in the national form', (log) => log.info('call 0708374149 now')],
    ['an interpolated value', (log) => log.info('called %s', PHONE)],
    ['a field', (log) => log.info({ deep: [{ phone: PHONE }] }, 'x')],
    ['a JSON number', (log) => log.info({ phone: 254708374149 }, 'x')],
    ['a key', (log) => log.info({ [PHONE]: 1 }, 'x')],
    ['a child binding', (log) => log.child({ phone: PHONE }).info('x')],
    ['an error', (log) => log.error(new Error(`no ${PHONE}`))],
    ['the cause of an error', (log) => log.error(new Error('x', { cause: new Error(PHONE) }))],
    ['a control character before the digits', (log) => log.info(`\u0001${PHONE}`)],
    ['a CheckoutRequestID', (log) => log.info('ws_CO_23112026203016412708374149')],
  ])('masks a number in %s', (_name, write) => {
    const text = logged(write);
    expect(text).not.toContain('708374149');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it.each(['+254 708 374 149', '254-708-374-149', '0708-374-149', '0708 374 149', '708374149'])(
    'masks a number that is written %s',
    (phone) => {
      const text = logged((log) => log.info({ desc: `user ${phone} said no` }, phone));
      expect(text).not.toMatch(/374[ -]?149/);
      expect(() => JSON.parse(text) as unknown).not.toThrow();
    },
  );

  it.each([
    'sk_live_abcDEF0123456789',
    'sk_test_abcDEF0123456789',
    'whsec_abcDEF0123456789+/==',
    'Bearer abcDEF0123456789.x-y_z',
    'bearer abcDEF0123456789',
    'Basic YWJjREVGOjAxMjM=',
  ])('masks %p', (secret) => {
    const text = logged((log) => log.warn({ headers: { authorization: secret } }, `saw ${secret}`));
    expect(text).not.toContain('abcDEF');
    expect(text).not.toContain('YWJj');
    expect(text).toContain('[secret]');
  });

  // Guarantees that the guard keeps its hands off other figures: books must stay readable.
  it('leaves other digits as they are', () => {
    const fields = {
      at: 20261123203031,
      ms: 12.254700000012,
      receipt: 'UKN4A1B2C3',
      order: '1254708374149',
      epoch: 1764000000000,
      masked: '2547****149',
      maskedId: 'ws_CO_23112026203016412*********',
    };
    expect(line((log) => log.info(fields, 'x'))).toMatchObject(fields);
  });
});

describe('the log', () => {
  it('shows of an error its type, code, message and frames, and nothing that hangs on it', () => {
    const cause = Object.assign(new Error('inner'), { code: 'E_IN', response: { body: PLANTED } });
    const error = Object.assign(new TypeError('outer', { cause }), {
      code: 'E_OUT',
      request: { headers: { authorization: PLANTED } },
    });
    const { err } = line((log) => log.error({ err: error }, 'failed'));
    expect(inspect(err, { depth: 9 })).not.toContain(PLANTED);
    expect(err).toHaveProperty('stack', expect.stringMatching(/^\s+at /));
    expect({ ...Object(err), stack: '' }).toEqual({
      type: 'TypeError',
      code: 'E_OUT',
      message: 'outer',
      stack: '',
      cause: { type: 'Error', code: 'E_IN', message: 'inner' },
    });
  });

  it('names the broken rule of an invariant', () => {
    const { err } = line((log) => log.error(new InvariantError('payment.receipt_immutable')));
    expect(err).toMatchObject({ type: 'InvariantError', rule: 'payment.receipt_immutable' });
  });

  // Guarantees that the input which JSON.parse quotes in its error is not logged by it.
  it('does not repeat the input in a syntax error, in message, stack or text', () => {
    const parse = () => JSON.parse(PLANTED) as unknown;
    const text = logged((log) => {
      try {
        parse();
      } catch (error) {
        log.error(error);
        log.error({ err: error });
        log.error({ err: error }, 'bad body');
      }
    });
    expect(text.split('\n').filter(Boolean)).toHaveLength(3);
    expect(text).not.toContain('planted');
  });

  it('shows as little of an error under another name', () => {
    const error = Object.assign(new Error('x'), { code: 'E_X', request: PLANTED });
    const fields = line((log) => log.error({ reason: error }, 'failed'));
    expect(JSON.stringify(fields)).not.toContain(PLANTED);
    expect(fields).toMatchObject({ reason: { type: 'Error', code: 'E_X', message: 'x' } });
  });

  it('shows a thrown value that is not an error by its type alone', () => {
    expect(logged((log) => log.error({ err: PLANTED }, 'x'))).not.toContain(PLANTED);
  });

  it('shows secrets masked', () => {
    expect(logged((log) => log.info({ key: new Secret(PLANTED) }, 'x'))).not.toContain(PLANTED);
  });

  it('keeps one line for one entry, whatever the text (A34)', () => {
    const fields = line((log) => log.info({ name: 'a\nb\u001b[31m"}' }, 'x\r\n{"level":"fatal"}'));
    expect(fields).toMatchObject({ level: 'info', name: 'a\nb\u001b[31m"}' });
  });

  it('writes level by name, an ISO time and the service, and neither host nor process', () => {
    const fields = line((log) => log.info('up'));
    expect(Object.keys(fields).sort()).toEqual(['level', 'msg', 'service', 'time']);
    expect(fields).toMatchObject({ level: 'info', msg: 'up', service: 'test' });
    expect(new Date(String(fields['time'])).toISOString()).toBe(fields['time']);
  });
});

describe('the log of exchanges', () => {
  const exchange = {
    operation: 'stk_push',
    subject: { kind: 'payment', id: 'pay_01kaqq00000000000000000001' },
    schemaForRequest: z.object({ PhoneNumber: sensitive(z.string(), 'msisdn') }),
    request: { PhoneNumber: PHONE, Password: PLANTED },
    schemaForResponse: z.object({ errorCode: z.string() }),
    response: `<html>${PLANTED}</html>`,
    responseSha256: 'f'.repeat(64),
    status: 200,
    durationMs: 12.7,
    result: 'unknown:unreadable_body',
  };

  it('shows both sides by their schemas, and the hash of what could not be read', () => {
    const fields = line((log) => logExchangeTo(log)(exchange));
    expect(JSON.stringify(fields)).not.toContain(PLANTED);
    expect(fields).toMatchObject({
      operation: 'stk_push',
      paymentId: 'pay_01kaqq00000000000000000001',
      result: 'unknown:unreadable_body',
      status: 200,
      durationMs: 13,
      request: { PhoneNumber: '2547****149', Password: '[unlisted]' },
      response: '[unparsed 31 bytes]',
      responseSha256: 'f'.repeat(64),
    });
  });
});
