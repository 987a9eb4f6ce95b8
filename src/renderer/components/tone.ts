/** How something is meant, without saying what it is: colour follows from it, never the other way round. */
export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'doubt' | 'quiet';
