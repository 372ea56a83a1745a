'use strict';

// The import table of the design, room by room, as data. Each room names the rooms and the packages
// that it may import; whatever it does not name is an error. `wiring/` alone may import every room,
// and nobody but `wiring/` and the tests imports `workers/`.
//
// A room's `types` may be imported with `import type` only. 'node' stands for Node's built-ins,
// and a room without `packages` may import every package.

/** What a client needs to speak to a workflow: names and shapes, nothing that runs in one. */
const workflowNames = ['messages', 'searchAttributes', 'taskQueues'].map(
  (file) => `workflows/${file}`,
);

const adapters = ['crypto', 'daraja', 'store', 'statements', 'webhooks', 'telemetry'];

const rooms = {
  domain: { rooms: [], packages: [] },
  crypto: { rooms: ['domain'], packages: ['node', 'typeid-js'] },
  config: { rooms: ['domain'], packages: ['node', 'zod'] },
  workflows: {
    rooms: ['domain'],
    types: ['activities'],
    packages: ['@temporalio/workflow', '@temporalio/common'],
  },
  daraja: { rooms: ['domain'], types: ['config'], packages: ['node', 'undici', 'zod'] },
  store: {
    rooms: ['domain', 'crypto'],
    types: ['config'],
    packages: ['node', 'lru-cache', 'mongoose', 'mongodb', 'zod'],
  },
  statements: {
    rooms: ['domain'],
    types: ['config'],
    packages: ['node', '@e965/xlsx', 'saxes', 'yauzl'],
  },
  webhooks: {
    rooms: ['domain'],
    types: ['config'],
    packages: ['node', 'ipaddr.js', 'standardwebhooks', 'undici'],
  },
  telemetry: {
    rooms: ['domain'],
    types: ['config'],
    packages: ['node', 'pino', 'prom-client', 'zod'],
  },
  engine: {
    rooms: ['domain', 'crypto', ...workflowNames],
    types: ['config', 'workflows'],
    packages: ['node', '@temporalio/client', '@temporalio/common', '@temporalio/proto'],
  },
  activities: {
    rooms: ['domain', ...adapters],
    types: ['config'],
    packages: ['node', '@temporalio/activity', '@temporalio/common'],
  },
  api: {
    rooms: ['domain', 'crypto', 'store', 'telemetry', 'config', 'daraja/inbound'],
    types: ['engine'],
    packages: [
      'node',
      'express',
      'helmet',
      'ipaddr.js',
      'jsonc-parser',
      'zod',
      '@temporalio/common',
      'prom-client',
    ],
  },
  workers: {
    rooms: ['domain', 'activities', 'engine', 'store', 'telemetry', 'config', 'wiring'].concat(
      workflowNames,
    ),
    types: ['crypto'],
    packages: ['node', '@temporalio/client', '@temporalio/common', '@temporalio/worker'],
  },
  cli: { rooms: [], packages: ['node', 'commander', 'tsx', 'zod'] },
  simulator: { rooms: [], packages: ['node', '@e965/xlsx', 'express', 'pino', 'undici', 'zod'] },
  web: { rooms: [], types: ['api/generated'], packages: [] },
  dev: {
    rooms: ['domain', 'crypto', 'config', 'store', 'api', 'telemetry', 'wiring'],
  },
  bench: {
    rooms: ['domain', 'config', 'store', 'statements', 'telemetry', 'wiring', 'dev'].concat(
      'test/kit',
      'workflows',
    ),
  },
  test: {
    rooms: ['domain', 'config', 'workflows', 'engine', 'activities', 'api', 'wiring', 'dev']
      .concat(adapters)
      .concat(['simulator', 'bench', 'web', 'workers', 'cli']),
  },
  wiring: {
    rooms: ['domain', 'config', 'workflows', 'engine', 'activities', 'api', 'workers'].concat(
      adapters,
    ),
  },
};

/** The mains: they start what wiring/ has put together. */
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
  ];
  if (allowed.packages) {
    rules.push({
      name: `${room}-packages`,
      comment: `${room}/ may import these packages only: ${allowed.packages.join(', ') || 'none'}.`,
      from,
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional'],
        pathNot: packagePattern(allowed.packages),
      },
    });
  }
  if (types.length > 0) {
    rules.push({
      name: `${room}-types-only`,
      comment: `${room}/ may import only types of ${types.join(', ')}: use \`import type\`.`,
      from,
      to: { path: roomPattern(types), pathNot: roomPattern(own), ...runtime },
    });
  }
  if (allowed.packages && !allowed.packages.includes('node')) {
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
