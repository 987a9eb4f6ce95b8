import type { Statement } from '../../../ports/database.port.ts';

/** A statement of the console itself: about the server and its catalogue, so that it runs whatever the model's schema is. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- every schema
export type ConsoleStatement<Params, Row> = Statement<any, Params, Row>;

export type NoParams = Readonly<Record<string, never>>;
