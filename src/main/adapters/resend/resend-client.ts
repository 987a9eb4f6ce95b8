import { Resend, type ErrorResponse, type Response } from 'resend';
import { OperatorError } from '../../../shared/errors/operator-error.ts';

/** No request was on its way yet: name, connection or certificate failed before. */
const beforeSending =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/**
 * Resend's SDK, but for the one method that meets the network: the SDK's own answers every failure with the same words, and it
 * matters here whether the request had been sent. A request that was cut off is `E_MAIL_IN_DOUBT`, one that never left is
 * `E_MAIL_UNREACHABLE`.
 */
export class ResendClient extends Resend {
  readonly #timeoutMs: number;

  constructor(apiKey: string, baseUrl: string, timeoutMs: number) {
    super(apiKey, { baseUrl });
    this.#timeoutMs = timeoutMs;
  }

  override async fetchRequest<T>(path: string, options: RequestInit = {}): Promise<Response<T>> {
    try {
      const signal = AbortSignal.timeout(this.#timeoutMs);
      const response = await fetch(`${this.baseUrl}${path}`, { ...options, signal, redirect: 'error' });
      const headers = Object.fromEntries(response.headers.entries());
      const text = await response.text();
      if (!response.ok) return { data: null, error: refusal(response.status, text), headers };
      return { data: JSON.parse(text) as T, error: null, headers };
    } catch (error) {
      throw new OperatorError(neverLeft(error) ? 'E_MAIL_UNREACHABLE' : 'E_MAIL_IN_DOUBT', { cause: error });
    }
  }
}

function refusal(statusCode: number, text: string): ErrorResponse {
  try {
    return {
      name: 'application_error',
      message: '',
      ...(JSON.parse(text) as Partial<ErrorResponse>),
      statusCode,
    };
  } catch {
    return { name: 'application_error', message: 'The answer is not JSON.', statusCode };
  }
}

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && beforeSending.test(String(cause.code));
}
