/** The loopback interface by name or number (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3), or a Unix socket's folder. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' ||
  host === '::1' ||
  host.startsWith('/') ||
  /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
