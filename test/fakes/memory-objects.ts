import { OperatorError } from '../../src/shared/errors/operator-error.ts';
import type { ObjectStore } from '../../src/main/ports/object-store.port.ts';

/** A file store that forgets. */
export class MemoryObjects implements ObjectStore {
  readonly files = new Map<string, Uint8Array>();

  // eslint-disable-next-line @typescript-eslint/require-await -- there already, as the port wants it
  async *list(prefix: string) {
    for (const [path, content] of [...this.files])
      if (path.startsWith(prefix)) yield { path, bytes: content.byteLength };
  }

  read(path: string) {
    const content = this.files.get(path);
    return Promise.resolve(content && piecesOf(content));
  }

  copy(from: string, to: string) {
    const content = this.files.get(from);
    if (content === undefined) return Promise.reject(new OperatorError('E_OBJECTS_UNREACHABLE'));
    this.files.set(to, content);
    return Promise.resolve();
  }

  remove(paths: readonly string[]) {
    for (const path of paths) this.files.delete(path);
    return Promise.resolve();
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- there already, as the port wants it
async function* piecesOf(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}
