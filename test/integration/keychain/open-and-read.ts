// Run as a process of its own: open-and-read.ts HOME DEADLINE-MS; prints the kind or the error's code.
import { systemClock } from '../../../src/main/adapters/system/system-clock.adapter.ts';
import { systemIds } from '../../../src/main/adapters/system/system-ids.adapter.ts';
import { askKeyringProcess } from '../../../src/main/adapters/keychain/keyring-process.ts';
import { openKeychain } from '../../../src/main/adapters/keychain/open-keychain.ts';
import { isOperatorError } from '../../../src/shared/errors/operator-error.ts';

const [home, deadline] = process.argv.slice(2);
const ask = askKeyringProcess(Number(deadline));
try {
  const keychain = await openKeychain({
    home: home!,
    ids: systemIds(systemClock),
    allowThrowAway: false,
    ask,
  });
  console.log(keychain.kind);
} catch (error) {
  console.log(isOperatorError(error) ? error.code : error);
}
