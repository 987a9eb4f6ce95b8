import { z } from 'zod';
import { checkedItem } from '../../../shared/model/checklist.ts';
import type { JsonObject } from '../../../shared/model/json.ts';
import { JsonFacts } from '../../components/json-facts.tsx';
import { ChecklistTable } from './checklist-table.tsx';
import classes from './step-list.module.css';

const checks = z.array(checkedItem).min(1);

/** What a step left behind: ids, counts and digests; checks as a checklist. */
export function Receipt({ receipt }: { readonly receipt: JsonObject }) {
  const lists = Object.entries(receipt).flatMap(([name, value]) => {
    const parsed = checks.safeParse(value);
    return parsed.success ? [{ name, items: parsed.data }] : [];
  });
  const listed = lists.map(({ name }) => name);
  const facts = Object.fromEntries(Object.entries(receipt).filter(([name]) => !listed.includes(name)));
  return (
    <div className={classes['receipt']}>
      {Object.keys(facts).length > 0 && <JsonFacts value={facts} />}
      {lists.map(({ name, items }) => (
        <ChecklistTable key={name} items={items} />
      ))}
    </div>
  );
}
