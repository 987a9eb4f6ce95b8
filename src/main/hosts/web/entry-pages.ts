const page = (title: string, body: string, head = ''): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,">${head}</head><body><main>${body}</main></body></html>`;

/**
 * Follows a used token: the page goes on by itself, because a `SameSite=Strict` cookie does not travel along a redirect that began
 * in another program's page.
 */
export const welcomePage = page(
  'Tenant Console',
  '<p>You are let in. <a href="/">Go on to the console.</a></p>',
  '<meta http-equiv="refresh" content="0; url=/">',
);

/** What a browser sees that was not let in. */
export const lockedPage = page(
  'Tenant Console',
  '<h1>This browser has not been let in</h1>' +
    '<p>Open the address that the console printed. It works once; press Enter in the console’s terminal for a new one.</p>',
);
