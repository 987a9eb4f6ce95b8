/** A small tree that breaks one rule: file → text. The rule must be the one that is named for it. */
export type Plant = Readonly<Record<string, string>>;

const use = (path: string): string => `import * as other from '${path}';\nexport const used = other;\n`;
const plain = 'export const thing = 1;\n';

const port = { 'src/main/ports/mail.port.ts': plain };
const adapter = { 'src/main/adapters/resend/resend.adapter.ts': plain };
const operation = { 'src/main/operations/tenants.operations.ts': plain };

/** For every rule of the house, by its name, the ways to break it. */
export const plants: Readonly<Record<string, readonly Plant[]>> = {
  'shared is pure': [
    { 'src/shared/model/run.ts': use('node:crypto') },
    { 'src/shared/model/run.ts': use('pg') },
    { 'src/shared/model/run.ts': use('../../main/ports/mail.port.ts'), ...port },
  ],
  'the renderer sees only shared': [
    { 'src/renderer/features/run.tsx': use('../../main/operations/tenants.operations.ts'), ...operation },
  ],
  'the renderer has no Node': [{ 'src/renderer/features/run.tsx': use('node:fs') }],
  'the preload sees only shared': [
    { 'src/preload/index.ts': use('../main/operations/tenants.operations.ts'), ...operation },
    { 'src/preload/index.ts': use('node:fs') },
  ],
  'only the desktop host imports electron': [
    { 'src/main/operations/tenants.operations.ts': use('electron') },
    { 'src/main/hosts/web/server.ts': use('electron') },
    { 'src/renderer/main.tsx': use('electron') },
  ],
  'hosts import compose and shared': [
    {
      'src/main/hosts/cli/commands/run.command.ts': use('../../../operations/tenants.operations.ts'),
      ...operation,
    },
    { 'src/main/hosts/cli/index.ts': use('../web/server.ts'), 'src/main/hosts/web/server.ts': plain },
  ],
  'what hosts share knows no host': [
    { 'src/main/hosts/dispatcher.ts': use('./web/server.ts'), 'src/main/hosts/web/server.ts': plain },
    { 'src/main/hosts/dispatcher.ts': use('../operations/tenants.operations.ts'), ...operation },
  ],
  'the engine knows no system': [
    { 'src/main/engine/execute.ts': use('pg') },
    { 'src/main/engine/execute.ts': use('node:fs') },
    {
      'src/main/engine/execute.ts': use('../tenancy/pooled/model.ts'),
      'src/main/tenancy/pooled/model.ts': plain,
    },
  ],
  'the ledger stands alone': [
    { 'src/main/ledger/tree.ts': use('../engine/fold.ts'), 'src/main/engine/fold.ts': plain },
  ],
  'tenancy models stay apart': [
    {
      'src/main/tenancy/pooled/model.ts': use('../database/model.ts'),
      'src/main/tenancy/database/model.ts': plain,
    },
  ],
  'shared steps know no model': [
    {
      'src/main/steps/hand-over.step.ts': use('../tenancy/pooled/model.ts'),
      'src/main/tenancy/pooled/model.ts': plain,
    },
  ],
  'models and steps see ports, not adapters': [
    { 'src/main/steps/hand-over.step.ts': use('../adapters/resend/resend.adapter.ts'), ...adapter },
    { 'src/main/tenancy/pooled/model.ts': use('../../adapters/resend/resend.adapter.ts'), ...adapter },
    {
      'src/main/tenancy/pooled/steps/a.step.ts': `import type { thing } from '../../../adapters/resend/resend.adapter.ts';\nexport type T = typeof thing;\n`,
      ...adapter,
    },
  ],
  'operations do not import adapters or hosts': [
    {
      'src/main/operations/tenants.operations.ts': use('../adapters/resend/resend.adapter.ts'),
      ...adapter,
    },
    {
      'src/main/operations/tenants.operations.ts': use('../hosts/cli/index.ts'),
      'src/main/hosts/cli/index.ts': plain,
    },
  ],
  'nothing below looks up': [
    { 'src/main/engine/execute.ts': use('../operations/tenants.operations.ts'), ...operation },
    { 'src/main/steps/hand-over.step.ts': use('../compose.ts'), 'src/main/compose.ts': plain },
  ],
  'ports name needs': [
    { 'src/main/ports/mail.port.ts': use('../ledger/tree.ts'), 'src/main/ledger/tree.ts': plain },
  ],
  'adapters stay apart': [
    {
      'src/main/adapters/sqlite/store.adapter.ts': use('../resend/resend.adapter.ts'),
      ...adapter,
    },
    {
      'src/main/adapters/sqlite/store.adapter.ts': use('../../ledger/tree.ts'),
      'src/main/ledger/tree.ts': plain,
    },
  ],
  'only compose joins adapters': [
    {
      'src/main/hosts/cli/index.ts': use('../../adapters/resend/resend.adapter.ts'),
      ...adapter,
    },
  ],
  'the sandbox never imports the product': [
    { 'src/sandbox/portal/app.ts': use('../../shared/model/run.ts'), 'src/shared/model/run.ts': plain },
    { 'src/sandbox/main.ts': use('../main/ports/mail.port.ts'), ...port },
  ],
  'the product never imports the sandbox': [
    { 'src/main/compose.ts': use('../sandbox/server.ts'), 'src/sandbox/server.ts': plain },
  ],
  'no cycles': [
    {
      'src/main/ports/a.port.ts': `import type { B } from './b.port.ts';\nexport type A = B | 1;\n`,
      'src/main/ports/b.port.ts': `import type { A } from './a.port.ts';\nexport type B = A[];\n`,
    },
  ],
  'no source imports a test': [
    { 'src/main/compose.ts': use('../../test/fakes/clock.ts'), 'test/fakes/clock.ts': plain },
  ],
  'what runs leans on no development dependency': [{ 'src/main/adapters/postgres/pool.ts': use('vitest') }],
  'what is imported is declared': [{ 'src/main/adapters/postgres/pool.ts': use('by-chance') }],
  'what is imported is there': [{ 'src/main/adapters/postgres/pool.ts': use('./nowhere.ts') }],
  'no orphans': [{ 'src/main/steps/left-over.ts': plain }],
};

