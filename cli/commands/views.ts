import type { Command } from 'commander';
import type { World } from '../world';
import { text, verb } from './verb';

/** `hakika views`: links to the Temporal UI. */
export function viewsCommand(program: Command, world: World): void {
  const command = verb(program, world, {
    usage: 'views',
    about: 'links to what the Temporal UI can list',
    example: 'views --merchant mer_01kaqq00000000000000000001',
    request: (_, options) => ({
      method: 'GET',
      path: '/views',
      query: { merchantId: text(options, 'merchant'), failureCode: text(options, 'failureCode') },
    }),
    list: { name: 'views', columns: ['name', 'url'], isWhole: true },
  });
  command
    .option('--merchant <id>', 'whose payments of today')
    .option('--failure-code <code>', 'which failures');
}
