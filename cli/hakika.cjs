#!/usr/bin/env node
'use strict';

// `npx hakika` in a checkout: TypeScript runs in this very process, as in our other programs.
require('tsx/cjs/api').register();
require('./main.ts');
