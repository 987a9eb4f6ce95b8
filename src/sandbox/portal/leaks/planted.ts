import type { Defect, Leak, LeakFamily } from '../leak.ts';

type Card = readonly [id: string, title: string, description: string];

const plant =
  (family: LeakFamily, subtle: boolean) =>
  ([id, title, description]: Card, defect: Defect): Leak => ({
    id,
    title,
    description,
    family,
    subtle,
    ...defect,
  });

/** Makes leaks of a family: those that a plain look shows. */
export const planted = (family: LeakFamily) => plant(family, false);

/** Makes leaks of a family: those that show in one narrow place only. */
export const plantedSubtly = (family: LeakFamily) => plant(family, true);
