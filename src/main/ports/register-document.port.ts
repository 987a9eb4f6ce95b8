import type { Article30Entry, RegisterRecord } from '../../shared/model/register.ts';

export type RegisterPage = { readonly record: RegisterRecord; readonly article30: Article30Entry };

/** Renders the register for readers: a PDF of one page a record behind a list of them all. Two calls with the same input agree to the byte. */
export type RenderRegister = (
  pages: readonly RegisterPage[],
  about: { readonly madeAt: Date; readonly log: string },
) => Promise<Uint8Array>;
