import type { Command } from 'commander';
import { listRuns, resumeRun, showRun } from '../../../../shared/contract/runs.contract.ts';
import { OperatorError } from '../../../../shared/errors/operator-error.ts';
import { runStates, type RunState } from '../../../../shared/model/run.ts';
import { driveRun } from '../drive-run.ts';
import type { Host } from '../host.ts';
import type { Session } from '../session.ts';
import { runListText, runText } from '../views/run-text.ts';
import { answerRun } from './answer-run.ts';
import { choiceOf, wholeNumber } from './arguments.ts';
import { readInputFile } from './input-file.ts';

type ListOptions = { readonly state?: RunState; readonly tenant?: string; readonly limit?: number };
type ResumeOptions = { readonly yes?: boolean; readonly answer?: string; readonly confirmName?: string };

/** `runs list|show|resume`. */
export function runsCommand(runs: Command, { action }: Host): void {
  runs
    .command('list')
    .description('List the runs of this home, newest first.')
    .option('--state <state>', `only those in this state: ${runStates.join(', ')}`, choiceOf(runStates))
    .option('--tenant <id>', 'only those of this tenant')
    .option('--limit <n>', 'at most so many (50)', wholeNumber)
    .addHelpText('after', '\nExample:\n  $ tenantctl runs list --state waiting --json')
    .action(action(list));
  runs
    .command('show <run>')
    .description('Show a run with every step, whatever became of it.')
    .addHelpText('after', '\nExample:\n  $ tenantctl runs show run_01KAB…')
    .action(action(show));
  runs
    .command('resume <run>')
    .description(
      'Go on with a run from where it stopped. What is in doubt is looked at before anything is done.',
    )
    .option('--answer <file>', 'JSON with {"answers": {"<step id>": {…}}}, `-` for standard input')
    .option('--yes', 'confirm what each step proposes')
    .option('--confirm-name <name>', 'the tenant’s legal name, which production asks for')
    .addHelpText(
      'after',
      '\nExamples:\n  $ tenantctl runs resume run_01KAB…\n  $ tenantctl runs resume run_01KAB… --answer hand-over.json --yes',
    )
    .action(action(resume));
}

async function list(
  { console, printer }: Session,
  { state, tenant, limit }: ListOptions,
): Promise<undefined> {
  const runs = await console.call(listRuns, {
    ...(state && { states: [state] }),
    ...(tenant !== undefined && { tenantId: tenant }),
    ...(limit !== undefined && { limit }),
  });
  printer.answer(runs, (paint) => runListText(runs, paint));
}

async function show({ console, printer }: Session, runId: string): Promise<undefined> {
  const run = await console.call(showRun, { runId });
  printer.answer(run, (paint) => runText(run, paint));
}

async function resume(
  session: Session,
  runId: string,
  options: ResumeOptions,
): Promise<OperatorError | undefined> {
  const { answer, yes = false, confirmName } = options;
  const { answers } = answer === undefined ? { answers: {} } : await readInputFile(answer, session.terminal);
  if (answer !== undefined && Object.keys(answers).length === 0)
    throw new OperatorError('E_INVALID_INPUT', {
      message: 'The file has no “answers”.',
      details: { file: answer },
    });
  session.live.learn(await session.console.call(showRun, { runId }));
  const resumed = await session.console.call(resumeRun, { runId });
  return answerRun(session, await driveRun(session, resumed, { answers, yes, confirmName }));
}
