'use strict';

// `npm start`. TypeScript runs in this very process: one process less to pass signals through.
require('./bootstrap.cjs').then(() => {
  require('tsx/cjs/api').register();
  require('./start.ts');
});
