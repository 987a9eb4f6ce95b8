import { openAsBlob } from 'node:fs';
import { BlobReader, TextWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';

/** The files of an archive as texts, by their names. */
export async function unpack(file: string): Promise<Map<string, string>> {
  const zip = new ZipReader(new BlobReader(await openAsBlob(file)));
  const texts = new Map<string, string>();
  for (const entry of await zip.getEntries())
    texts.set(entry.filename, await (entry as FileEntry).getData(new TextWriter(), { checkSignature: true }));
  await zip.close();
  return texts;
}
