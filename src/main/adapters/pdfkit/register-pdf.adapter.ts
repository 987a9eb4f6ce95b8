import PDFDocument from 'pdfkit';
import type { RegisterPage, RenderRegister } from '../../ports/register-document.port.ts';

type Doc = InstanceType<typeof PDFDocument>;

const [MARGIN, INK, DIM, LINE] = [54, '#1c2430', '#5b6673', '#d5dae0'];
const LABEL_WIDTH = 150;

/** The register as a PDF with the fonts every reader has. What those cannot write is written without its accent. */
export const renderRegister: RenderRegister = async (pages, { madeAt, log }) => {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: 'Register of off-boardings', CreationDate: madeAt, ModDate: madeAt },
  });
  const pieces: Uint8Array[] = [];
  const ended = Promise.withResolvers<undefined>();
  doc.on('data', (piece: Uint8Array) => pieces.push(piece));
  doc.on('end', () => ended.resolve(undefined));
  doc.on('error', ended.reject);
  drawCover(doc, pages, { madeAt, log });
  for (const page of pages) drawRecord(doc, page);
  number(doc, madeAt);
  doc.end();
  await ended.promise;
  return Buffer.concat(pieces);
};

function drawCover(
  doc: Doc,
  pages: readonly RegisterPage[],
  { madeAt, log }: Parameters<RenderRegister>[1],
): void {
  title(doc, 'Register of off-boardings');
  note(
    doc,
    `Records of processing under Art. 30 GDPR, as the log ${log} tells on ${day(madeAt.toISOString())}.`,
  );
  if (pages.length === 0) note(doc, 'There is no off-boarding that fits.');
  const rows = pages.map(({ record }) => [
    record.legalName === '' ? record.tenantId : record.legalName,
    day(record.openedAt),
    record.purgedAt === undefined ? record.state : 'purged',
    record.hold === undefined ? (record.due.join(', ') === '' ? '' : 'due') : 'legal hold',
  ]);
  doc.moveDown(0.5).fontSize(9);
  tableRow(doc, ['Controller', 'Opened', 'State', ''], DIM);
  for (const row of rows) tableRow(doc, row, INK);
}

const columns = [0, 270, 345, 425];

function tableRow(doc: Doc, cells: readonly string[], color: string): void {
  if (doc.y > doc.page.height - MARGIN - 40) doc.addPage();
  const { y } = doc;
  doc.fillColor(color).font('Helvetica').fontSize(9);
  cells.forEach((cell, at) => {
    const [from = 0, to = doc.page.width - 2 * MARGIN] = [columns[at], columns[at + 1]];
    doc.text(latin(cell), MARGIN + from, y, { width: to - from - 8, height: 12, ellipsis: true });
  });
  doc.y = y + 16;
  doc.x = MARGIN;
  rule(doc, doc.y - 4);
}

function drawRecord(doc: Doc, { record, article30 }: RegisterPage): void {
  doc.addPage();
  title(doc, record.legalName === '' ? record.tenantId : record.legalName);
  note(
    doc,
    `Off-boarding of ${record.tenantId}, opened ${day(record.openedAt)}, ${record.purgedAt === undefined ? record.state : 'purged'}`,
  );
  for (const { field, text } of article30) fact(doc, field, text);
  heading(doc, 'Signed by');
  for (const { keyId, offices, roles, signedAt } of record.approvals)
    fact(doc, [...offices, ...roles].join(', '), `${minute(signedAt)} by the key\n${keyId}`);
  if (record.approvals.length === 0) note(doc, 'Nobody yet.');
  if (record.hold) {
    heading(doc, 'Legal hold');
    fact(doc, day(record.hold.since), record.hold.reason);
  }
}

function fact(doc: Doc, label: string, text: string): void {
  const width = doc.page.width - 2 * MARGIN - LABEL_WIDTH;
  const height = doc.font('Helvetica').fontSize(9.5).heightOfString(latin(text), { width });
  if (doc.y + height > doc.page.height - MARGIN - 20) doc.addPage();
  const { y } = doc;
  doc.fillColor(DIM).text(latin(label), MARGIN, y, { width: LABEL_WIDTH - 12 });
  const below = doc.y;
  doc.fillColor(INK).text(latin(text), MARGIN + LABEL_WIDTH, y, { width });
  doc.y = Math.max(below, doc.y) + 6;
  doc.x = MARGIN;
  rule(doc, doc.y - 3);
}

const title = (doc: Doc, text: string): Doc =>
  doc.fillColor(INK).font('Helvetica-Bold').fontSize(18).text(latin(text), MARGIN, doc.y).moveDown(0.3);

const heading = (doc: Doc, text: string): Doc =>
  doc
    .moveDown(0.6)
    .fillColor(INK)
    .font('Helvetica-Bold')
    .fontSize(11)
    .text(text, MARGIN, doc.y)
    .moveDown(0.3);

const note = (doc: Doc, text: string): Doc =>
  doc.fillColor(DIM).font('Helvetica').fontSize(9.5).text(latin(text), MARGIN, doc.y).moveDown(0.6);

const rule = (doc: Doc, y: number): Doc =>
  doc
    .save()
    .moveTo(MARGIN, y)
    .lineTo(doc.page.width - MARGIN, y)
    .lineWidth(0.5)
    .stroke(LINE)
    .restore();

const day = (instant: string): string => instant.slice(0, 10);
const minute = (instant: string): string => `${day(instant)} ${instant.slice(11, 16)} UTC`;

/** What Windows-1252 has no sign for, and no accent can be taken from. */
const plain: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
  Ŧ: 'T',
  ŧ: 't',
};

const unwritable = /[^\n\u0020-\u007e\u00a0-\u00ff‘’“”–—…•€ŒœŠšŽžŸ]/g;

/** The fonts that a PDF need not carry know Windows-1252 alone. */
const latin = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(unwritable, (character) => plain[character] ?? withoutAccent(character))
    .replaceAll(unwritable, '?');

const withoutAccent = (character: string): string =>
  character.normalize('NFKD').replaceAll(/[\u0300-\u036f]/g, '');

function number(doc: Doc, madeAt: Date): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Below the margin the library would begin another page.
    doc.page.margins.bottom = 0;
    const { height, width } = doc.page;
    doc.fillColor(DIM).font('Helvetica').fontSize(8);
    doc.text(`${day(madeAt.toISOString())} · page ${page + 1} of ${count}`, MARGIN, height - 36, {
      width: width - 2 * MARGIN,
      align: 'right',
      lineBreak: false,
    });
  }
}