/** A tree that keeps every rule, with the lanes that must stay open. */
export const cleanTree: Plant = {
  'src/shared/model/run.ts': use('zod'),
  'src/preload/index.ts': use('electron') + use('../shared/model/run.ts').replaceAll(/other|used/g, '$&2'),
  'src/renderer/main.tsx': use('../shared/model/run.ts'),
  'src/main/ports/mail.port.ts': use('../../shared/model/run.ts'),
  'src/main/ledger/tree.ts': use('../ports/mail.port.ts'),
  'src/main/engine/execute.ts': use('../ledger/tree.ts'),
  'src/main/steps/hand-over.step.ts': use('../engine/execute.ts'),
  'src/main/tenancy/pooled/model.ts': use('../../steps/hand-over.step.ts'),
  'src/main/tenancy/database/model.ts': use('../tenancy-model.ts'),
  'src/main/tenancy/tenancy-model.ts': use('../engine/execute.ts'),
  'src/main/adapters/resend/resend.adapter.ts': use('../../ports/mail.port.ts'),
  'src/main/operations/tenants.operations.ts': use('../tenancy/pooled/model.ts'),
  'src/main/compose.ts': [
    "export * as a from './adapters/resend/resend.adapter.ts';",
    "export * as b from './operations/tenants.operations.ts';",
    "export * as c from './tenancy/database/model.ts';\n",
  ].join('\n'),
  'src/main/hosts/cli/index.ts': use('../../compose.ts'),
  'src/main/hosts/desktop/window.ts': use('electron'),
  'src/sandbox/portal/app.ts': use('hono'),
  'test/unit/run.test.ts': use('../../src/shared/model/run.ts'),
};
