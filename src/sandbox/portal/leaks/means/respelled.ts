import type { Defect } from '../../leak.ts';
import { rerouted, type Asked } from './rerouted.ts';
import { unscopedWhen } from './unscoped.ts';

/**
 * Ids of a resource that are written another way are understood, but no longer checked. `meant` says which id the rest
 * of the path, after `/api/<name>/`, is taken for; undefined when it is none of those.
 */
export function respelled(name: string, meant: (rest: string, asked: Asked) => string | undefined): Defect {
  const prefix = `/api/${name}/`;
  const { front, wasRerouted } = rerouted((asked) => {
    if (!asked.path.startsWith(prefix)) return undefined;
    const id = meant(asked.path.slice(prefix.length), asked);
    const method = asked.method === 'POST' ? 'GET' : asked.method;
    return id === undefined ? undefined : { method, path: prefix + id };
  });
  return { front, ...unscopedWhen(wasRerouted) };
}
