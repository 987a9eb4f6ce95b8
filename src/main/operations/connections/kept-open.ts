type Closable = { close(): Promise<void> };

/**
 * Signing in costs more than most of what is done behind the door: what `open` opens is opened once for each key, when it is
 * first asked for, and all of it is closed when the work is done, or before.
 */
export class KeptOpen<Opened extends Closable> {
  readonly #kept = new Map<string, Promise<Opened>>();

  async get(key: string, open: () => Promise<Opened>): Promise<Opened> {
    const opening = this.#kept.get(key) ?? open();
    this.#kept.set(key, opening);
    try {
      return await opening;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#kept.values());
    this.#kept.clear();
    for (const each of opened) if (each.status === 'fulfilled') await each.value.close();
  }
}
