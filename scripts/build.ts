// `npm run build`: window, preload and screens into out/.
import { buildConsole } from './build/build-console.ts';

await buildConsole();
