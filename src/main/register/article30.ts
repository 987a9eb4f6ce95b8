import type { Article30Entry, RegisterRecord } from '../../shared/model/register.ts';

/**
 * A record as an entry of the register of processing activities. The fields are those of Art. 30(1)(a)–(g) GDPR in the order of
 * the Irish Data Protection Commission's guidance of April 2023, with the extra ones it recommends: business function, legal
 * basis, special categories.
 */
export function article30Of(record: RegisterRecord): Article30Entry {
  const { tenantId, legalName, dpo, runId } = record;
  return [
    { field: 'Business function', text: 'Off-boarding of a broker firm from the pension portal' },
    { field: 'Controller', text: legalName === '' ? tenantId : `${legalName} (${tenantId})` },
    { field: 'Data protection officer', text: dpo === '' ? 'Details shredded' : dpo },
    {
      field: 'Purposes of the processing',
      text: 'Return of the data, erasure, and keeping of statutory scheme records',
    },
    {
      field: 'Legal basis',
      text: 'Art. 6(1)(c) GDPR: erasure under Art. 17 and 28(3)(g); keeping under the Pensions Act 1990',
    },
    {
      field: 'Categories of data subjects',
      text: 'Scheme members, users of the portal, key function holders, contacts of employers',
    },
    {
      field: 'Categories of personal data',
      text: 'Names, e-mail addresses, phone numbers, PPS numbers, dates of birth, postal addresses, sign-in addresses',
    },
    { field: 'Special categories of data', text: 'None known' },
    { field: 'Categories of recipients', text: recipientsOf(record) },
    { field: 'Transfers to third countries', text: 'None by this processing' },
    { field: 'Envisaged time limits for erasure', text: limitsOf(record) },
    { field: 'What was erased', text: erasedOf(record) },
    { field: 'Technical and organisational measures', text: measuresOf(record) },
    { field: 'Reference', text: `Run ${runId}; its certificate can be verified offline` },
  ];
}

const recipientsOf = ({ exported, receivedOn }: RegisterRecord): string => {
  if (exported === undefined) return 'None yet';
  const sealed = exported.encrypted ? 'encrypted to its key' : 'not encrypted';
  const received = receivedOn === undefined ? 'receipt not confirmed yet' : `received on ${receivedOn}`;
  return `The broker itself: ${exported.rows} rows and ${exported.files} files, ${sealed}, ${received}`;
};

const words = {
  'operational-logs': 'Operational logs',
  'security-events': 'Security events',
  'scheme-records': 'Records of schemes and the audit trail',
};

function limitsOf({ retention, hold }: RegisterRecord): string {
  if (retention.length === 0) return 'Not begun';
  const limits = retention.map(({ item, until, settled }) =>
    settled === undefined
      ? `${words[item]} until ${until}`
      : `${words[item]} erased on ${settled.at.slice(0, 10)} (${settled.reference})`,
  );
  return [...limits, ...(hold ? [`Legal hold since ${hold.since.slice(0, 10)}`] : [])].join('; ');
}

function erasedOf({ erased, purgedAt }: RegisterRecord): string {
  if (purgedAt !== undefined) return `Everything, on ${purgedAt.slice(0, 10)}`;
  if (erased === undefined) return 'Nothing yet';
  const { rows, texts, files, filesKept, users } = erased;
  return `${rows} rows anonymised, ${texts} texts scrubbed, ${files} files removed (${filesKept} statutory ones kept), ${users} users disabled`;
}

function measuresOf({ approvals, proof }: RegisterRecord): string {
  const approved = `Plan signed by ${approvals.length} other people`;
  if (proof === undefined) return approved;
  const { rows, tables, smallestGroup } = proof;
  const groups =
    smallestGroup === 0 ? 'it holds no members' : `its smallest group of members has ${smallestGroup}`;
  return `${approved}; ${rows} rows in ${tables} tables searched for every known value and none found; what is kept is pseudonymised, ${groups}; every step in a signed log`;
}
