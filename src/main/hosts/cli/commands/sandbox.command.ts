import type { Command } from 'commander';
import {
  resetSandbox,
  sandboxStatus,
  startSandbox,
  stopSandbox,
  type PlatformView,
  type SandboxView,
} from '../../../../shared/contract/sandbox.contract.ts';
import { tenancyModelIds } from '../../../../shared/model/connection.ts';
import { schemaVariants, type SchemaVariant } from '../../../../shared/model/schema-variant.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { textFacts } from '../views/text-table.ts';
import { choiceOf, wholeNumber } from './arguments.ts';

type StartOptions = {
  readonly model?: (typeof tenancyModelIds)[number];
  readonly schemaVariant?: SchemaVariant;
  readonly seedTenants?: number;
};

/** `sandbox start|stop|status|reset`: the embedded portal, PostgreSQL, blob store and mail catcher of the home. */
export function sandboxCommand(sandbox: Command, { action }: Host): void {
  const simple = [
    { name: 'stop', summary: 'stop its processes; its data stays', call: stopSandbox },
    { name: 'status', summary: 'say whether it runs, and where it answers', call: sandboxStatus },
    {
      name: 'reset',
      summary: 'stop it and forget its data; the ledger keeps what was done to it',
      call: resetSandbox,
    },
  ] as const;
  sandbox
    .command('start')
    .description('Start the sandbox, or find it running, and point the connection “sandbox” at it.')
    .option(
      '--model <model>',
      'pooled (when left out), or database: the platform whose tenants have databases of their own',
      choiceOf(tenancyModelIds),
    )
    .option(
      '--schema-variant <variant>',
      `reading of the schema: ${schemaVariants.join(', ')}`,
      choiceOf(schemaVariants),
    )
    .option('--seed-tenants <n>', 'how many fictitious tenants a new sandbox has', wholeNumber)
    .addHelpText('after', startExamples)
    .action(action(start, { allowThrowAway: true }));
  for (const { name, summary, call } of simple)
    sandbox
      .command(name)
      .description(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`)
      .summary(summary)
      .action(
        action(async (session) => show(session, await session.console.call(call, {})), {
          allowThrowAway: true,
        }),
      );
}

const startExamples = `
Examples:
  $ tenantctl sandbox start
  $ tenantctl sandbox start --model database
  $ tenantctl sandbox reset && tenantctl sandbox start --schema-variant bare-camel --seed-tenants 200

Everything listens on loopback only, on free ports, and keeps its data in the home.`;

const start = async (session: Session, { model, schemaVariant, seedTenants }: StartOptions) =>
  show(
    session,
    await session.console.call(startSandbox, {
      ...(model && { model }),
      ...(schemaVariant && { variant: schemaVariant }),
      ...(seedTenants !== undefined && { tenants: seedTenants }),
    }),
  );

function show({ printer }: Session, standing: SandboxView): undefined {
  printer.answer(standing, () => sandboxText(standing));
}

const sandboxText = (standing: SandboxView): string =>
  [
    ...(standing.state === 'stopped' && standing.platform ? [] : [portalText(standing)]),
    ...(standing.platform ? [platformText(standing.platform)] : []),
  ].join('\n\n');

const platformText = ({ pid, portalUrl, mailUrl, vaultUrl, database, servers, connection }: PlatformView) =>
  textFacts({
    platform: `running, process ${pid}`,
    portal: portalUrl,
    mail: mailUrl,
    vault: vaultUrl,
    master: database,
    servers: servers.join(', '),
    connection,
  });

const portalText = (standing: SandboxView): string =>
  standing.state === 'stopped'
    ? 'The sandbox is stopped. `tenantctl sandbox start` starts it.'
    : textFacts({
        sandbox: `running, process ${standing.pid}`,
        portal: standing.portalUrl,
        mail: standing.mailUrl,
        database: standing.database,
        schema: standing.variant,
        tenants: String(standing.seededTenants),
        canary: standing.canaryTenantId,
        connection: standing.connection,
      });
