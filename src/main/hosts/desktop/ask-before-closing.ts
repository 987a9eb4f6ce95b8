import { dialog, type BrowserWindow } from 'electron';

const STAY = 0;

/** Asks whether to end although a run is under way. True to go. */
export async function confirmClosing(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'The console is still working.',
    detail:
      'It can stop at the next safe point. What is done stays done, and the run goes on from there next time.',
    buttons: ['Keep working', 'Stop at the next safe point and quit'],
    defaultId: STAY,
    cancelId: STAY,
    noLink: true,
  });
  return response !== STAY;
}
