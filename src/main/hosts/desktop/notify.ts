import { Notification } from 'electron';
import type { ConsoleEvent } from '../../../shared/contract/events.contract.ts';

/** What a person should come back for, by the entry that says it. No personal data: others may see the screen. */
const worthComingBack: Readonly<Record<string, string>> = {
  'step.waiting': 'A run waits for your answer.',
  'step.failed': 'A step of a run failed.',
  'step.in-doubt': 'Nobody knows whether a step of a run took effect.',
  'run.completed': 'A run is complete.',
};

export type NotifyOptions = {
  /** Whether somebody looks at the console already. */
  readonly isWatched: () => boolean;
  readonly onClick: (runId: string) => void;
};

/** Tells the operator by the desktop's own notifications while they look elsewhere. */
export function notifier({ isWatched, onClick }: NotifyOptions): (event: ConsoleEvent) => void {
  return (event) => {
    if (event.kind !== 'entry' || isWatched() || !Notification.isSupported()) return;
    const { type, runId } = event.entry;
    const body = Object.hasOwn(worthComingBack, type) ? worthComingBack[type] : undefined;
    if (body === undefined || runId === undefined) return;
    const notification = new Notification({ title: 'Tenant Console', body });
    notification.on('click', () => onClick(runId));
    notification.show();
  };
}
