import { z } from 'zod';

const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;

export const line = z.string().trim().min(1).max(200);
export const prose = z.string().trim().min(1).max(20_000);
export const mailAddress = z.email().max(254);
export const phoneNumber = z.string().trim().min(3).max(40).nullable().optional();
export const postalAddress = z.string().trim().max(500).nullable().optional();
export const parentId = z.string().min(1).max(64);
/** `YYYY-MM-DD`, a day that exists. */
export const day = z
  .string()
  .regex(CALENDAR_DAY)
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text),
    'no such day',
  );
/** Euro with at most two decimals, as text: money is no floating-point number. */
export const euro = z.string().regex(/^\d{1,10}(\.\d{1,2})?$/);
