import type { Field, GroupField } from '../../components/schema-form/field-model.ts';

/** Where a field stands: what is needed before what may be left out, what is short before what is long. */
function weight({ kind, required }: Field): number {
  if (kind === 'items') return 3;
  if (kind === 'group') return required ? 1 : 4;
  return required ? 0 : 2;
}

/** The fields of an intake in the order in which they are best filled in. */
export const arranged = (form: GroupField): GroupField => ({
  ...form,
  fields: form.fields.toSorted((a, b) => weight(a) - weight(b)),
});
