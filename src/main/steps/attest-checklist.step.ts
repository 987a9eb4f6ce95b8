import { z } from 'zod';
import { OperatorError } from '../../shared/errors/operator-error.ts';
import { attestedItem, type AttestedItem, type ChecklistItem } from '../../shared/model/checklist.ts';
import { humanStep, type HumanStep } from '../engine/step.ts';

const receipt = z.object({ attested: z.array(z.string()), open: z.array(z.string()) });
type Receipt = z.infer<typeof receipt>;

const answer = z.object({ items: z.record(z.string(), attestedItem) });
type Answer = z.infer<typeof answer>;

type WithChecklist = { readonly checklist: Readonly<Record<string, AttestedItem>> };

/**
 * A person vouches for what had to be done before the run: who confirmed it, when, and what shows it. A mandatory item that
 * is open stops the run here with `E_CHECKLIST_INCOMPLETE` (P4). Who vouched is sealed; the receipt names the items.
 */
export const attestChecklist = <Input extends WithChecklist, Ports>(
  items: readonly ChecklistItem[],
): HumanStep<Input, Ports, Receipt, Answer> =>
  humanStep({
    id: 'attest-checklist',
    title: 'Attest the pre-provisioning checklist',
    about:
      'Nothing begins before somebody vouches for what no machine can see: contract, identity of the firm, briefing. Who, when and the evidence are kept with the run.',
    kind: 'attest',
    receipt,
    answer,
    observe: () => Promise.resolve({ state: 'absent' }),
    plan: () => [],
    undo: { none: 'an attestation changes nothing outside the log' },
    prompt: ({ input }) =>
      Promise.resolve({
        title: 'Is everything in place?',
        text: 'Confirm each item with who checked it, when, and a note or evidence reference. Mandatory items gate the run.',
        defaults: { items: input.checklist },
        data: { items },
      }),
    apply: ({ seal }, { items: given }) => {
      const isDone = ({ id }: ChecklistItem) => given[id]?.done === true;
      const missing = items.filter((item) => item.mandatory && !isDone(item));
      if (missing.length > 0)
        throw new OperatorError('E_CHECKLIST_INCOMPLETE', {
          details: { missing: missing.map(({ id }) => id) },
        });
      seal({ checklist: given });
      const [attested, open] = [items.filter(isDone), items.filter((item) => !isDone(item))];
      return Promise.resolve({ attested: attested.map(({ id }) => id), open: open.map(({ id }) => id) });
    },
  });
