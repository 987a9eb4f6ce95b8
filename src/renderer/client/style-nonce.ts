declare global {
  // The name under which libraries that inject styles look for their nonce.
  var __webpack_nonce__: string | undefined;
}

/** The nonce that the host wrote into the page, for styles that libraries inject. Empty where no policy asks for one. */
export const styleNonce: string =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

globalThis.__webpack_nonce__ = styleNonce;
