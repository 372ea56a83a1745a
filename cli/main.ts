import { homedir } from 'node:os';
import { EXIT } from './exit';
import { run } from './run';

/** Reads all of standard input. */
async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

// Who reads the answer may stop early, as `head` does: then there is nobody left to tell.
process.stdout.on('error', () => process.exit(EXIT.refused));

void run(process.argv.slice(2), {
  environment: process.env,
  home: homedir(),
  readInput,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
