import type { End } from '../journey.ts';
import type { Verdict } from '../verdict.ts';
import type { Backdoor, Counts } from './backdoor.ts';

export type Wanted = Readonly<Record<'row' | 'active' | 'database' | 'role' | 'secret', number>>;

/** What is there of a tenant against what must be; and whether the platform's trail tells the same story, each thing once. */
export async function auditTenant(
  backdoor: Backdoor,
  slug: string,
  end: End,
  wanted: Wanted,
): Promise<Verdict> {
  const found = await backdoor.countsOf(slug);
  const what = Object.keys(wanted) as (keyof Wanted)[];
  const say = (is: (found: number, wanted: number) => boolean) =>
    what
      .filter((each) => is(found[each], wanted[each]))
      .map((each) => `${slug} ${end}: ${found[each]} ${each}, not ${wanted[each]}`);
  const more = say((is, should) => is > should);
  const lacks = say((is, should) => is < should);
  const isWhole = wanted.row === 1;
  return {
    orphans: isWhole ? [] : more,
    doubles: [
      ...(isWhole ? more : []),
      ...(found.mail > 1 ? [`${slug} ${end}: ${found.mail} invitations`] : []),
    ],
    lies: [...lacks, ...liesOf(slug, found, isWhole)],
    unresolved: [],
  };
}

/** Of a tenant that is there the trail tells once that it came to life; of one that is gone, as often as it was taken back. */
function liesOf(slug: string, { told, mail }: Counts, isWhole: boolean): readonly string[] {
  const times = (event: string) => told[`TENANT_${event}`] ?? 0;
  const lives = times('PROVISIONED') - times('DEACTIVATED') - times('OFFBOARDED');
  const entries = times('REGISTERED') - times('ROLLED_BACK') - times('OFFBOARDED') - times('PURGED');
  const due = isWhole ? 1 : 0;
  return [
    ...(lives === due ? [] : [`${slug}: the trail tells of ${lives} lives, not ${due}`]),
    ...(entries === due ? [] : [`${slug}: the trail tells of ${entries} registrations, not ${due}`]),
    ...(isWhole && mail < 1 ? [`${slug}: nobody was invited`] : []),
  ];
}
