/** A stored file. `path` is relative to the store: `tenant/scheme/type/filename` (P19). */
export type StoredObject = { readonly path: string; readonly bytes: number };

/**
 * Files beside the database. Every call may be repeated; none leaves a doubt that a listing would not end.
 *
 * Errors: `E_OBJECTS_UNREACHABLE`, `E_OBJECTS_AUTH`.
 */
export type ObjectStore = {
  /** Everything whose path begins so, page by page; the order is the store's own. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Content as it comes; undefined when there is no such file. */
  read(path: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Replaces what stands at `to`. Copying what is not there is an error. */
  copy(from: string, to: string): Promise<void>;
  /** Removing what is not there is no error. */
  remove(paths: readonly string[]): Promise<void>;
};
