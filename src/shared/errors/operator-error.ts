import { errorCatalogue, type ErrorCode } from './catalogue/index.ts';
import type { ErrorEntry } from './error-entry.ts';

/** Facts about one occurrence. Never a secret, never personal data: they are shown, logged and kept. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

type Options = {
  /** One sentence about this occurrence; the code's meaning when left out. */
  readonly message?: string;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
};

/** An expected failure. Meaning, fix and whom to call come from the catalogue; a bug is any other `Error`. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, options: Options = {}) {
    super(
      options.message ?? errorCatalogue[code].meaning,
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.code = code;
    this.details = options.details ?? {};
  }

  get fix(): string {
    return errorCatalogue[this.code].fix;
  }

  get who(): string {
    return errorCatalogue[this.code].who;
  }

  get retryable(): boolean {
    return errorCatalogue[this.code].retryable;
  }

  /** Nobody knows whether the effect happened. */
  get doubtful(): boolean {
    const entry: ErrorEntry = errorCatalogue[this.code];
    return entry.doubtful === true;
  }

  get exitCode(): number {
    return errorCatalogue[this.code].exitCode;
  }

  /** What leaves the process: everything but the cause, which may hold what an outside system said. */
  toJSON(): ErrorCard {
    const { code, message, details } = this;
    return {
      code,
      message,
      meaning: errorCatalogue[code].meaning,
      fix: this.fix,
      who: this.who,
      retryable: this.retryable,
      details,
    };
  }
}

/** An error as every host shows it. */
export type ErrorCard = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly meaning: string;
  readonly fix: string;
  readonly who: string;
  readonly retryable: boolean;
  readonly details: ErrorDetails;
};

export const isOperatorError = (error: unknown): error is OperatorError => error instanceof OperatorError;

/** True when `error` is an expected failure with one of `codes`. */
export const hasCode = (error: unknown, ...codes: readonly ErrorCode[]): error is OperatorError =>
  isOperatorError(error) && codes.includes(error.code);
