'use strict';

// Runs one of our TypeScript programs straight after cloning: `node dev/run.cjs bench/x.ts args`.
require('./bootstrap.cjs').then(() => {
  require('tsx/cjs/api').register();

  const [script, ...args] = process.argv.slice(2);
  process.argv = [process.argv[0], script, ...args];
  require(require('path').resolve(script));
});
