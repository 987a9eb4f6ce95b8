/** What may be there of one tenant: nothing, all of it, or either, because nobody could see the end of it. */
export type Presence = 'absent' | 'present' | 'either';

/** What a workstation has done about a firm. `unsure`: a rollback was cut off, and perhaps it had not even begun. */
export type Standing = 'none' | 'open' | 'unsure' | 'taken-back';
type Try = { readonly presence: Presence; readonly standing: Standing };

export const HOMES = 2;
export const FIRMS = 2;
/** The home of each desk: two processes on the first. */
export const DESKS = [0, 0, 1] as const;

/** A firm as one workstation knows it: it gives it a tenant of its own. */
export type Place = { readonly home: number; readonly firm: number };

/**
 * What may exist after everything that was asked for, and nothing of how it is done: a firm is a tenant of one workstation or of
 * none, whole or not at all. Trouble widens what may be; only looking narrows it.
 */
export class Reference {
  readonly #tries = new Map<string, Try>();

  of({ home, firm }: Place): Try {
    return this.#tries.get(`${home}/${firm}`) ?? { presence: 'absent', standing: 'none' };
  }

  /** The workstation went forward with it, to where it goes no further, or to where trouble met it. */
  wentForward(place: Place, troubled: boolean): void {
    const { presence, standing } = this.of(place);
    if (standing === 'taken-back') return;
    const after = { standing: standing === 'none' ? ('open' as const) : standing };
    this.#set(place, { ...after, presence: this.#forward(place, presence, standing, troubled) });
  }

  /** Trouble came before anything: the log knows of no run, so there is nothing. */
  wasNotOpened(place: Place): void {
    this.#set(place, { presence: 'absent', standing: 'none' });
  }

  /** Two workstations went forward with the same firm at once: one of them has it, if it had to be one of them. */
  raced(places: readonly [Place, Place], troubled: boolean): void {
    const isOpen = places.every((place) => this.of(place).presence !== 'present');
    for (const place of places) this.wentForward(place, troubled);
    if (isOpen) for (const place of places) this.#widen(place);
  }

  #widen(place: Place): void {
    const { standing } = this.of(place);
    if (standing !== 'taken-back') this.#set(place, { standing, presence: 'either' });
  }

  wentBack(place: Place, troubled: boolean): void {
    const { presence, standing } = this.of(place);
    if (standing === 'none' || standing === 'taken-back') return;
    if (troubled) this.#set(place, { standing: 'unsure', presence: widened(presence, 'absent') });
    else this.#set(place, { standing: 'taken-back', presence: 'absent' });
  }

  /** Somebody has looked when nothing was under way any more. False when what was seen may not be. */
  saw(place: Place, seen: 'absent' | 'present'): boolean {
    const { presence, standing } = this.of(place);
    this.#set(place, { standing, presence: seen });
    return presence === 'either' || presence === seen;
  }

  #forward(place: Place, presence: Presence, standing: Standing, troubled: boolean): Presence {
    if (standing === 'unsure') return presence === 'absent' ? this.#unlessTaken(place, 'either') : 'either';
    if (presence === 'present') return 'present';
    return this.#unlessTaken(place, troubled ? 'either' : 'present');
  }

  /** The firm can be a tenant of one workstation alone. */
  #unlessTaken({ home, firm }: Place, otherwise: Presence): Presence {
    const others = Array.from({ length: HOMES }, (_, at) => at).filter((at) => at !== home);
    const known = others.map((at) => this.of({ home: at, firm }).presence);
    if (known.includes('present')) return 'absent';
    return known.includes('either') ? 'either' : otherwise;
  }

  #set({ home, firm }: Place, next: Try): void {
    this.#tries.set(`${home}/${firm}`, next);
  }
}

const widened = (presence: Presence, by: Presence): Presence => (presence === by ? presence : 'either');
