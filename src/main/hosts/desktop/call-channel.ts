import type { IpcMain } from 'electron';
import { channels } from '../../../shared/contract/index.ts';
import { OperatorError } from '../../../shared/errors/operator-error.ts';
import { refusal, type Dispatch } from '../dispatcher.ts';
import { isOwnPage } from './own-page.ts';

/** The one entry from the window: whoever is not the console's own page is refused before anything is looked at. */
export function carryCalls(ipc: Pick<IpcMain, 'handle'>, dispatch: Dispatch): void {
  ipc.handle(channels.call, ({ senderFrame }, name: unknown, json: unknown) =>
    isOwnPage(senderFrame) ? dispatch(name, json) : refusal(new OperatorError('E_CALLER_FOREIGN')),
  );
}
