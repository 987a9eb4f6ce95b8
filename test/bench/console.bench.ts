import type { Bench } from './bench.ts';
import { filledHome } from './console/filled-home.ts';
import { measureScreens } from './console/screens.ts';
import { measureSearch } from './console/search.ts';

/** `npm run bench -- console`: opening, searching and scrolling much, as the people in front of the screens meet it. */
export const bench: Bench = {
  name: 'console',
  about: 'opening, searching and scrolling a hundred thousand tenants with a million entries',
  run: async ({ quick, log }) => {
    const size = { tenants: quick ? 2000 : 100_000, entriesEach: 10 };
    const home = await filledHome(size, log);
    return [...(await measureScreens(home, size.tenants)), ...(await measureSearch(home, size.tenants))];
  },
};
