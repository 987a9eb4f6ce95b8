/** Hands a text to the operator as a file. */
export const download = (name: string, text: string): void =>
  save(name, new Blob([text], { type: 'text/plain' }));

/** Hands bytes, in base64, to the operator as a file. */
export const downloadBytes = (name: string, type: string, base64: string): void =>
  save(name, new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], { type }));

function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
