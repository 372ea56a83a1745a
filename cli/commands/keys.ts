import type { Command } from 'commander';
import type { World } from '../world';
import { changes, numberOf, pageOf, segment, text, verb } from './verb';

const COLUMNS = ['id', 'kind', 'mode', 'roles', 'hint', 'expiresAt', 'revokedAt', 'lastUsedAt'];
const ID = 'key_01kaqq00000000000000000001';

/** `hakika keys …` */
export function keyCommands(program: Command, world: World): void {
  const noun = program.command('keys').description('keys of merchants and of operators');
  const list = verb(noun, world, {
    usage: 'list',
    about: 'list keys; their texts are not kept',
    example: 'keys list --merchant mer_01kaqq00000000000000000001',
    request: (_, options) => ({
      method: 'GET',
      path: '/keys',
      query: {
        ...pageOf(options),
        merchantId: text(options, 'merchant'),
        operatorId: text(options, 'operator'),
      },
    }),
    list: { name: 'keys', columns: COLUMNS },
  });
  owners(list, 'only keys of this');
  const create = verb(noun, world, {
    usage: 'create',
    about: 'make a key; it is shown once',
    example:
      'keys create --merchant mer_01kaqq00000000000000000001 --mode test --reason "Ticket 42"',
    request: (_, options) => ({
      method: 'POST',
      path: '/keys',
      body: {
        merchantId: text(options, 'merchant'),
        operatorId: text(options, 'operator'),
        mode: text(options, 'mode'),
        roles: text(options, 'roles')?.split(','),
        reason: text(options, 'reason'),
      },
    }),
  });
  owners(changes(create), 'the')
    .option('--mode <mode>', 'live or test, for a merchant')
    .option('--roles <roles>', 'read,pay,refund or some of them, for a merchant');
  endings(noun, world);
}

function endings(noun: Command, world: World): void {
  const rotate = verb(noun, world, {
    usage: 'rotate <id>',
    about: 'make another in its place; it is shown once',
    example: `keys rotate ${ID} --overlap-seconds 86400 --reason "Ticket 44"`,
    request: (id, options) => ({
      method: 'POST',
      path: `/keys/${segment(id)}/rotate`,
      body: {
        overlapSeconds: numberOf(text(options, 'overlapSeconds')),
        reason: text(options, 'reason'),
      },
    }),
  });
  changes(rotate).requiredOption('--overlap-seconds <seconds>', 'how long the old one still works');
  const revoke = verb(noun, world, {
    usage: 'revoke <id>',
    about: 'refuse it from the next request on',
    example: `keys revoke ${ID} --reason "Ticket 45: it was in a screenshot"`,
    request: (id, options) => ({
      method: 'POST',
      path: `/keys/${segment(id)}/revoke`,
      body: { reason: text(options, 'reason') },
    }),
  });
  changes(revoke);
}

function owners(command: Command, which: string): Command {
  return command
    .option('--merchant <id>', `${which} merchant`)
    .option('--operator <id>', `${which} operator`);
}
