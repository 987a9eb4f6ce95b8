import type { Command } from 'commander';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { schedulers, type Scheduler } from '../views/schedule-text.ts';
import { choiceOf, timeOfDay } from './arguments.ts';

/** What a system is to start every day: a name for its files, what it is good for, and the words of the command line. */
export type DailyJob = { readonly name: string; readonly purpose: string; readonly words: readonly string[] };

type Wish<O> = {
  readonly description: string;
  readonly at: string;
  readonly example: string;
  /** `options` are those of the command itself and of what it stands below. */
  readonly jobOf: (session: Session, options: O) => DailyJob | Promise<DailyJob>;
};
type Options = { readonly for?: Scheduler; readonly at: string };

const known = Object.keys(schedulers) as Scheduler[];
const ofSystem: Readonly<Record<string, Scheduler>> = { darwin: 'launchd', win32: 'task-scheduler' };

/** `… schedule`: prints the file that makes this system start a command every day. It installs nothing. */
export function addSchedule<O>(
  command: Command,
  { action }: Host,
  { description, at, example, jobOf }: Wish<O>,
): void {
  command
    .command('schedule')
    .description(description)
    .option('--for <scheduler>', `one of: ${known.join(', ')}; this system's when left out`, choiceOf(known))
    .option('--at <hh:mm>', 'at this time of day', timeOfDay, at)
    .addHelpText('after', example)
    .action(
      action(async (session, _own, schedule: Command) => {
        const options: O & Options = schedule.optsWithGlobals();
        print(session, options, await jobOf(session, options));
        return undefined;
      }),
    );
}

function print(
  { console, printer }: Session,
  { at, for: scheduler = ofSystem[process.platform] ?? 'systemd' }: Options,
  { name, purpose, words }: DailyJob,
): void {
  const command = [process.execPath, process.argv[1] ?? 'tenantctl', '--home', console.home, ...words];
  const file = schedulers[scheduler]({ name, purpose, command, at });
  printer.answer({ scheduler, file }, () => file);
}
