import type { Manifest } from './manifest.ts';

/** What an export says of itself. */
export type ExportAbout = Pick<Manifest, 'tenantId' | 'legalName' | 'runId' | 'exportedAt' | 'environment'>;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '');

/** The page that whoever receives an export reads first. It stands alone: no script, nothing fetched. */
export function coverPage(
  about: ExportAbout,
  { tables, files, missing }: Pick<Manifest, 'tables' | 'files' | 'missing'>,
): string {
  const rows = tables.map(
    ({ name, rows: count, digest }) =>
      `<tr><td>${escape(name)}</td><td>${count}</td><td><a href="tables/${escape(name)}.csv">CSV</a> · <a href="tables/${escape(name)}.ndjson">NDJSON</a> · <a href="tables/${escape(name)}.schema.json">schema</a></td><td><code>${digest.slice(0, 16)}…</code></td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Data export of ${escape(about.legalName)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #ccc; }
</style>
</head>
<body>
<h1>Data export of ${escape(about.legalName)}</h1>
<p>Everything that the portal held of this tenant (${escape(about.tenantId)}) on ${escape(about.exportedAt)}, taken in one moment.
It holds personal data: keep it as carefully as the portal did.</p>
<table>
<thead><tr><th>Table</th><th>Rows</th><th>Files</th><th>Digest</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
<h2>Files</h2>
<p>${files.length === 0 ? 'There are none.' : `${files.length} files stand in the folder <code>files</code>, under the paths they had.`}${missing.length === 0 ? '' : ` Of ${missing.length} more the portal had a record and no file; the manifest names them.`}</p>
<h2>How to read it</h2>
<p>CSV files are UTF-8 with the names of the columns in the first line; an empty field is a missing value, <code>""</code> an empty one.
NDJSON files hold one JSON object a line, in the shape of the schema beside them. Days are <code>YYYY-MM-DD</code>, instants UTC. Hashes of passwords are left out.</p>
<h2>How to check it</h2>
<p><code>manifest.json</code> has size and SHA-256 of every file, and for every table the number of rows and a digest that the
database made itself. Run ${escape(about.runId)}, environment ${escape(about.environment)}.</p>
</body>
</html>
`;
}
