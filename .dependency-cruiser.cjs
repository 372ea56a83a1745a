'use strict';

// The import table of the design, room by room, as data. Each room names the rooms and the packages
// that it may import; whatever it does not name is an error. Rooms that are not listed (workers,
// dev, test, bench) wire the others together and may import anything.
//
// A room's `types` may be imported with `import type` only. 'node' stands for Node's built-ins.

const ports = ['daraja', 'store', 'statements', 'telemetry'];

/** What a client needs to speak to a workflow: names and shapes, nothing that runs in one. */
const workflowNames = ['messages', 'searchAttributes', 'taskQueues'].map(
  (file) => `workflows/${file}`,
);

const rooms = {
  domain: { rooms: [], packages: [] },
  workflows: {
    rooms: ['domain'],
    types: ['activities'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  config: { rooms: ['domain'], packages: ['node', 'zod'] },
  daraja: { rooms: ['domain'], types: ['config'], packages: ['node', 'undici', 'zod'] },
  store: {
    rooms: ['domain'],
    types: ['config'],
    packages: ['node', 'lru-cache', 'mongoose', 'mongodb', 'typeid-js', 'zod'],
  },
  statements: { rooms: ['domain'], types: ['config'], packages: ['node'] },
  telemetry: {
    rooms: ['domain'],
    types: ['config'],
    packages: ['node', 'pino', 'prom-client', 'zod'],
  },
  activities: {
    rooms: ['domain', ...ports],
    types: ['config'],
    packages: [
      'node',
      '@temporalio/activity',
      '@temporalio/common',
      'ipaddr.js',
      'standardwebhooks',
      'undici',
    ],
  },
  api: {
    rooms: ['domain', 'store', 'telemetry', 'config', ...workflowNames],
    types: ['workflows'],
    packages: [
      'node',
      'express',
      'helmet',
      'ipaddr.js',
      'jsonc-parser',
      'zod',
      '@temporalio/client',
      '@temporalio/common',
      'prom-client',
      'typeid-js',
    ],
  },
  simulator: { rooms: [], packages: ['node', 'express', 'pino', 'undici', 'zod'] },
  web: { rooms: [], types: ['api/generated'], packages: [] },
};

/** Files that wire their room to the others and so may import anything. */
const wiring = '^api/main\\.ts$';

const forbidden = Object.entries(rooms).flatMap(([room, allowed]) => {
  const from = { path: `^${room}/`, pathNot: wiring };
  const own = [room, ...allowed.rooms];
  const types = allowed.types ?? [];
  const runtime = { dependencyTypesNot: ['type-only'] };
  const rules = [
    {
      name: `${room}-rooms`,
      comment: `${room}/ may import ${own.concat(types).join(', ')} and no other room.`,
      from,
      to: {
        path: '^[a-z]+/',
        pathNot: roomPattern([...own, ...types, 'node_modules']),
        // `timers/promises` is Node's, though it looks like a room.
        dependencyTypesNot: ['core'],
      },
    },
    {
      name: `${room}-packages`,
      comment: `${room}/ may import these packages only: ${allowed.packages.join(', ') || 'none'}.`,
      from,
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional'],
        pathNot: packagePattern(allowed.packages),
      },
    },
  ];
  if (types.length > 0) {
    rules.push({
      name: `${room}-types-only`,
      comment: `${room}/ may import only types of ${types.join(', ')}: use \`import type\`.`,
      from,
      to: { path: roomPattern(types), pathNot: roomPattern(own), ...runtime },
    });
  }
  if (!allowed.packages.includes('node')) {
    rules.push({
      name: `${room}-node`,
      comment: `${room}/ may not import Node's built-in modules.`,
      from,
      to: { dependencyTypes: ['core'] },
    });
  }
  return rules.map((rule) => ({ severity: 'error', ...rule }));
});

function roomPattern(names) {
  // "workflows/messages" names one file, "domain" a folder.
  const places = names.map((name) => (name.includes('/') ? `${name}(\\.ts|/)` : `${name}/`));
  return `^(${places.join('|')})`;
}

function packagePattern(names) {
  const folders = names.filter((name) => name !== 'node').map((name) => name.replace('.', '\\.'));
  // A type package belongs to the package that it describes.
  return folders.map((name) => `(^|/)node_modules/(@types/)?${name}/`).concat('^$');
}

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'This import resolves to nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'mongoose-in-store',
      comment: 'Only store/ knows that the database is reached through mongoose.',
      severity: 'error',
      from: { pathNot: '^(store|test|bench)/' },
      to: { path: '(^|/)node_modules/mongoose/' },
    },
    {
      name: 'express-in-api',
      comment: 'Only api/ and simulator/ speak HTTP through express.',
      severity: 'error',
      from: { pathNot: '^(api|simulator|test|bench)/' },
      to: { path: '(^|/)node_modules/(@types/)?express/' },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(dist|\\.hakika|\\.git)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types', 'default'],
    },
  },
};
