'use strict';

// `npm run check`: the dependencies, then every check of check.ts.
require('./bootstrap.cjs').then(() => {
  require('tsx/cjs/api').register();
  require('./check.ts');
});
