import { writeBundle } from './bundle';

/** `node workers/buildBundle.js <file>`: a step of the image's build. */
async function main(): Promise<void> {
  const [path] = process.argv.slice(2);
  if (path === undefined) throw new Error('Name the file to write the workflow bundle to.');
  await writeBundle(path);
}

void main();
