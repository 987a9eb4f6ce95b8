/** The SDK takes the address of its API, and how often it tries again, from the process's environment alone. */
const ADDRESS = 'VERCEL_BLOB_API_URL';
const RETRIES = 'VERCEL_BLOB_RETRIES';
const MOST_RETRIES = '2';

let last: Promise<unknown> = Promise.resolve();

/** Lets the SDK work with this address. One after another in this process: two connections may lead to two stores. */
export function withApiAddress<T>(apiUrl: string, work: () => Promise<T>): Promise<T> {
  const turn = last.then(async () => {
    const before = { address: process.env[ADDRESS], retries: process.env[RETRIES] };
    set(ADDRESS, apiUrl);
    set(RETRIES, MOST_RETRIES);
    try {
      return await work();
    } finally {
      set(ADDRESS, before.address);
      set(RETRIES, before.retries);
    }
  });
  last = turn.catch(() => undefined);
  return turn;
}

function set(name: string, value: string | undefined): void {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}
