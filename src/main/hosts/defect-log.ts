import { recordDefect } from '../compose.ts';

/** Writes a defect down and answers with the reference under which it is found. */
export type ReportDefect = (defect: unknown, where: string) => Promise<string>;

export const defectLog =
  ({ home }: { readonly home: string }): ReportDefect =>
  (defect, where) =>
    recordDefect(home, defect, where);
