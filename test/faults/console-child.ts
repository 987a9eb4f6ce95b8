// A console in a process of its own that does what its parent asks over IPC and dies where it is told to.
import { flushCompileCache } from 'node:module';
import { openConsole, type Console } from '../../src/main/compose.ts';
import { calls } from '../../src/shared/contract/index.ts';
import { isOperatorError } from '../../src/shared/errors/operator-error.ts';
import { systemClock } from '../../src/main/adapters/system/system-clock.adapter.ts';
import type { Clock } from '../../src/main/ports/clock.port.ts';
import type { FailPoints } from '../../src/main/ports/fail-points.port.ts';
import type { Answer, Asked, Reached } from './console-process.ts';

let reached: Reached[] = [];
let dieAt = 0;
let dieAtPlace = '';
let jumpMs = 0;

/** SIGKILL to oneself does not return: nothing after this line happens, no handler, no flush. */
const failPoints: FailPoints = {
  reach: (name, where = '') => {
    reached.push({ name, where });
    if (reached.length === dieAt || `${name} ${where}` === dieAtPlace) process.kill(process.pid, 'SIGKILL');
  },
};

/** The wall clock as an administrator or NTP leaves it: it may jump either way. */
const clock: Clock = { ...systemClock, now: () => new Date(systemClock.now().getTime() + jumpMs) };

let opened: Console | undefined;
let stop = new AbortController();

const fixed = { allowThrowAway: true, sandboxNode: 'none', failPoints, clock };

async function perform(asked: Asked): Promise<unknown> {
  switch (asked.do) {
    case 'open':
      stop = new AbortController();
      opened = await openConsole({ ...asked.options, ...fixed, signal: stop.signal });
      flushCompileCache(); // a process that is killed would not write it
      return undefined;
    case 'jump':
      jumpMs = asked.byMs;
      return undefined;
    case 'arm':
      reached = [];
      dieAt = asked.dieAt;
      dieAtPlace = asked.place;
      return undefined;
    case 'reached':
      return reached;
    case 'stop':
      stop.abort(new Error('The operator asked everything to stop.'));
      return undefined;
    case 'call': {
      const call = calls.find(({ name }) => name === asked.name);
      if (opened === undefined || call === undefined) throw new Error(`Cannot call ${asked.name}.`);
      return opened.call(call, asked.input);
    }
    case 'close':
      await opened?.close();
      return undefined;
  }
}

async function answer(asked: Asked): Promise<Answer> {
  try {
    return { id: asked.id, value: await perform(asked) };
  } catch (error) {
    if (isOperatorError(error))
      return { id: asked.id, code: error.code, message: `${error.code} ${JSON.stringify(error.details)}` };
    return { id: asked.id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on('message', (asked: Asked) => void answer(asked).then((said) => process.send?.(said)));
process.on('disconnect', () => process.exit(0));
