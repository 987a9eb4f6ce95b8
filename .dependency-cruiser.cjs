// The layers of the house. Every rule is a sentence; test/layers plants a violation of each and sees it caught by name.
const only = (...paths) => ({ pathNot: paths });

const sharedAndPorts = ['^src/shared/', '^src/main/ports/'];
const upstairs = '^src/main/(operations|hosts)/|^src/main/(compose|index)\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'shared is pure',
      comment:
        'What both sides of the window use may lean on nothing but zod: no Node, no browser, no other folder.',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: only('^src/shared/', '^node_modules/zod/'),
    },
    {
      name: 'the renderer sees only shared',
      comment: 'The window knows the contract, not who keeps it.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/', pathNot: ['^src/renderer/', '^src/shared/'] },
    },
    {
      name: 'the renderer has no Node',
      comment: 'The same screens run in the sandboxed window and in a browser.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'the preload sees only shared',
      comment: 'The bridge loops over the contract and holds no knowledge of its own.',
      severity: 'error',
      from: { path: '^src/preload/' },
      to: only('^src/preload/', '^src/shared/', '^node_modules/electron/'),
    },
    {
      name: 'only the desktop host imports electron',
      comment:
        'The core is plain Node, so that the web host and the command line are full hosts. The preload is the window half of the desktop host.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/hosts/desktop/', '^src/preload/'] },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'hosts import compose and shared',
      comment:
        'A host carries calls. Whatever it needs comes through an operation that compose hands out, never from another host.',
      severity: 'error',
      from: { path: '^src/main/hosts/([^/]+)/' },
      to: {
        path: '^src/',
        pathNot: [
          '^src/main/hosts/$1/',
          '^src/main/hosts/[^/]+\\.ts$',
          '^src/main/compose\\.ts$',
          '^src/shared/',
        ],
      },
    },
    {
      name: 'what hosts share knows no host',
      comment: 'A file beside the hosts serves each of them; it sees compose, shared and its neighbours.',
      severity: 'error',
      from: { path: '^src/main/hosts/[^/]+\\.ts$' },
      to: {
        path: '^src/',
        pathNot: ['^src/main/hosts/[^/]+\\.ts$', '^src/main/compose\\.ts$', '^src/shared/'],
      },
    },
    {
      name: 'the engine knows no system',
      comment:
        'Plan, execute, resume and undo hold for every runbook: needs come as ports, state from the ledger.',
      severity: 'error',
      from: { path: '^src/main/engine/' },
      to: only(
        '^src/main/engine/',
        '^src/main/ledger/',
        ...sharedAndPorts,
        '^(node:)?(crypto|events)$',
        '^node_modules/(zod|canonicalize)/',
      ),
    },
    {
      name: 'the ledger stands alone',
      comment: 'Proofs may not depend on what they prove: the ledger sees shared and ports.',
      severity: 'error',
      from: { path: '^src/main/ledger/' },
      to: { path: '^src/', pathNot: ['^src/main/ledger/', ...sharedAndPorts] },
    },
    {
      name: 'tenancy models stay apart',
      comment:
        'A model is a folder that can be taken out. What two models share is a step in src/main/steps.',
      severity: 'error',
      from: { path: '^src/main/tenancy/([^/]+)/' },
      to: { path: '^src/main/tenancy/[^/]+/', pathNot: ['^src/main/tenancy/$1/'] },
    },
    {
      name: 'shared steps know no model',
      comment: 'A step that every model uses may not know one of them.',
      severity: 'error',
      from: { path: '^src/main/steps/' },
      to: { path: '^src/main/tenancy/[^/]+/' },
    },
    {
      name: 'models and steps see ports, not adapters',
      comment: 'A runbook states what it needs; which product serves the need is decided in compose.',
      severity: 'error',
      from: { path: '^src/main/(tenancy|steps|isolation|privacy|engine|ledger|ports)/' },
      to: { path: '^src/main/adapters/' },
    },
    {
      name: 'operations do not import adapters or hosts',
      comment: 'A use case is the same whoever calls it and whatever product stands behind a port.',
      severity: 'error',
      from: { path: '^src/main/operations/' },
      to: { path: '^src/main/(adapters|hosts)/|^src/main/(compose|index)\\.ts$' },
    },
    {
      name: 'nothing below looks up',
      comment: 'Operations call models, steps and the engine, never the other way round.',
      severity: 'error',
      from: { path: '^src/main/(engine|ledger|tenancy|steps|isolation|privacy|ports|adapters)/' },
      to: { path: upstairs },
    },
    {
      name: 'ports name needs',
      comment: 'A port is a type with a contract: it sees shared and other ports.',
      severity: 'error',
      from: { path: '^src/main/ports/' },
      to: { path: '^src/', pathNot: sharedAndPorts },
    },
    {
      name: 'adapters stay apart',
      comment: 'One product a folder; an adapter sees shared and ports and can be replaced alone.',
      severity: 'error',
      from: { path: '^src/main/adapters/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/main/adapters/$1/', ...sharedAndPorts] },
    },
    {
      name: 'only compose joins adapters',
      comment: 'One file says which product serves which need.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/compose\\.ts$', '^src/main/adapters/'] },
      to: { path: '^src/main/adapters/' },
    },
    {
      name: 'the sandbox never imports the product',
      comment:
        'The tester must not share code with what it tests: a common mistake would prove itself right.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: { path: '^src/', pathNot: ['^src/sandbox/'] },
    },
    {
      name: 'the product never imports the sandbox',
      comment: 'The console meets the reference portal as it meets any portal: over the wire.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/sandbox/'] },
      to: { path: '^src/sandbox/' },
    },
    {
      name: 'no cycles',
      comment: 'Two files that need each other are one file, or miss a third. Types count.',
      severity: 'error',
      from: { path: '^(src|scripts)/' },
      to: { circular: true },
    },
    {
      name: 'no source imports a test',
      comment: 'What ships stands without its tests and without the scripts that build it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'what runs leans on no development dependency',
      comment:
        'npm ci --omit=dev must be enough. The renderer is bundled, types vanish, and Electron brings itself.',
      severity: 'error',
      from: { path: '^src/(main|shared|preload|sandbox)/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: ['^node_modules/electron/'],
      },
    },
    {
      name: 'what is imported is declared',
      comment: 'A package that is there by chance is gone tomorrow.',
      severity: 'error',
      from: { path: '^(src|test|scripts)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'what is imported is there',
      comment: 'An import that leads nowhere breaks at run time.',
      severity: 'error',
      from: { path: '^(src|test|scripts)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'no orphans',
      comment:
        'A file that nothing uses and that uses nothing is left over. Migrations are read by the tool that applies them.',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: ['\\.worker\\.ts$', '\\.d\\.ts$', '/migrations/'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
  },
};
