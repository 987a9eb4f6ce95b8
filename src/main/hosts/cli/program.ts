import { Command } from 'commander';
import type { Host } from './host.ts';
import { addGlobalOptions, type GlobalOptions } from './global-options.ts';
import type { Terminal } from './terminal.ts';

type AddCommands = (command: Command, host: Host) => unknown;
type Group = { readonly name: string; readonly summary: string; readonly load: () => Promise<AddCommands> };

/** Every command, in the order of `--help`. A file is read when its command is called, so that help comes at once. */
const groups: readonly Group[] = [
  {
    name: 'demo',
    summary: 'do the whole main job on an embedded sandbox, and show it',
    load: async () => (await import('./commands/demo.command.ts')).demoCommand,
  },
  {
    name: 'sandbox',
    summary: 'start, stop and reset the embedded portal to rehearse on',
    load: async () => (await import('./commands/sandbox.command.ts')).sandboxCommand,
  },
  {
    name: 'connection',
    summary: 'ways to deployments: add, test, examine, remove',
    load: async () => (await import('./commands/connection.command.ts')).connectionCommand,
  },
  {
    name: 'provision',
    summary: 'bring a tenant to life',
    load: async () => (await import('./commands/provision.command.ts')).provisionCommand,
  },
  {
    name: 'verify',
    summary: 'prove that a tenant is isolated, now',
    load: async () => (await import('./commands/verify.command.ts')).verifyCommand,
  },
  {
    name: 'isolation',
    summary: 'isolation reports, and how good the detector is',
    load: async () => (await import('./commands/isolation.command.ts')).isolationCommand,
  },
  {
    name: 'offboard',
    summary: 'return a tenant’s data, erase its people, keep what the law keeps',
    load: async () => (await import('./commands/offboard.command.ts')).offboardCommand,
  },
  {
    name: 'register',
    summary: 'the DPO’s register: off-boardings, what is kept until when, legal holds, exports',
    load: async () => (await import('./commands/register.command.ts')).registerCommand,
  },
  {
    name: 'purge',
    summary: 'remove for good what the law keeps no more',
    load: async () => (await import('./commands/purge.command.ts')).purgeCommand,
  },
  {
    name: 'erasure',
    summary: 'what must be erased again if an older backup comes back',
    load: async () => (await import('./commands/erasure.command.ts')).erasureCommand,
  },
  {
    name: 'runs',
    summary: 'list, show and resume runs',
    load: async () => (await import('./commands/runs.command.ts')).runsCommand,
  },
  {
    name: 'rollback',
    summary: 'take back what a run did',
    load: async () => (await import('./commands/rollback.command.ts')).rollbackCommand,
  },
  {
    name: 'reconcile',
    summary: 'find what hangs below nothing',
    load: async () => (await import('./commands/reconcile.command.ts')).reconcileCommand,
  },
  {
    name: 'history',
    summary: 'find a tenant and what happened to it',
    load: async () => (await import('./commands/history.command.ts')).historyCommand,
  },
  {
    name: 'fleet',
    summary: 'provision or migrate many tenants from a file',
    load: async () => (await import('./commands/fleet.command.ts')).fleetCommand,
  },
  {
    name: 'upkeep',
    summary: 'tenants whose parts disagree, and those that are behind',
    load: async () => (await import('./commands/upkeep.command.ts')).upkeepCommand,
  },
  {
    name: 'servers',
    summary: 'where tenants with databases of their own are placed',
    load: async () => (await import('./commands/servers.command.ts')).serversCommand,
  },
  {
    name: 'approvals',
    summary: 'have plans approved by other people, as files',
    load: async () => (await import('./commands/approvals.command.ts')).approvalsCommand,
  },
  {
    name: 'certificate',
    summary: 'prove a run with one file, offline',
    load: async () => (await import('./commands/certificate.command.ts')).certificateCommand,
  },
  {
    name: 'identity',
    summary: 'whose key signs here',
    load: async () => (await import('./commands/identity.command.ts')).identityCommand,
  },
  {
    name: 'policy',
    summary: 'who may do what',
    load: async () => (await import('./commands/policy.command.ts')).policyCommand,
  },
  {
    name: 'ledger',
    summary: 'verify, show, prove and export the signed log',
    load: async () => (await import('./commands/ledger.command.ts')).ledgerCommand,
  },
  {
    name: 'statements',
    summary: 'every SQL statement that the console may run',
    load: async () => (await import('./commands/statements.command.ts')).statementsCommand,
  },
];

const closing = `
Examples:
  $ tenantctl demo                                       see it all happen, nothing to set up
  $ tenantctl sandbox start                              a portal to rehearse on, with connection “sandbox”
  $ tenantctl provision --connection sandbox             asks for everything, step by step
  $ tenantctl provision --connection sandbox --input broker.json --plan
  $ tenantctl runs list --json | jq '.[].state'
  $ tenantctl ledger verify

Exit codes: 0 well, 1 refused or failed, 2 wrong use, 3 not found, 4 waiting for a person, 5 in doubt,
            6 integrity (tampering), 7 outside world unavailable, 8 permission.
Ctrl-C stops a run at the next safe point; \`tenantctl runs resume\` goes on from there.`;

/** The command line as commander knows it. It throws instead of ending the process. */
export function createProgram(host: Host, version: string): Command {
  const { stdout, stderr } = host.terminal;
  const program = addGlobalOptions(new Command('tenantctl'))
    .description(
      'Provision tenants, prove that they are isolated, hand them over, take them apart, and be able to prove it.',
    )
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => helpWidth(stdout),
      getErrHelpWidth: () => helpWidth(stderr),
      outputError: () => undefined, // said once, as a card
    })
    .exitOverride()
    .addHelpText('after', closing);
  for (const { name, summary } of groups)
    program
      .command(name)
      .summary(summary)
      .description(`${sentence(summary)}.`)
      .helpCommand(false)
      .addHelpText('afterAll', '\nEvery command also takes --home and --json; see `tenantctl --help`.');
  return program.hook('preSubcommand', async (_program, command) => {
    if (!program.opts<GlobalOptions>().color) forbidColours(host.terminal);
    const group = groups.find(({ name }) => name === command.name());
    (await group?.load())?.(command, host);
  });
}

/** A pipe has no width. */
const helpWidth = ({ columns = 100 }: Partial<NodeJS.WriteStream>): number => Math.min(columns, 120);

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function forbidColours({ env }: Terminal): void {
  env['NO_COLOR'] = '1';
  Reflect.deleteProperty(env, 'FORCE_COLOR');
}
